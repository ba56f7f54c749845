"""Where a term ends. Three ways to count, chosen by what the limit is stated in (Civil Code 2015, art.
144-148):

halves    working days and half days from the next working day: the day of receipt is not counted, unless the policy
          makes it the first (“within the day”); after closing time that is the next working day. A day with
          a morning and an afternoon is two halves, a day with only one of them is half a day.
minutes   working hours, always from the moment (art. 147.1); days and half days whose policy counts from the
          moment, a day being worth the minutes of a full day; and fractions finer than a half day.
wall      calendar days and months: always by date, the day of receipt not counted (art. 147.2). A term that
          would end on a day off ends with the next working day (art. 148.5).

Receipt: on a day off, or at or after the cut-off hour, counts as receipt on the next working day (when
counting from the moment: at its opening).

Waiting is taken out in the grain of the limit. Whole working days: as many working days as the wait went
through, from the day on which it began to the day on which the clock ran on (that day counts again); a wait
that begins and ends on one day changes nothing. Half days: the same in half days. Calendar days and months:
the same in calendar days. What is counted to the minute: the working minutes of the wait. Waiting outside
working hours is nothing. A wait that begins when the term has run out gives nothing back.

End: whole working days, calendar days and months end with the last session of the last day; a half day with
that half. `Rounding` speaks only of what is counted to the minute, and END_OF_DAY only of whole working days:
hours, half days and fractions of a day were stated finer than a day on purpose.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.clock.rules.counting.scales import Place, Term, Waits, by_halves, by_wall, from_moment
from motcua.clock.rules.limits import CountFrom, Limit, Pause, Policy, SupplementMode, Unit

WALL_UNITS = (Unit.CALENDAR_DAYS, Unit.MONTHS)


class OpenPause(ValueError):  # noqa: N818 -- a sentence
    """The clock stands still: there is no due date until the wait ends."""


def due_at(
    start: datetime,
    limit: Limit,
    policy: Policy,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    reset_at: datetime | None = None,
    extended_to: datetime | None = None,
) -> datetime:
    """The last moment allowed, in +07:00.

    `reset_at` (the last answer to a supplement request) matters only if the policy's mode is RESET: the limit
    begins anew there, and pauses begun before are forgotten. `extended_to`, a moment that an act of extension
    fixed, wins. Raises OpenPause while a pause has no end, OutOfCalendar beyond 1990-2099, ValueError for a
    limit that is not positive, or a fraction of calendar days or months.
    """
    if extended_to is not None:
        return extended_to.astimezone(ZONE)
    return calendar.moment(*term(start, limit, policy, calendar, pauses, reset_at).due)


def term(
    start: datetime,
    limit: Limit,
    policy: Policy,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    reset_at: datetime | None = None,
) -> Term:
    """The term as counted, before any extension."""
    if limit.quantity <= 0:
        raise ValueError("A limit is more than nothing.")
    if reset_at is not None and policy.supplement is SupplementMode.RESET:
        start, pauses = reset_at, [pause for pause in pauses if pause.since >= reset_at]
    waits = merged(pauses, calendar) if pauses else ()
    received = receipt(start, policy, calendar)
    if limit.unit in WALL_UNITS:
        return by_wall(received, limit, calendar, waits)
    if limit.unit is Unit.WORKING_HOURS or policy.count_from is CountFrom.MOMENT:
        return from_moment(received, limit, policy, calendar, waits)
    return by_halves(received, limit, policy, calendar, waits)


def receipt(start: datetime, policy: Policy, calendar: Calendar) -> Place:
    """Where receipt counts as having been: there, or at the opening of the next working day."""
    index, minute = calendar.place_of(start)
    late = policy.cutoff is not None and minute >= policy.cutoff.hour * 60 + policy.cutoff.minute
    if calendar.table[index] and not late:
        return index, minute
    return calendar.opening_place(index + 1, 0)


def merged(pauses: Sequence[Pause], calendar: Calendar) -> Waits:
    """The waits in order, those that overlap or touch made one."""
    spans: list[tuple[Place, Place]] = []
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if pause.until is None:
            raise OpenPause("The clock stands still: there is no due date until the wait ends.")
        since, until = calendar.place_of(pause.since), calendar.place_of(pause.until)
        if until < since:
            raise ValueError("A pause ends after it begins.")
        if spans and since <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(until, spans[-1][1])
        else:
            spans.append((since, until))
    return tuple(spans)
