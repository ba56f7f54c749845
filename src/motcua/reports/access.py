"""Who may make and read reports, and of which bodies.

The reform office and leaders of a province: of all its bodies. Leaders of a body: of their own and those below it.
Heads of a division: of their own body. Reports name positions and units, never persons. Basis: NĐ 61/2018/NĐ-CP and
what takes its place: the head of a body answers for its reports.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.directives.queries.duties import duty_of
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer

V = TypeVar("V", bound=Callable[..., HttpResponse])


def bodies_of(officer: Officer, on: date) -> frozenset[str]:
    """The codes of the bodies whose reports he may make and read; none for those without such a duty."""
    duty = duty_of(officer, on)
    return duty.codes | {officer.body.code} if duty.heads else duty.codes


class ReportRequest(OfficerRequest):
    """A request of an officer with a right to reports: of which bodies."""

    bodies: frozenset[str]


def reports_allowed(view: V) -> V:
    """For those who answer for reports of some body. The page gets `request.bodies`."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.bodies = bodies_of(request.officer, localdate(now()))
        if not request.bodies:
            raise PermissionDenied(
                _(
                    "Reports are made by leaders, heads of division and the reform office. "
                    "Ask the head of your unit for the report that you need."
                )
            )
        return view(request, *args, **kwargs)

    return cast(V, officer_required(guarded))


def refuse_others(body: str, bodies: frozenset[str]) -> None:
    if body not in bodies:
        raise PermissionDenied(
            _("This report is of a body that is not yours. Ask the reform office of the province for it.")
        )
