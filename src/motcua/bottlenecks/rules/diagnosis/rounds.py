"""Rounds of steps with their working time: what every table of a diagnosis is made of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.diagnosis.model import Key, Spread
from motcua.bottlenecks.rules.diagnosis.worktime import Whole, worked_before
from motcua.clock.rules.calendar import Calendar
from motcua.criteria.rules.bearing import Holder

CANCELLED = "cancelled"
RETURN = "return"
NEVER = 2**62


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
    kept: dict[str, list[Row]] = {}
    for row in rows:
        if row.opened < ends:
            kept.setdefault(calendars[row.body].code, []).append(row)
    rounds: list[Round] = []
    for _code, group in sorted(kept.items()):
        rounds += _timed(group, calendars[group[0].body], ends)
    return rounds


def _timed(rows: Sequence[Row], calendar: Calendar, ends: int) -> list[Round]:
    """Column by column: there may be very many."""
    taken, closes = _moments([row.taken for row in rows]), _moments([row.closed for row in rows])
    dues = _moments([row.due for row in rows])
    starts = np.array([row.opened for row in rows], np.int64)
    until = np.where(closes == NEVER, ends, np.minimum(closes, ends))
    took_at = np.where(taken == NEVER, until, np.minimum(taken, ends))
    opened, closed = worked_before(calendar, np.minimum(starts, ends)), worked_before(calendar, until)
    took, due = (
        worked_before(calendar, took_at),
        worked_before(calendar, np.where(dues == NEVER, starts, dues)),
    )
    has_limit, is_closed = dues != NEVER, closes < ends
    columns = (
        (took - opened).tolist(),
        _where(is_closed, closed - took),
        _where(has_limit, due - opened),
        _where(has_limit, closed - due),
        opened.tolist(),
        _where(is_closed | (taken < ends), took),
        _where(is_closed, closed),
    )
    return list(map(Round._make, zip(rows, *columns, strict=True)))


def _moments(values: Sequence[int | None]) -> Whole:
    """NEVER where there is none. A floating number holds microseconds of three centuries exactly."""
    told = np.array(values, float)
    return np.where(np.isnan(told), NEVER, np.nan_to_num(told)).astype(np.int64)


def _where(known: NDArray[np.bool_], values: Whole) -> list[int | None]:
    found: list[int | None] = values.tolist()
    for place in np.flatnonzero(~known).tolist():
        found[place] = None
    return found


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
