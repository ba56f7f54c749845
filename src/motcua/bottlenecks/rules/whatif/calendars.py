"""Working days on the line of working minutes: when each begins, and which weekday it is."""

from bisect import bisect_right

import numpy as np

from motcua.clock.rules.calendar import Calendar
from motcua.criteria.rules.forecast.moments import Floats, Ints, WorkingTime

WEEK = 7


class Grid:
    """A calendar as working minutes since its beginning. Its first day is a Monday."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._time = WorkingTime(calendar)

    def worked(self, moments: Ints) -> Floats:
        """Working minutes at moments in whole microseconds; infinite where they never come."""
        found: Floats = np.where(moments < 2**61, self._time.worked(np.minimum(moments, 2**61)) * 60, np.inf)
        return found

    def day(self, worked: float) -> int:
        """The working day of a minute; of a closing minute the day that follows."""
        return bisect_right(self.calendar.minutes, worked) - 1

    def begins(self, day: int) -> float:
        return float(self.calendar.minutes[day])

    def length(self, day: int) -> float:
        return float(self.calendar.minutes[day + 1] - self.calendar.minutes[day])

    def next_on(self, worked: float, weekdays: frozenset[int]) -> float:
        """The same minute if it lies on one of these weekdays, or else the beginning of the next of them."""
        day = self.day(worked)
        if day % WEEK in weekdays:
            return worked
        while day % WEEK not in weekdays or not self.length(day):
            day += 1
        return self.begins(day)
