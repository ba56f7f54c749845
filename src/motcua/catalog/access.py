"""Who may change the catalogue."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.organizations.access import officer_required
from motcua.organizations.models import Role
from motcua.organizations.queries import roles_of

V = TypeVar("V", bound=Callable[..., HttpResponse])


def editor_required(view: V) -> V:
    """For officers who edit the catalogue today; others are told which role they lack."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if Role.CATALOGUE not in roles_of(request.officer, localdate(now())):
            raise PermissionDenied(
                _(
                    "This page needs the role “%(role)s”, which you do not hold. Ask the head of your unit for it."
                )
                % {"role": Role.CATALOGUE.label}
            )
        return view(request, *args, **kwargs)

    return cast(V, officer_required(guarded))
