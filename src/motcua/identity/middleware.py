"""Sessions end: after a while without use, and at the latest after a working day."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access.entrance import BEGAN, KIND, SEEN, leave
from motcua.identity.access.keeping import KEPT, keep
from motcua.identity.models import AccountKind

HOUR, MINUTE = 3600, 60
NOTED_EVERY = 30
SEE_OTHER = 303


class Limits(NamedTuple):
    idle: int
    whole: int


OFFICERS = Limits(15 * MINUTE, 8 * HOUR)
APPLICANTS = Limits(60 * MINUTE, 8 * HOUR)


class SessionLimits:
    """Stands after the CSRF check, so that only what our own pages sent is kept for later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        session = request.session
        if SESSION_KEY not in session:
            return None
        now = time.time()
        if not _is_over(session, now):
            if now - session[SEEN] > NOTED_EVERY:
                session[SEEN] = now
            return None
        return _end(request)


def _is_over(session: SessionBase, now: float) -> bool:
    """A session that was not begun at our door (a test's, a command's) begins now, without a second factor."""
    if BEGAN not in session:
        session[BEGAN] = session[SEEN] = now
    limits = OFFICERS if session.get(KIND, AccountKind.OFFICER) == AccountKind.OFFICER else APPLICANTS
    return bool(now - session[SEEN] > limits.idle or now - session[BEGAN] > limits.whole)


def _end(request: HttpRequest) -> HttpResponse | None:
    """Readers go on as strangers; what was typed is kept and waits for its owner to sign in again."""
    kept = keep(request)
    leave(request)
    if kept:
        request.session[KEPT] = kept
    messages.info(request, _("Your session has ended because it was not used for a while. Sign in again."))
    if request.method in ("GET", "HEAD"):
        return None
    way = f"{reverse('identity:sign-in')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": way})
    return HttpResponseRedirect(way, status=SEE_OTHER)
