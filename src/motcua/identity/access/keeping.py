"""What somebody typed when his session had just ended is kept for him, and for him alone."""

from typing import Any, NamedTuple

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

KEPT = "kept"
MOST_CHARACTERS = 64 * 1024
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "code"})


class Kept(NamedTuple):
    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> dict[str, Any] | None:
    """The form as it was sent, without secrets and files; None when there is none, or too much of it."""
    if request.method != "POST":
        return None
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    return {"owner": request.session[SESSION_KEY], "path": request.get_full_path(), "fields": fields}


def kept_for(request: HttpRequest) -> Kept | None:
    """What waits for the one who is inside now. Somebody else's is thrown away."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    if kept["owner"] != request.session.get(SESSION_KEY):
        drop_kept(request)
        return None
    return Kept(kept["path"], [(name, value) for name, value in kept["fields"]])


def drop_kept(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
