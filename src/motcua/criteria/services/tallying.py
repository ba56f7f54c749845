"""Moving the counters: signed differences, added where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import SLOTS
from motcua.criteria.rules.counters import Counters, Flow
from motcua.criteria.rules.facts import Fact
from motcua.criteria.services.pouring import pour

MOST_CELLS = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=ZONE).date().toordinal()


def day_and_month(moment: datetime) -> tuple[int, int]:
    """Days since 1970-01-01, and months since year 0, by the legal zone."""
    local = moment.astimezone(ZONE)
    return local.toordinal() - _EPOCH, 12 * local.year + local.month - 1


class Moves:
    """What a batch adds to the counters, cell by cell."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._at_once = {kind: _by_moment(flows) for kind, flows in counters.by_kind.items()}
        self.days: dict[tuple[str, int], list[int]] = defaultdict(_nothing)
        self.months: dict[tuple[str, int], list[int]] = defaultdict(_nothing)
        self.procedures: dict[tuple[str, str, int], list[int]] = defaultdict(_nothing)

    @property
    def are_many(self) -> bool:
        """So many that they should be written before more is counted."""
        return len(self.days) + len(self.procedures) > MOST_CELLS

    def add(self, fact: Fact, horizon: datetime, sign: int) -> None:
        """Count a fact as it stands at a horizon, or take it back (`sign` -1)."""
        for dated, flows in self._at_once.get(fact.kind, ()):
            moment = getattr(fact, dated) if dated else None
            if moment is not None and moment < horizon:
                self._add(fact, moment, [(flow.slot, sign * flow.count(fact, horizon)) for flow in flows])
            elif not dated:
                for flow in flows:
                    for at, amount in flow.entries(fact, horizon):
                        self._add(fact, at, [(flow.slot, sign * amount)])

    def _add(self, fact: Fact, moment: datetime, amounts: list[tuple[int, int]]) -> None:
        day, month = day_and_month(moment)
        cells = (
            self.days[fact.body, day],
            self.months[fact.body, month],
            self.procedures[fact.body, fact.procedure, month],
        )
        for slot, amount in amounts:
            if amount:
                for cell in cells:
                    cell[slot] += amount

    def next_change(self, fact: Fact, horizon: datetime) -> datetime | None:
        """The next moment at which time alone changes what a fact counts."""
        return self._counters.next_change(fact, horizon)

    def write(self) -> None:
        """Add everything to the tables, and begin with nothing again."""
        _move("criteria_daytally", ("body", "day"), self.days)
        _move("criteria_monthtally", ("body", "month"), self.months)
        _move("criteria_proceduretally", ("body", "procedure", "month"), self.procedures)


def _by_moment(flows: Iterable[Flow]) -> list[tuple[str, list[Flow]]]:
    """Flows that enter at one moment of a fact and never leave; under no name those that leave again."""
    groups: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        groups["" if flow.until else flow.dated].append(flow)
    return list(groups.items())


def _nothing() -> list[int]:
    return [0] * len(SLOTS)


def _move(table: str, key: tuple[str, ...], cells: dict[Any, list[int]]) -> None:
    """In one order for everybody: two who write the same cells wait for each other, and never both."""
    rows = _moved(cells)
    pour(table, key, (*key, *SLOTS), rows, count=len(rows), adds=SLOTS)
    cells.clear()


def _moved(cells: Mapping[Any, list[int]]) -> list[tuple[Any, ...]]:
    return [(*cell, *counts) for cell, counts in sorted(cells.items()) if any(counts)]
