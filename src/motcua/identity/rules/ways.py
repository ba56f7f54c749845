"""Where to go after signing in: only to a page of this house."""

from urllib.parse import urlsplit


def safe_next(wanted: str) -> str:
    """The path if it is one of ours, else nothing. No host, no scheme, no trick that a browser reads as a host."""
    if (
        not wanted.startswith("/")
        or wanted.startswith(("//", "/\\"))
        or not wanted.isprintable()
        or "\\" in wanted
    ):
        return ""
    parts = urlsplit(wanted)
    return "" if parts.scheme or parts.netloc else wanted
