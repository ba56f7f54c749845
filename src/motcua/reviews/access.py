"""Who may see a call for review and the reports that answer it. Verbs ask `queries.duties` again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from motcua.organizations.queries import power_to_sign
from motcua.reviews.models import Call, Report
from motcua.reviews.queries.duties import Duty


def callable_by(duty: Duty) -> None:
    """Raises PermissionDenied for whoever calls for no reviews."""
    if not duty.keeps:
        raise PermissionDenied(
            _(
                "Leaders and the reform office call for reviews. Ask one of them, or write the report of your body."
            )
        )


def call_for(duty: Duty, code: str) -> Call:
    """The call, for who called. 404: none of that code; else PermissionDenied with whom to ask."""
    call = get_object_or_404(Call.objects.select_related("keeper__parent", "feeds__keeper"), code=code)
    if not duty.is_caller_of(call):
        raise PermissionDenied(
            _(
                "The picture of this review is for who called for it: %(body)s. Your own report is in the list."
            )
            % {"body": call.keeper.name}
        )
    return call


def report_for(duty: Duty, code: str, body: str, at: datetime) -> Report:
    """The report of a body, for who writes or signs it and for who called."""
    found = Report.objects.select_related("call__keeper", "body__parent", "sent_by")
    report = get_object_or_404(found, call__code=code, body__code=body)
    if report.body_id in duty.writes or duty.is_caller_of(report.call):
        return report
    if power_to_sign(duty.officer, report.body, at) is not None:
        return report
    raise PermissionDenied(
        _("This report is for the leaders, heads of division and reform office of %(body)s. Ask one of them.")
        % {"body": report.body.name}
    )
