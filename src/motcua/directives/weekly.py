"""The deadlines of directives that a body leads, in its week."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.directives.models import Directive
from motcua.directives.queries.duties import duty_of, visible_to
from motcua.directives.rules.states import WORKED_ON
from motcua.organizations.models import Body, Officer
from motcua.schedule.queries.weekly import Mark, in_the_week


@in_the_week("directives")
def deadlines(body: Body, first: date, last: date, reader: Officer, today: date) -> Iterator[Mark]:
    """Those that are still worked on, and that the reader may see."""
    rows = Directive.objects.filter(
        visible_to(duty_of(reader, today)),
        lead_unit__body=body,
        state__in=WORKED_ON,
        due_on__range=(first, last),
    )
    for one in rows.order_by("due_on", "pk"):
        title = f"{one.code} {one.title}"
        yield Mark(
            one.due_on, _("Deadline of a directive"), title, reverse("directives:one", args=[one.code])
        )
