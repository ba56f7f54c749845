"""Who may open a page of his own."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.models import Account, AccountKind

APPLICANTS = (AccountKind.CITIZEN, AccountKind.ENTERPRISE)


class AccountRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Account


V = TypeVar("V", bound=Callable[..., HttpResponseBase])
R = TypeVar("R", bound=HttpResponseBase)


def account_required(view: V) -> V:
    """Whoever is not signed in is sent to sign in and comes back here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return private(view(request, *args, **kwargs))

    return cast(V, guarded)


def citizen_required(view: V) -> V:
    """For citizens and enterprises. An officer has to leave his role first: nobody serves himself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if request.user.kind not in APPLICANTS:
            raise PermissionDenied(
                _("This page is for citizens and enterprises. Sign in with VNeID to open it.")
            )
        return private(view(request, *args, **kwargs))

    return cast(V, guarded)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """The way to the sign-in page and back; a form that was sent comes back to its page."""
    return private(redirect_to_login(request.get_full_path(), reverse("identity:sign-in"), "next"))


def private(response: R) -> R:
    response.headers.setdefault("Cache-Control", "no-store")
    return response
