"""When a report is in time. “Before 15 May” means: on 14 May at the latest."""

from collections.abc import Collection
from datetime import date, timedelta

from motcua.clock.rules.calendar import Calendar

DAY = timedelta(days=1)


def is_late(before_on: date, sent_on: date) -> bool:
    return sent_on >= before_on


def days_left(works: Calendar, before_on: date, on: date) -> int:
    """Working days after `on` that are left to send in time; 0 on the last day; negative: so many days too late."""
    last = before_on - DAY
    if on > last:
        return -max(1, _working_days(works, last, on))
    return _working_days(works, on, last)


def is_reminder_day(works: Calendar, before_on: date, on: date, remind_before: Collection[int]) -> bool:
    """Whether the house reminds by itself on the day: so many working days before the last, and on every working day
    on which it is late.
    """
    if not works.works(on):
        return False
    left = days_left(works, before_on, on)
    return left < 0 or left in remind_before


def _working_days(works: Calendar, first: date, last: date) -> int:
    """After `first` up to and with `last`, which is not earlier."""
    return sum(
        bool(works.works(works.date_of(index)))
        for index in range(works.index_of(first) + 1, works.index_of(last) + 1)
    )
