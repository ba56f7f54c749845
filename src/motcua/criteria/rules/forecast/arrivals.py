"""What the rest of a period will bring: the days of past weeks, drawn again.

A day that is still to come is played by a past day of the same weekday (a day off by a day off), taken with its
dossiers and with how many of them were late within as much time as would be left.
"""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.moments import DAY, NEVER, Bools, Floats, Ints

ZONE = 7 * 3_600_000_000
WEEKS = 12
LONGEST = 60
"""Days after which a dossier that is not late yet is taken to stay in time; longer limits are rare."""


class Arrivals(NamedTuple):
    """Of each draw: how many are still to come, and how many of those will be late by the end."""

    all: Ints
    late: Ints


def day_of(moments: Ints | int) -> Ints:
    """The days since 1970 by the legal zone."""
    return np.asarray((np.asarray(moments) + ZONE) // DAY, np.int64)


class Days:
    """Past days by what they brought. `chosen`: only these dossiers count."""

    def __init__(self, history: History, at: int, chosen: Bools) -> None:
        self.history, self.at = history, at
        come = chosen & (history.received < at)
        self._day = day_of(history.received[come])
        late = np.where(history.late[come] < at, history.late[come], NEVER)
        self._lag = np.minimum((late - history.received[come]) / DAY, 10 * LONGEST)
        self.first = int(self._day.min(initial=int(day_of(at))))

    def count(self, days: Ints) -> Ints:
        """The dossiers that came on each of these days."""
        return self._counted(days, self._day)

    def late(self, days: Ints, within: float) -> Ints:
        """Those of them that were late within so many days of their receipt."""
        return self._counted(days, self._day[self._lag <= within])

    @staticmethod
    def _counted(days: Ints, came: Ints) -> Ints:
        numbers, counts = np.unique(came, return_counts=True)
        place = np.searchsorted(numbers, days)
        found = np.append(numbers, -1)[place] == days
        on_day: Ints = np.where(found, np.append(counts, 0)[place], 0)
        return on_day

    def alike(self, day: int, lag: int) -> Ints:
        """Past days that may play this one: as long ago as needed to know who was late, the latest twelve."""
        today = int(day_of(self.at))
        newest = today - 1 - min(lag, LONGEST)
        back = np.arange((day - newest + 6) // 7, (day - self.first) // 7 + 1)
        past = day - 7 * back
        same: Ints = past[self._works(past) == self._works(np.array([day]))[0]]
        return same[:WEEKS]

    def rest_of_today(self) -> float:
        """The part of today's working time that is still to come; 0 on a day off."""
        start = int(day_of(self.at)) * DAY - ZONE
        hours = self.history.time.between(np.array([start, self.at]), np.array([start + DAY, start + DAY]))
        return float(hours[1] / hours[0]) if hours[0] else 0.0

    def _works(self, days: Ints) -> Bools:
        starts = days * DAY - ZONE
        works: Bools = self.history.time.between(starts, starts + DAY) > 0
        return works


def arrivals(days: Days, end: int, pace: Floats, rng: np.random.Generator) -> Arrivals:
    """From the rest of today to the period's end, one draw for each `pace`.

    `pace`: how much more often than on the days drawn from a dossier is late now. The days of one week are
    drawn from one past week together.
    """
    today, last, draws = int(day_of(days.at)), int(day_of(end - 1)), len(pace)
    count, late = np.zeros(draws, np.int64), np.zeros(draws)
    luck = rng.random((draws, last // 7 - today // 7 + 1))
    for day in range(today, last + 1):
        lag = last - day
        past = days.alike(day, lag)
        if len(past):
            chosen = (luck[:, day // 7 - today // 7] * len(past)).astype(np.int64)
            share = days.rest_of_today() if day == today else 1.0
            count += np.rint(days.count(past) * share).astype(np.int64)[chosen]
            late += (days.late(past, min(lag + 0.5, LONGEST)) * share)[chosen]
    return Arrivals(count, np.minimum(np.floor(late * pace + rng.random(draws)).astype(np.int64), count))
