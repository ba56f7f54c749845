"""Who may act for which unit. Pages ask here; verbs ask `queries`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.identity.access import AccountRequest, private, to_sign_in
from motcua.identity.models import AccountKind
from motcua.kernel.questions import Given, Question
from motcua.organizations.models import Officer
from motcua.organizations.queries import roles_of

V = TypeVar("V", bound=Callable[..., HttpResponse])


_OFFICER = Question(lambda: Officer.objects.select_related("body", "unit").filter(account=Given("account")))


class OfficerRequest(AccountRequest):
    """A request of an officer: `officer` comes with its body and unit."""

    officer: Officer


def officer_required(view: V) -> V:
    """For officers. The page gets `request.officer`, with body and unit."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        request.officer = officer_of(request)
        return private(view(request, *args, **kwargs))

    return cast(V, guarded)


def role_required(*roles: str) -> Callable[[V], V]:
    """For officers who hold one of the roles today."""

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not roles_of(request.officer, localdate(now())) & set(roles):
                raise PermissionDenied(
                    _("Your present role does not open this page. Ask the head of your unit.")
                )
            return view(request, *args, **kwargs)

        return cast(V, officer_required(guarded))

    return guard


def officer_of(request: HttpRequest) -> Officer:
    """The officer behind the request. Raises PermissionDenied for anybody else."""
    if request.user.is_authenticated and request.user.kind == AccountKind.OFFICER:
        for officer in _OFFICER(account=request.user.pk):
            officer.account = request.user  # known already
            return officer
    raise PermissionDenied(_("This page is for officers. Sign in as an officer to open it."))
