"""Rounds of steps with their working time: what every table of a diagnosis is made of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.diagnosis.model import Key, Spread
from motcua.bottlenecks.rules.diagnosis.worktime import Whole, worked_before
from motcua.clock.rules.calendar import Calendar
from motcua.criteria.rules.bearing import Holder

CANCELLED = "cancelled"
RETURN = "return"


class Row(NamedTuple):
    """A row of the facts of steps. Moments are microseconds since 1970 in UTC."""

    code: str
    step: str
    round: int
    body: str
    procedure: str
    kind: str
    role: str
    unit: str
    officer: str
    outcome: str
    opened: int
    due: int | None
    taken: int | None
    closed: int | None


class Round(NamedTuple):
    """A round and its working minutes. `waiting` until it was taken, by the end of what is looked at while nobody has;
    `processing` from then to its close, None while it is open; `limit` what it was given, `over` by how much it ran
    over it (0 or below: it kept it), None without a limit. `begun`, `took`, `done`: working minutes of the calendar.
    """

    row: Row
    waiting: int
    processing: int | None
    limit: int | None
    over: int | None
    begun: int
    took: int | None
    done: int | None

    @property
    def all(self) -> int | None:
        return None if self.done is None else self.done - self.begun

    @property
    def ran(self) -> bool:
        """It was worked on, or waits to be; the way did not lead past it."""
        return self.row.outcome != CANCELLED

    @property
    def holder(self) -> Holder:
        return Holder(self.row.officer, self.row.unit, self.row.body)

    def key(self, *, by_step: bool) -> Key:
        row = self.row
        return Key(row.step if by_step else "", row.kind, row.role)


def timed(rows: Sequence[Row], calendars: Mapping[str, Calendar], ends: int) -> list[Round]:
    """The rounds, with their times by the calendar of the dossier's body. Nothing after `ends` is looked at."""
    kept = [row for row in rows if row.opened < ends]
    rounds: list[Round] = []
    bodies = {row.body for row in kept}
    if len({calendars[body].code for body in bodies}) <= 1:
        groups = [kept] if kept else []
    else:
        groups = [[row for row in kept if row.body == body] for body in sorted(bodies)]
    for group in groups:
        rounds += _timed(group, calendars[group[0].body], ends)
    return rounds


def _timed(rows: Sequence[Row], calendar: Calendar, ends: int) -> list[Round]:
    def column(values: list[int | None]) -> list[int]:
        """`ends` where there is none, or later."""
        moments = np.array([ends if value is None or value > ends else value for value in values], np.int64)
        found: list[int] = _worked(moments).tolist()
        return found

    def _worked(moments: Whole) -> Whole:
        return worked_before(calendar, moments)

    opened = column([row.opened for row in rows])
    taken = column([row.taken if row.taken is not None else row.closed for row in rows])
    closed = column([row.closed for row in rows])
    due = _worked(np.array([row.due or row.opened for row in rows], np.int64)).tolist()
    return [_round(row, times, ends) for row, *times in zip(rows, opened, taken, closed, due, strict=True)]


def _round(row: Row, times: list[int], ends: int) -> Round:
    opened, taken, closed, due = times
    is_closed = row.closed is not None and row.closed < ends
    is_taken = row.taken is not None and row.taken < ends
    has_limit = row.due is not None
    return Round(
        row,
        taken - opened,
        closed - taken if is_closed else None,
        due - opened if has_limit else None,
        closed - due if has_limit else None,
        opened,
        taken if is_taken or is_closed else None,
        closed if is_closed else None,
    )


def spread(values: Sequence[int]) -> Spread | None:
    """By nearest rank: figures that were really measured. None of nothing."""
    if not values:
        return None
    ranked = sorted(values)
    return Spread(len(ranked), ranked[_rank(len(ranked), 50)], ranked[_rank(len(ranked), 90)])


def median(values: Sequence[int]) -> int | None:
    found = spread(values)
    return None if found is None else found.median


def _rank(count: int, percent: int) -> int:
    return -(-count * percent // 100) - 1
