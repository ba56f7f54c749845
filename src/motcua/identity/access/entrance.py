"""A session begins and ends. Its times are the web server's own: no legal moment depends on them."""

import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from motcua.identity.models import Account
from motcua.identity.services import note_sign_in
from motcua.identity.sessions import OPENED_AT

KIND, BEGAN, SEEN, FACTOR = "kind", "began", "seen", "factor"


def enter(request: HttpRequest, account: Account, *, method: str, factor: bool, at: datetime) -> None:
    """Signs the account in with a new session key. `factor`: he has just shown his second factor."""
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session.cycle_key()
    now = time.time()
    request.session.update(
        {KIND: account.kind, BEGAN: now, SEEN: now, FACTOR: now if factor else 0, OPENED_AT: at.isoformat()}
    )
    note_sign_in(account, method=method, at=at)


def leave(request: HttpRequest) -> None:
    logout(request)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: behind our own proxies the one that the outermost of them saw.

    What else stands in X-Forwarded-For is anybody's word.
    """
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(seen):
        return seen[-settings.PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def device_of(request: HttpRequest) -> str:
    """What tells this visitor's device from most others: its address and what its browser says of itself.

    Never kept as it is: it is personal data. A network behind one address can hold many devices of one make.
    """
    return f"{address_of(request)} {request.headers.get('User-Agent', '')[:300]}"


def home(request: HttpRequest) -> str:
    """Where work begins for this kind of account, if that part of the house exists; else his own page."""
    kind = getattr(request.user, "kind", "")
    try:
        return reverse(settings.HOMES[kind])
    except (KeyError, NoReverseMatch):
        return reverse("identity:account")
