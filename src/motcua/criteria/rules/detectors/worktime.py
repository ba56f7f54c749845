"""Working minutes before many moments at once: `Calendar.worked_before` for arrays."""

from datetime import date

import numpy as np

from motcua.clock.rules.calendar import FIRST, Calendar
from motcua.criteria.rules.detectors.tables import DAY, MINUTE, Flags, Ints, days_of

FIRST_DAY = FIRST.toordinal() - date(1970, 1, 1).toordinal()
"""The calendar's first day, in days since 1970."""
_MINUTES = DAY // MINUTE


class WorkTime:
    """The minutes that a calendar works. Seconds are dropped, as the calendar does."""

    def __init__(self, calendar: Calendar) -> None:
        kinds: dict[tuple[tuple[int, int], ...], int] = {}
        self._kind = np.array([kinds.setdefault(sessions, len(kinds)) for sessions in calendar.table])
        self._before = np.array(calendar.minutes, np.int64)
        self._within = np.zeros((len(kinds), _MINUTES), np.int64)
        for sessions, kind in kinds.items():
            worked = np.zeros(_MINUTES + 1, np.int64)
            for opens, closes in sessions:
                worked[opens + 1 : closes + 1] = 1
            self._within[kind] = np.cumsum(worked)[:_MINUTES]
        self.day_minutes = calendar.day_minutes

    def before(self, moments: Ints) -> Ints:
        """The working minutes before each moment; IndexError outside the years of the calendar."""
        days = days_of(moments)
        minutes = (moments + 7 * 60 * MINUTE - days * DAY) // MINUTE
        places = days - FIRST_DAY
        if len(places) and places.min() < 0:
            raise IndexError("a moment lies before the years of the calendar")
        worked: Ints = self._before[places] + self._within[self._kind[places], minutes]
        return worked

    def works(self, days: Ints) -> Flags:
        """Whether anything is worked on each day (days since 1970)."""
        places = days - FIRST_DAY
        worked: Flags = self._before[places + 1] > self._before[places]
        return worked
