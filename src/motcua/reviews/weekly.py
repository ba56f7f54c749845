"""The reports that a body owes to a call for review, in its week."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.organizations.models import Body, Officer
from motcua.reviews.models import Report
from motcua.reviews.queries.duties import duty_of
from motcua.reviews.rules.states import NOT_SENT
from motcua.schedule.queries.weekly import Mark, in_the_week

DAY = timedelta(days=1)


@in_the_week("reviews")
def reports_due(body: Body, first: date, last: date, reader: Officer, today: date) -> Iterator[Mark]:
    """On the last day on which they are in time: for those who write them."""
    if body.pk not in duty_of(reader, today).writes:
        return
    rows = Report.objects.filter(
        body=body, state__in=NOT_SENT, call__closed_at=None, call__before_on__range=(first + DAY, last + DAY)
    )
    for one in rows.select_related("call").order_by("call__before_on", "pk"):
        way = reverse("reviews:report", args=[one.call.code, body.code])
        yield Mark(
            one.call.before_on - DAY, _("Last day for a report"), f"{one.call.code} {one.call.title}", way
        )
