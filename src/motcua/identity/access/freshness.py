"""Acts with legal force ask for the second factor again when it was shown too long ago."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from motcua.identity.access.entrance import FACTOR

V = TypeVar("V", bound=Callable[..., HttpResponse])
GOOD_FOR_SECONDS = 15 * 60
SEE_OTHER = 303


def factor_is_fresh(request: HttpRequest) -> bool:
    """Whether the one inside has shown his second factor in the last fifteen minutes."""
    shown = request.session.get(FACTOR, 0)
    return bool(time.time() - shown < GOOD_FOR_SECONDS)


def renew_factor(request: HttpRequest) -> None:
    request.session[FACTOR] = time.time()


def fresh_factor_required(view: V) -> V:
    """For pages that sign. Asks for a code first and comes back to this page; put it below `officer_required`.

    A form that was sent too late comes back to its page and has to be sent again: put the decorator on the page
    that shows the form as well, so that this happens only to those who waited.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if factor_is_fresh(request):
            return view(request, *args, **kwargs)
        way = f"{reverse('identity:code-again')}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseRedirect(way, status=SEE_OTHER)

    return cast(V, guarded)
