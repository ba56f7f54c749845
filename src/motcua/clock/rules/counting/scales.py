"""The three scales on which a term is counted; `terms` says which limit goes where, and the law behind it."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from math import ceil

from motcua.clock.rules.calendar import DAY, Calendar
from motcua.clock.rules.limits import CountFrom, Limit, Policy, Rounding, Unit

Place = tuple[int, int]  # day index, minute of the day
Waits = tuple[tuple[Place, Place], ...]
QUARTER = 15
_NOTHING: tuple[tuple[int, int], ...] = ()


class Scale(Enum):
    """What positions are counted in: worked halves, worked minutes, or minutes of the clock on the wall."""

    HALVES = "halves"
    MINUTES = "minutes"
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Term:
    """A counted term. `begun`, `need`, `reached`, `waits` (those taken out) are in its scale."""

    scale: Scale
    received: Place
    begun: int
    need: int
    reached: int
    waits: tuple[tuple[int, int], ...]
    due: Place
    exact: bool = False  # counted from the moment, not from the next day
    same_day: bool = False  # the day of receipt is the first day


def by_halves(received: Place, limit: Limit, policy: Policy, calendar: Calendar, waits: Waits) -> Term:
    """Working days and half days from the next day, or from the day (the half) of receipt itself."""
    halves = calendar.halves
    same_day = policy.count_from is CountFrom.DAY_OF_RECEIPT
    scale = 2 if limit.unit is Unit.WORKING_DAYS else 1
    numerator, denominator = limit.quantity.numerator * scale, limit.quantity.denominator
    if numerator % denominator:
        if same_day:
            return from_moment(received, limit, policy, calendar, waits)
        return _finer_than_halves(received, Fraction(numerator, denominator), policy, calendar, waits)
    need = numerator // denominator
    whole_days = _whole_days(limit)

    def day(place: Place) -> int:
        return halves[calendar.opening_place(*place)[0]]

    def half(place: Place) -> int:
        index, minute = calendar.opening_place(*place)
        return halves[index] + (halves[index + 1] - halves[index] == 2 and minute >= calendar.half_end(index))

    begun = (day if whole_days else half)(received) if same_day else halves[received[0] + 1]
    reached, taken = begun + need, _NOTHING
    if waits:
        reached, taken = _stretch(reached, begun, waits, day if whole_days else half, lambda reached: reached)
    index = bisect_left(halves, reached) - 1
    calendar.expect(index)
    ends_with_day = whole_days or reached == halves[index + 1]
    due = index, calendar.closing(index) if ends_with_day else calendar.half_end(index)
    return Term(Scale.HALVES, received, begun, need, reached, taken, due, same_day=same_day)


def _finer_than_halves(
    received: Place, quantity: Fraction, policy: Policy, calendar: Calendar, waits: Waits
) -> Term:
    """A quarter of a day and the like: whole halves first, then its share of the minutes of the next half."""
    halves = calendar.halves[received[0] + 1]
    whole = int(quantity)
    at, after = (_minutes_at_half(calendar, halves + count) for count in (whole, whole + 1))
    begun = calendar.minutes[received[0] + 1]
    reached = at + ceil((quantity - whole) * (after - at))
    end = _quarter if policy.rounding is Rounding.QUARTER_HOUR else _exactly
    return replace(_to_the_minute(received, begun, reached, end, calendar, waits), exact=False)


def from_moment(received: Place, limit: Limit, policy: Policy, calendar: Calendar, waits: Waits) -> Term:
    """Working hours; and days from the moment, worth the minutes of a full day, half days half of them."""
    begun = calendar.worked_before(*received)
    minutes = {Unit.WORKING_HOURS: 120, Unit.WORKING_DAYS: 2 * calendar.day_minutes}.get(
        limit.unit, calendar.day_minutes
    )
    need = -(-limit.quantity.numerator * minutes // (2 * limit.quantity.denominator))
    end = _exactly
    if policy.rounding is Rounding.QUARTER_HOUR:
        end = _quarter
    elif policy.rounding is Rounding.END_OF_DAY and _whole_days(limit):
        end = _end_of_day
    return _to_the_minute(received, begun, begun + need, end, calendar, waits)


def _to_the_minute(
    received: Place,
    begun: int,
    reached: int,
    end: Callable[[Calendar, Place], Place],
    calendar: Calendar,
    waits: Waits,
) -> Term:
    need, taken = reached - begun, _NOTHING
    if waits:
        reached, taken = _stretch(
            reached,
            begun,
            waits,
            lambda place: calendar.worked_before(*place),
            lambda reached: calendar.worked_before(*end(calendar, calendar.place_after(reached))),
        )
    due = end(calendar, calendar.place_after(reached))
    exact = begun < calendar.minutes[received[0] + 1] or received[1] > calendar.closing(received[0])
    return Term(Scale.MINUTES, received, begun, need, reached, taken, due, exact)


def by_wall(received: Place, limit: Limit, calendar: Calendar, waits: Waits) -> Term:
    """Calendar days and months, by date; `reached` is the midnight that ends the last day counted."""
    if limit.quantity.denominator != 1:
        raise ValueError("Calendar days and months are counted whole.")
    begun = (received[0] + 1) * DAY
    reached = (_last_day(received[0], limit, calendar) + 1) * DAY

    def day(place: Place) -> int:
        return calendar.opening_place(*place)[0] * DAY

    def end(reached: int) -> int:
        index = calendar.working_index(reached // DAY - 1)
        return index * DAY + calendar.closing(index)

    need, taken = reached - begun, _NOTHING
    if waits:
        reached, taken = _stretch(reached, begun, waits, day, end, grain=DAY)
    return Term(Scale.WALL, received, begun, need, reached, taken, divmod(end(reached), DAY))


def _last_day(index: int, limit: Limit, calendar: Calendar) -> int:
    if limit.unit is Unit.CALENDAR_DAYS:
        return index + limit.quantity.numerator
    begun = calendar.date_of(index)
    return calendar.index_of(months_after(begun, limit.quantity.numerator))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day (Civil Code 2015, art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _stretch(
    reached: int,
    begun: int,
    waits: Waits,
    position: Callable[[Place], int],
    end: Callable[[int], int],
    grain: int = 0,
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Take the waits out of a term.

    One begun after the last counted minute, but before the end to which that is rounded, finds nothing left
    to count: the term ends with the wait (with the day on which it ends, if days are the `grain`), and is
    rounded from there.
    """
    taken = []
    for since, until in waits:
        begins, ends = max(position(since), begun), position(until)
        if ends <= begins:
            continue
        if begins >= end(reached):
            break
        reached = max(reached, begins + grain) + ends - begins
        taken.append((begins, ends))
    return reached, tuple(taken)


def _minutes_at_half(calendar: Calendar, half: int) -> int:
    index = bisect_left(calendar.halves, half) - 1
    calendar.expect(index)
    if half == calendar.halves[index + 1]:
        return calendar.minutes[index + 1]
    return calendar.worked_before(index, calendar.half_end(index))


def _exactly(calendar: Calendar, place: Place) -> Place:
    return place


def _quarter(calendar: Calendar, place: Place) -> Place:
    return place[0], -(-place[1] // QUARTER) * QUARTER


def _end_of_day(calendar: Calendar, place: Place) -> Place:
    return place[0], calendar.closing(place[0])


def _whole_days(limit: Limit) -> bool:
    return limit.unit is Unit.WORKING_DAYS and limit.quantity.denominator == 1
