"""Working time for whole vectors of moments: the same minutes as one by one, for histories of millions."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from motcua.clock.rules.calendar import DAYS, OUTSIDE, Calendar, OutOfCalendar

Whole = NDArray[np.int64]
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_MINUTE, _DAY = 60_000_000, 86_400_000_000


class WorkingMinutes:
    """A calendar as tables: for each day the minutes before it, and where each of its sessions opens and closes.

    Moments are microseconds since 1970, UTC. The legal zone has kept its offset in all the years of the calendar.
    """

    def __init__(self, calendar: Calendar) -> None:
        most = max(len(sessions) for sessions in calendar.table)
        times = np.zeros((2, most, DAYS), np.int64)
        for day, sessions in enumerate(calendar.table):
            for place, session in enumerate(sessions):
                times[:, place, day] = session
        self._opens, self._closes = times
        self._before = np.array(calendar.minutes[:DAYS], np.int64)
        self._begins = (calendar.moment(0, 0) - _EPOCH) // _MICROSECOND

    def before(self, moments: Whole) -> Whole:
        """Working minutes from the calendar's beginning to each moment; seconds are dropped.

        OutOfCalendar where the calendar does not reach.
        """
        day, within = np.divmod(moments - self._begins, _DAY)
        if len(day) and (day.min() < 0 or day.max() >= DAYS):
            raise OutOfCalendar(OUTSIDE)
        minute, total = within // _MINUTE, self._before[day]
        for opens, closes in zip(self._opens, self._closes, strict=True):
            opening = opens[day]
            total += np.clip(minute, opening, closes[day]) - opening
        return total

    def between(self, begins: Whole, ends: Whole) -> Whole:
        """The working minutes from one moment to the other, as `working_minutes` says."""
        minutes: Whole = self.before(ends) - self.before(begins)
        return minutes
