"""When a directive is nearly due, how late it is in working days, and how far up the line it has been told."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from motcua.clock.rules.calendar import Calendar


class Rung(IntEnum):
    """Who has to hear of a late directive; each includes those before it."""

    NOBODY = 0
    LEADERS_OF_THE_LEAD = 1
    GIVER = 2
    LEADERS_ABOVE = 3


def working_days_after(calendar: Calendar, first: date, last: date) -> int:
    """The working days after `first` up to and with `last`; negative if `last` comes first. A half day counts whole."""
    if last < first:
        return -working_days_after(calendar, last, first)
    return sum(
        calendar.works(calendar.date_of(index))
        for index in range(calendar.index_of(first) + 1, calendar.index_of(last) + 1)
    )


def date_in(calendar: Calendar, first: date, working_days: int) -> date:
    """The last of so many working days after `first`."""
    day = first
    for _ in range(working_days):
        day = calendar.next_working_day(date.fromordinal(day.toordinal() + 1))
    return day


def rung(late_days: int, after: Sequence[int]) -> Rung:
    """How far up a directive so many working days late has to be told."""
    return Rung(min(sum(late_days >= days for days in after), max(Rung)))
