"""What departs from the sheets, gathered into patterns: procedure and version, step, kind."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from motcua.bottlenecks.queries.conformance.runs import Scope, Told, beyond, runs
from motcua.bottlenecks.queries.keeping import Kept, many_rows, mark
from motcua.bottlenecks.rules.conformance import Deviation, Kind, Sheet, conformance
from motcua.bottlenecks.rules.conformance.aligning import TooLong
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.process import Net
from motcua.clock.queries import calendar
from motcua.organizations.models import Body

MOST_KEPT = 16


class Case(NamedTuple):
    """One deviation of one dossier; `officer`, `unit`: who had the step, empty where it was skipped."""

    code: str
    body: str
    deviation: Deviation
    officer: str = ""
    unit: str = ""


@dataclass
class Pattern:
    """The same departure in several dossiers. `runs`: dossiers that were judged by the same version."""

    procedure: str
    version: int
    step: str
    kind: Kind
    runs: int = 0
    cases: list[Case] = field(default_factory=list)

    @property
    def dossiers(self) -> int:
        return len({case.code for case in self.cases})

    @property
    def minutes(self) -> int:
        return sum(case.deviation.minutes for case in self.cases)

    @property
    def seen(self) -> Counter[str]:
        """Roles, units or bodies that were found instead of the sheet's."""
        return Counter(case.deviation.seen for case in self.cases if case.deviation.seen)

    @property
    def bodies(self) -> Counter[str]:
        return Counter(case.body for case in self.cases)


@dataclass
class Found:
    """`conforming` of the `runs` judged have no deviation; `in_order` of them none but of time. `unjudged` doings
    whose limit could not be counted; `left_out` dossiers without a sheet to hold them against; `beyond`: those in hand
    that were not looked at, the oldest, because one page judges only so many.
    """

    runs: int = 0
    conforming: int = 0
    in_order: int = 0
    unjudged: int = 0
    left_out: int = 0
    beyond: int = 0
    patterns: tuple[Pattern, ...] = ()


_kept: Kept[Found] = Kept(MOST_KEPT)


def conformed(scope: Scope) -> Found:
    """Every run of the scope against its own version's sheet. A fixed number of queries, whatever there is.

    Kept for the next who asks the same while nothing of it has changed.
    """
    whole = scope.horizon >= scope.over.ends_at
    until = None if whole else scope.horizon.replace(second=0, microsecond=0)
    key = (tuple(scope.bodies), scope.over, scope.procedure, until, mark())

    def made() -> Found:
        with many_rows():
            return _conformed(scope)

    return _kept.get(key, made)


def _conformed(scope: Scope) -> Found:
    told = list(runs(scope))
    sheets = _sheets({(one.dossier.procedure, one.dossier.version) for one in told})
    clocks = _clocks()
    calendars = {code: calendar(code) for code in sorted(set(clocks.values()))}
    found, of_version = Found(beyond=beyond(scope, len(told))), Counter[tuple[str, int]]()
    kept: dict[tuple[str, int, str, Kind], Pattern] = {}
    made: dict[tuple[str, int, str], Sheet] = {}
    for one in told:
        version, code = (one.dossier.procedure, one.dossier.version), clocks.get(one.dossier.body, "")
        if version not in sheets or not code:
            found.left_out += 1
            continue
        if (*version, code) not in made:
            made[(*version, code)] = Sheet(sheets[version], calendars[code])
        if _judge(one, made[(*version, code)], found, kept):
            of_version[version] += 1
    for pattern in kept.values():
        pattern.runs = of_version[pattern.procedure, pattern.version]
    found.patterns = tuple(sorted(kept.values(), key=_weight))
    return found


def _weight(pattern: Pattern) -> tuple[int, int, str, str, str]:
    return -pattern.dossiers, -pattern.minutes, pattern.procedure, pattern.step, pattern.kind


def _judge(one: Told, sheet: Sheet, found: Found, kept: dict[tuple[str, int, str, Kind], Pattern]) -> bool:
    try:
        verdict = conformance(one.run, sheet)
    except TooLong:
        found.left_out += 1
        return False
    found.runs += 1
    found.unjudged += verdict.unjudged
    found.conforming += not verdict.deviations
    found.in_order += all(each.kind is Kind.OVER_LIMIT for each in verdict.deviations)
    for each in verdict.deviations:
        key = (one.dossier.procedure, one.dossier.version, each.step, each.kind)
        kept.setdefault(key, Pattern(*key)).cases.append(_case(one, each))
    return True


def _case(one: Told, deviation: Deviation) -> Case:
    if deviation.nth is None:
        return Case(one.dossier.code, one.dossier.body, deviation)
    step = one.officers[deviation.nth]
    return Case(one.dossier.code, one.dossier.body, deviation, step.officer, step.unit)


def _sheets(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Net]:
    asked = Q(pk__in=[])
    for code, number in wanted:
        asked |= Q(procedure__code=code, number=number)
    rows = Version.objects.filter(asked).select_related("procedure")
    return {(row.procedure.code, row.number): document_of(row).net for row in rows}


def _clocks() -> dict[str, str]:
    return dict(Body.objects.values_list("code", "calendar"))
