"""Which mail server takes our letters, as the environment says (MOTCUA_MAIL_*)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "MOTCUA_MAIL_"


class Security(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}  # RFC 5321, RFC 6409, RFC 8314


@dataclass(frozen=True)
class MailServer:
    """`sender`: the address in whose name letters go out."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: Security = Security.STARTTLS
    timeout_s: int = 20


def server_of(environ: Mapping[str, str]) -> MailServer | None:
    """None where MOTCUA_MAIL_HOST is not set. ValueError, with the name, for what cannot be understood."""
    host = environ.get(f"{PREFIX}HOST", "").strip()
    if not host:
        return None
    sender = environ.get(f"{PREFIX}FROM", "").strip()
    if "@" not in sender:
        raise ValueError(f"{PREFIX}FROM must be an e-mail address: letters go out in its name.")
    said = environ.get(f"{PREFIX}SECURITY", Security.STARTTLS)
    if said not in list(Security):
        raise ValueError(f"{PREFIX}SECURITY must be none, starttls or tls, not {said!r}.")
    security = Security(said)
    port = environ.get(f"{PREFIX}PORT", str(_PORTS[security]))
    if not port.isdecimal():
        raise ValueError(f"{PREFIX}PORT must be a whole number, not {port!r}.")
    return MailServer(
        host=host,
        port=int(port),
        sender=sender,
        user=environ.get(f"{PREFIX}USER", ""),
        password=environ.get(f"{PREFIX}PASSWORD", ""),
        security=security,
    )
