"""What all parts of an invented province draw from: its month, its clock, its chance."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.criteria.rules.detectors.tables import MINUTE, Flags, Floats, Ints, microseconds
from motcua.criteria.rules.detectors.worktime import FIRST_DAY, WorkTime
from motcua.criteria.rules.periods import period

MONTH = period("2026-10")
FIRST, HORIZON = datetime(2026, 8, 17, tzinfo=ZONE), datetime(2026, 11, 12, tzinfo=ZONE)
DAY_MINUTES = 480
Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Manner:
    """`pace`: the usual share of the limit that a dossier takes: 0.5 makes 7 % late, 0.9 makes a quarter late.
    `differ`: how far bodies differ in their habits (one standard deviation, of logarithms).
    """

    pace: float = 0.5
    differ: float = 0.2


@dataclass
class Draw:
    """Dossiers in the making: `body` and `procedure` are numbers, `table` the columns made so far."""

    rng: np.random.Generator
    bodies: int
    body: Ints
    procedure: Ints
    manner: Manner
    table: Columns = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.body)

    def happens(self, share: float | Floats) -> Flags:
        """Whether something that happens in this share of cases does, dossier by dossier."""
        found: Flags = self.rng.random(self.count) < share
        return found

    def differing(self, share: float, spread: float | None = None) -> Floats:
        """A share, or a time, that differs by body."""
        spread = self.manner.differ if spread is None else spread
        found: Floats = (share * self.rng.lognormal(0, spread, self.bodies))[self.body]
        return found

    def whole(self, low: int, high: int) -> Ints:
        return self.rng.integers(low, high, self.count)

    @property
    def online(self) -> Flags:
        found: Flags = self.table["channel"] == "online"
        return found


class Clock(WorkTime):
    """Working time in both directions."""

    def after(self, worked: Ints) -> Ints:
        """The earliest moments by which so many working minutes have passed."""
        places = np.searchsorted(self._before, worked) - 1
        rest = worked - self._before[places]
        minutes = np.zeros(len(worked), np.int64)
        for kind in np.unique(self._kind[places]):
            own = self._kind[places] == kind
            minutes[own] = np.searchsorted(self._within[kind], rest[own])
        moments: Ints = (places + FIRST_DAY) * 24 * 60 * MINUTE + (minutes - 7 * 60) * MINUTE
        return moments


@cache
def calendar() -> Calendar:
    week = next(week for week in shipped.weeks() if week.code == "vn-standard")
    return shipped.calendar_of(week, shipped.days())


@cache
def clock() -> Clock:
    return Clock(calendar())


def starts() -> int:
    return microseconds(MONTH.starts_at)


def ends() -> int:
    return microseconds(MONTH.ends_at)


def named(pattern: str, numbers: Ints) -> npt.NDArray[Any]:
    return np.array([pattern.format(number) for number in numbers.tolist()])
