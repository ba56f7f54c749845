"""Working time of many moments at once: the same whole minutes as clock.rules.counting, a calendar's own."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from motcua.clock.rules.calendar import FIRST, ZONE, Calendar, Sessions

Whole = NDArray[np.int64]
DAY = 24 * 60
MINUTE = 60_000_000
"""Microseconds."""
_OFFSET = int(
    (datetime.combine(FIRST, datetime.min.time(), ZONE) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
)
_BASE = _OFFSET // 60


def worked_before(calendar: Calendar, moments: Whole) -> Whole:
    """The working minutes from the calendar's beginning to each moment (microseconds since 1970, UTC).

    Seconds are dropped, as the clock does. IndexError outside the years that the calendar answers for.
    """
    if not len(moments):
        return np.zeros(0, np.int64)
    days, minutes = np.divmod(moments // MINUTE - _BASE, DAY)
    known, places = np.unique(days, return_inverse=True)
    if known[0] < 0:
        raise IndexError("before the calendar's first year")
    begun = np.array([calendar.minutes[day] for day in known.tolist()], np.int64)
    kinds: dict[Sessions, int] = {}
    rows = np.array([kinds.setdefault(calendar.table[day], len(kinds)) for day in known.tolist()], np.int64)
    within = np.array([_within(sessions) for sessions in kinds], np.int64)
    result: Whole = begun[places] + within[rows[places], minutes]
    return result


def _within(sessions: Sessions) -> Whole:
    """For each minute of a day, how many of those before it were worked."""
    worked = np.zeros(DAY + 1, np.int64)
    for opens, closes in sessions:
        worked[opens + 1 : closes + 1] = 1
    total: Whole = np.cumsum(worked)[:DAY]
    return total
