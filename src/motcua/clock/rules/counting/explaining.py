"""A due date explains itself: the start rule, each day counted or not and why, and what moved the end."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from motcua.clock.rules.calendar import DAY, Calendar
from motcua.clock.rules.counting.lines import Line, Why, amount_text, clock_text, day_reason
from motcua.clock.rules.counting.scales import Scale, Term, months_after
from motcua.clock.rules.counting.terms import term
from motcua.clock.rules.limits import Limit, Pause, Policy, SupplementMode, Unit


def explain(
    start: datetime,
    limit: Limit,
    policy: Policy,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    reset_at: datetime | None = None,
    extended_to: datetime | None = None,
    extended_by: str = "",
) -> tuple[Line, ...]:
    """Line by line, as `due_at` counts; the last line stands on the due date and `counted` sums to the limit.

    `extended_by` names the act that allowed the extension. Raises what `due_at` raises.
    """
    counted = term(start, limit, policy, calendar, pauses, reset_at)
    reset = reset_at if policy.supplement is SupplementMode.RESET else None
    if reset is not None:
        pauses = [pause for pause in pauses if pause.since >= reset]
    lines = [*_start(start, reset, counted, policy, calendar)]
    if limit.unit is Unit.MONTHS:
        lines += _months(counted, limit, calendar, pauses)
    else:
        lines += _days(counted, limit, calendar, pauses)
    lines += _end(counted, calendar)
    if extended_to is not None:
        index, minute = calendar.place_of(extended_to)
        why = Why.of("extended", act=extended_by, time=clock_text(minute))
        lines.append(Line(calendar.date_of(index), "0", why))
    return tuple(lines)


def _start(
    start: datetime, reset: datetime | None, counted: Term, policy: Policy, calendar: Calendar
) -> Iterator[Line]:
    index, minute = calendar.place_of(start)
    if reset is not None:
        yield Line(calendar.date_of(index), "0", Why.of("received", time=clock_text(minute)))
        index, minute = calendar.place_of(reset)
        yield Line(calendar.date_of(index), "0", Why.of("reset", time=clock_text(minute)))
    received = calendar.date_of(counted.received[0])
    if (index, minute) != counted.received:
        if calendar.table[index]:
            why = Why.of(
                "received_after_cutoff", cutoff=f"{policy.cutoff:%H:%M}", counts_on=received.isoformat()
            )
        else:
            why = Why.of("received_on_day_off", counts_on=received.isoformat())
        yield Line(calendar.date_of(index), "0", why)
    if counted.exact:
        yield Line(received, "0", Why.of("counted_from_moment", time=clock_text(counted.received[1])))
    elif counted.same_day:
        yield Line(received, "0", Why.of("first_day_counted", time=clock_text(counted.received[1])))
    else:
        yield Line(received, "0", Why.of("first_day_not_counted", time=clock_text(counted.received[1])))


def _days(counted: Term, limit: Limit, calendar: Calendar, pauses: Sequence[Pause]) -> Iterator[Line]:
    """A line for every day up to the last one counted, and for each wait that a day holds."""
    left, rest, years = counted.need, limit.quantity, set(calendar.noticed_years)
    first = counted.received[0] + (not (counted.exact or counted.same_day))
    for index in range(first, _last_index(counted) + 1):
        on = calendar.date_of(index)
        if on.year not in years:
            years.add(on.year)
            yield Line(on, "0", Why.of("no_notice_for_year", year=str(on.year)))
        begins, ends = _bounds(counted, calendar, index)
        waited = sum(max(0, min(ends, until) - max(begins, since)) for since, until in counted.waits)
        used = min(left, max(0, min(ends, counted.reached) - max(begins, counted.begun)) - waited)
        left -= used
        if used > 0:
            share = rest if not left else _share(used, counted, limit, calendar)
            rest -= share
            yield Line(on, amount_text(share), day_reason(calendar, on, wall=counted.scale is Scale.WALL))
        elif not calendar.works(on) and counted.scale is not Scale.WALL:
            yield Line(on, "0", day_reason(calendar, on))
        yield from _waits_on(index, pauses, calendar, waited=bool(waited))


def _waits_on(index: int, pauses: Sequence[Pause], calendar: Calendar, *, waited: bool) -> Iterator[Line]:
    """The waits that touch this day: taken out of it, or begun on it without taking anything away."""
    for pause in pauses:
        since, until = calendar.place_of(pause.since)[0], calendar.place_of(pause.until or pause.since)[0]
        if waited and since <= index <= until:
            yield Line(calendar.date_of(index), "0", Why.of("pause", cause=pause.cause))
        elif since == until == index:
            yield Line(calendar.date_of(index), "0", Why.of("pause_without_effect", cause=pause.cause))


def _last_index(counted: Term) -> int:
    return counted.reached // DAY - 1 if counted.scale is Scale.WALL else counted.due[0]


def _bounds(counted: Term, calendar: Calendar, index: int) -> tuple[int, int]:
    """The positions at which a day begins and ends, on the term's scale."""
    if counted.scale is Scale.WALL:
        return index * DAY, (index + 1) * DAY
    sums = calendar.halves if counted.scale is Scale.HALVES else calendar.minutes
    return sums[index], sums[index + 1]


def _share(used: int, counted: Term, limit: Limit, calendar: Calendar) -> Fraction:
    """What was used of a day, in the limit's own unit."""
    one = {
        Scale.WALL: DAY,
        Scale.HALVES: 2 if limit.unit is Unit.WORKING_DAYS else 1,
        Scale.MINUTES: {Unit.WORKING_HOURS: 60, Unit.WORKING_DAYS: calendar.day_minutes}.get(
            limit.unit, calendar.day_minutes // 2
        ),
    }[counted.scale]
    return Fraction(used, one)


def _months(counted: Term, limit: Limit, calendar: Calendar, pauses: Sequence[Pause]) -> list[Line]:
    """A line for each month, and for each wait that was taken out."""
    first = calendar.date_of(counted.received[0])
    months = range(1, limit.quantity.numerator + 1)
    lines = [Line(months_after(first, month), "1", Why.of("month")) for month in months]
    for since, until in counted.waits:
        on = calendar.date_of(until // DAY)
        days = until // DAY - since // DAY
        causes = [pause.cause for pause in pauses if calendar.place_of(pause.since)[0] <= until // DAY]
        lines.append(Line(on, "0", Why.of("pause_adds_days", cause=causes[-1], days=str(days))))
    return sorted(lines, key=lambda line: line.on)


def _end(counted: Term, calendar: Calendar) -> Iterator[Line]:
    due, minute = counted.due
    if counted.scale is Scale.WALL:
        for index in range(_last_index(counted), due):
            on = calendar.date_of(index)
            first = index == _last_index(counted)
            yield Line(on, "0", Why.of("ends_on_day_off") if first else day_reason(calendar, on))
    elif counted.scale is Scale.MINUTES and calendar.worked_before(due, minute) != counted.reached:
        at = calendar.place_after(counted.reached)[1]
        yield Line(calendar.date_of(due), "0", Why.of("rounded", time=clock_text(at)))
    yield Line(calendar.date_of(due), "0", Why.of("due", time=clock_text(minute)))
