"""The day of a call is moved to a later one, with a reason; everybody who was asked is told."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.reviews.events import ReviewExtended
from motcua.reviews.models import Call, Extension
from motcua.reviews.services.acting import check_reason
from motcua.reviews.services.calling import held_call
from motcua.reviews.services.telling import tell_extended


@transaction.atomic
def extend(call: Call, before_on: date, *, reason: str, by: Officer, at: datetime) -> Call:
    """What had come late before stays late: it was so when it came.

    Refuses `not-your-call`, `closed-before`, `deadline` (not after today and the day as it is), `no-reason`.
    """
    held = held_call(call, by=by, at=at)
    if before_on <= max(held.before_on, localdate(at)):
        raise Refusal(
            _("The new day must lie after today and after the day as it is. Choose a later day."),
            code="deadline",
            fields={"before_on": "past"},
        )
    check_reason(reason, at, "reason")
    made = Extension.objects.create(
        call=held, from_on=held.before_on, to_on=before_on, reason=reason.strip()[:500], by=by, at=at
    )
    held.before_on = before_on
    held.save(update_fields=["before_on"])
    told = ReviewExtended(made.from_on, made.to_on)
    append(told, subject=held.code, body=held.keeper.code, actor=by.code, at=at)
    reports = held.reports.select_related("body").order_by("pk")
    tell_extended(made, [report.body for report in reports], at=at)
    return held
