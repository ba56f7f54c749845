"""What was done about a figure, on its trend: numbered flags, a list beside it, and a column of its table."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.queries.marks import Deed, Figure, Marked, marks_of
from motcua.criteria.rules.periods import Period
from motcua.criteria.views.seen import Asked
from motcua.kernel import charts
from motcua.organizations.models import Officer


class Marking(NamedTuple):
    """`flags` for the picture; `rows` for the list, numbered as they are; `said` by place, for the table."""

    flags: list[charts.Mark]
    rows: list[dict[str, Any]]
    said: dict[int, str]

    def column(self, table: charts.Table) -> charts.Table:
        """The table of the trend, with what was done in each period, if anything was."""
        if not self.said:
            return table
        rows = [(*row, self.said.get(place, "")) for place, row in enumerate(table.rows)]
        return charts.Table((*table.columns, charts.Column(_("Directives"))), tuple(rows))


def words() -> dict[Deed, str]:
    return {
        Deed.GIVEN: _("given"),
        Deed.DUE: _("due"),
        Deed.VERIFIED: _("verified"),
        Deed.REOPENED: _("reopened"),
    }


def marking(found: Asked, overs: Sequence[Period], reader: Officer, criterion: str = "") -> Marking:
    """Of the figure that a trend over these periods shows; nothing under a field filter, which narrows the figure."""
    seen = found.view
    if seen.field or not overs:
        return Marking([], [], {})
    first, last = overs[0].starts_at.astimezone(ZONE).date(), overs[-1].ends_at.astimezone(ZONE).date()
    figure = Figure(seen.by.code, seen.node.code, criterion, first, last, reader)
    marked = marks_of(figure)
    return Marking(_flags(marked, overs), [_row(one) for one in marked], _said(marked, overs))


def _flags(marked: Sequence[Marked], overs: Sequence[Period]) -> list[charts.Mark]:
    """One flag a period: the numbers of what was done in it."""
    found: dict[int, dict[Deed, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, one in enumerate(marked, start=1):
        for deed, on in one.done:
            found[_place(overs, 12 * on.year + on.month - 1)][deed].append(str(number))
    named = words()
    return [
        charts.Mark(place, ", ".join(f"{named[deed]} {'·'.join(told[deed])}" for deed in Deed if told[deed]))
        for place, told in sorted(found.items())
        if place >= 0
    ]


def _said(marked: Sequence[Marked], overs: Sequence[Period]) -> dict[int, str]:
    told: dict[int, list[str]] = defaultdict(list)
    for one in marked:
        for deed, on in one.done:
            told[_place(overs, 12 * on.year + on.month - 1)].append(f"{one.code} {words()[deed]}")
    return {place: "; ".join(texts) for place, texts in told.items()}


def _row(one: Marked) -> dict[str, Any]:
    told = ", ".join(f"{words()[deed]} {date_format(on, 'SHORT_DATE_FORMAT')}" for deed, on in one.done)
    return {"code": one.code, "title": one.title, "href": one.href, "criterion": one.criterion, "told": told}


def _place(overs: Sequence[Period], month: int) -> int:
    """The place of a month on the axis; -1: none."""
    return next((place for place, over in enumerate(overs) if over.first <= month < over.end), -1)
