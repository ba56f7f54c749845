"""Moments as integers, working time between them, and events counted before any of them."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from motcua.clock.rules.calendar import DAYS, ZONE, Calendar

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEVER = 2**62
"""Later than every moment: what has not happened."""
HOUR = 3_600_000_000
DAY = 24 * HOUR
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def whole(moment: datetime | None) -> int:
    """Microseconds since 1970 (UTC); NEVER for None."""
    return NEVER if moment is None else (moment - _BEGINNING) // _MICROSECOND


def moment(value: int) -> datetime:
    """The datetime of a whole number of microseconds, in the legal zone."""
    return (_BEGINNING + value * _MICROSECOND).astimezone(ZONE)


class WorkingTime:
    """Working hours between moments, for whole vectors: a calendar's prefix sums as one broken line."""

    def __init__(self, calendar: Calendar) -> None:
        start = whole(calendar.moment(0, 0)) // 60_000_000
        opens = [
            (start + 1440 * day + minute, calendar.worked_before(day, minute))
            for day in range(DAYS)
            for session in calendar.table[day]
            for minute in session
        ]
        self._at = np.array([place for place, _ in opens], np.float64)
        self._worked = np.array([worked for _, worked in opens], np.float64) / 60
        self.day = calendar.day_minutes / 60

    def worked(self, moments: Ints) -> Floats:
        """Working hours from the calendar's beginning to each moment; a moment that never comes is its end."""
        return np.interp(moments / 60_000_000, self._at, self._worked)

    def moments(self, worked: Floats) -> Ints:
        """When so many working hours from the calendar's beginning had passed."""
        return (np.interp(worked, self._worked, self._at) * 60_000_000).astype(np.int64)

    def between(self, begins: Ints, ends: Ints) -> Floats:
        """Working hours from one moment to the other; negative if they stand the other way round."""
        return self.worked(ends) - self.worked(begins)


class Events:
    """Events in groups, each at a moment; how many, and which last, were strictly before another moment.

    `weights` are summed instead of counted where they are given.
    """

    def __init__(self, groups: Ints, at: Ints, *weights: Floats) -> None:
        self.order = np.lexsort((at, groups))
        self._moments = np.unique(at)
        self._width = len(self._moments) + 1
        self._keys = self._key(groups, at)[self.order]
        self._sums = [np.concatenate([[0.0], np.cumsum(one[self.order])]) for one in weights]

    def _key(self, groups: Ints, at: Ints) -> Ints:
        found: Ints = groups * self._width + np.searchsorted(self._moments, at, side="left")
        return found

    def places(self, groups: Ints, at: Ints) -> tuple[Ints, Ints]:
        """(first, stop): the events of a group before `at` stand at `order[first:stop]`."""
        return (
            np.searchsorted(self._keys, groups * self._width, side="left"),
            np.searchsorted(self._keys, self._key(groups, at), side="left"),
        )

    def count(self, groups: Ints, at: Ints, *, within: int | None = None) -> Floats:
        """Events before `at`; with `within`, only those of so many microseconds before it."""
        first, stop = self._span(groups, at, within)
        return (stop - first).astype(np.float64)

    def total(self, number: int, groups: Ints, at: Ints, *, within: int | None = None) -> Floats:
        """The sum of the weights of that number over the events before `at`."""
        first, stop = self._span(groups, at, within)
        found: Floats = self._sums[number][stop] - self._sums[number][first]
        return found

    def last(self, groups: Ints, at: Ints) -> Ints:
        """The index of the last event before `at`; -1 where there is none."""
        first, stop = self.places(groups, at)
        found = np.where(stop > first, self.order[np.maximum(stop, 1) - 1] if len(self.order) else -1, -1)
        return found.astype(np.int64)

    def _span(self, groups: Ints, at: Ints, within: int | None) -> tuple[Ints, Ints]:
        first, stop = self.places(groups, at)
        if within is None:
            return first, stop
        return self.places(groups, at - within)[1], stop
