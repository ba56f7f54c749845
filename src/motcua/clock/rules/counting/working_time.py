"""Working time between moments. Moments are taken to the minute; seconds are dropped."""

from datetime import datetime

from motcua.clock.rules.calendar import Calendar


def working_minutes(calendar: Calendar, a: datetime, b: datetime) -> int:
    """The working minutes from `a` to `b`; negative if `b` comes first."""
    return calendar.worked_before(*calendar.place_of(b)) - calendar.worked_before(*calendar.place_of(a))


def add_working_minutes(calendar: Calendar, a: datetime, minutes: int) -> datetime:
    """The earliest moment by which so many working minutes have passed since `a`.

    Nought or fewer: the earliest moment with as much working time before it as `a` has, less `-minutes`.
    """
    return calendar.moment(*calendar.place_after(calendar.worked_before(*calendar.place_of(a)) + minutes))


def remaining(due: datetime, at: datetime, calendar: Calendar, *, paused_at: datetime | None = None) -> int:
    """The working minutes left until `due`; negative: the working minutes since.

    While the clock is stopped (`paused_at`) it shows what was left when it stopped.
    """
    return working_minutes(calendar, at if paused_at is None else min(paused_at, at), due)
