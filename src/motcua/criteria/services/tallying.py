"""Moving the counters: signed differences, added where they stand."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import SLOTS
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.facts import Fact

AT_ONCE = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=ZONE).date().toordinal()


def day_number(moment: datetime) -> int:
    """Days since 1970-01-01, by the legal zone."""
    return moment.astimezone(ZONE).date().toordinal() - _EPOCH


def month_number(moment: datetime) -> int:
    """Months since year 0, by the legal zone."""
    local = moment.astimezone(ZONE)
    return 12 * local.year + local.month - 1


class Moves:
    """What a batch adds to the counters, cell by cell."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self.days: dict[tuple[str, int], list[int]] = defaultdict(_nothing)
        self.months: dict[tuple[str, int], list[int]] = defaultdict(_nothing)
        self.procedures: dict[tuple[str, str, int], list[int]] = defaultdict(_nothing)

    def add(self, fact: Fact, horizon: datetime, sign: int) -> None:
        """Count a fact as it stands at a horizon, or take it back (`sign` -1)."""
        for flow in self._counters.by_kind.get(fact.kind, ()):
            for moment, amount in flow.entries(fact, horizon):
                month, added = month_number(moment), sign * amount
                self.days[fact.body, day_number(moment)][flow.slot] += added
                self.months[fact.body, month][flow.slot] += added
                self.procedures[fact.body, fact.procedure, month][flow.slot] += added

    def next_change(self, fact: Fact, horizon: datetime) -> datetime | None:
        """The next moment at which time alone changes what a fact counts."""
        return self._counters.next_change(fact, horizon)

    def write(self) -> None:
        _move("criteria_daytally", ("body", "day"), self.days)
        _move("criteria_monthtally", ("body", "month"), self.months)
        _move("criteria_proceduretally", ("body", "procedure", "month"), self.procedures)


def _nothing() -> list[int]:
    return [0] * len(SLOTS)


def _move(table: str, key: tuple[str, ...], cells: Mapping[Any, list[int]]) -> None:
    rows = [(*cell, *counts) for cell, counts in sorted(cells.items()) if any(counts)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            cursor.execute(_statement(table, key, len(part)), [value for row in part for value in row])


def _statement(table: str, key: tuple[str, ...], count: int) -> str:
    row = f"({', '.join(['%s'] * (len(key) + len(SLOTS)))})"
    added = ", ".join(f"{slot} = kept.{slot} + excluded.{slot}" for slot in SLOTS)
    return (
        f"INSERT INTO {table} AS kept ({', '.join((*key, *SLOTS))}) VALUES {', '.join([row] * count)} "  # noqa: S608 -- ours
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}"
    )
