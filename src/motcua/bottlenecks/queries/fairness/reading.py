"""Figures as pages show them: ordered by unit and position, never by value, with what was said against each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from motcua.bottlenecks.models import Contest, ContestState, FairFigure
from motcua.bottlenecks.queries.fairness.readers import Reach, answered_by
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.kernel.bilingual import Text
from motcua.organizations.models import Officer, Role, Unit

OFFICER, UNIT = "officer", "unit"
_ORDER = {
    role.value: place for place, role in enumerate((Role.LEADER, Role.HEAD, Role.SPECIALIST, Role.CLERK))
}


class Shown(NamedTuple):
    """A figure with whose it is. `name` is empty where the reader may not see it, `place` counts such officers."""

    figure: FairFigure
    unit: Text
    name: str
    title: Text
    contest: Contest | None

    @property
    def is_told(self) -> bool:
        return self.figure.adjusted is not None and not self.is_dropped

    @property
    def is_dropped(self) -> bool:
        """He was right, and named no single steps: nobody uses the figure."""
        told = self.contest
        return told is not None and told.state == ContestState.CORRECTED and not told.steps


def figures_at(body: str, period: str, reach: Reach) -> list[Shown]:
    """All units and officers of a body that the reader may see. Four queries."""
    rows = list(FairFigure.objects.filter(reach.figures(), body=body, period=period))
    return _shown(rows, period)


def figures_of(officer: Officer, period: str) -> list[Shown]:
    """An officer's own, a role each. Four queries."""
    rows = list(FairFigure.objects.filter(kind=OFFICER, holder=officer.code, period=period))
    return _shown(rows, period)


def periods_of(which: Q) -> list[str]:
    """The periods in which there are such figures, by code."""
    return sorted(FairFigure.objects.filter(which).order_by().values_list("period", flat=True).distinct())


def to_answer(reader: Officer, on: date) -> list[Contest]:
    """What waits for the reader's answer, the oldest first. Two queries."""
    rows = Contest.objects.filter(answered_by(reader, on), state=ContestState.OPEN)
    return list(rows.select_related("officer__unit").order_by("due_on", "pk"))


def step_names(procedures: Sequence[str]) -> dict[tuple[str, str], Text]:
    """By procedure and step, of every version, the newest prevailing. One query."""
    found: dict[tuple[str, str], Text] = {}
    rows = Version.objects.filter(procedure__code__in=set(procedures)).select_related("procedure")
    for version in rows.order_by("number"):
        for code, step in document_of(version).net.steps.items():
            found[version.procedure.code, code] = step.name
    return found


def _shown(rows: Sequence[FairFigure], period: str) -> list[Shown]:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={row.unit for row in rows})}
    holders = {row.holder for row in rows if row.kind == OFFICER}
    officers = {one.code: one for one in Officer.objects.filter(code__in=holders)}
    contests = _contests(holders, period)
    told = [
        Shown(
            row,
            units[row.unit].name if row.unit in units else Text(row.unit),
            officers[row.holder].name if row.holder in officers else "",
            officers[row.holder].title if row.holder in officers else Text(""),
            contests.get((row.holder, row.role)) if row.kind == OFFICER else None,
        )
        for row in rows
    ]
    return sorted(told, key=lambda one: _place(one, units, officers))


def _contests(holders: set[str], period: str) -> dict[tuple[str, str], Contest]:
    rows = Contest.objects.filter(officer__code__in=holders, period=period)
    return {(one.officer.code, one.role): one for one in rows.select_related("officer", "answered_by")}


def _place(
    one: Shown, units: Mapping[str, Unit], officers: Mapping[str, Officer]
) -> tuple[int, int, int, str, str]:
    """Unit by unit as they were founded; in each, positions down the line, then given names."""
    row = one.figure
    unit = units[row.unit].pk if row.unit in units else 0
    key = officers[row.holder].sort_key if row.holder in officers else row.holder
    return unit, row.kind == OFFICER, _ORDER.get(row.role, len(_ORDER)), key, row.holder
