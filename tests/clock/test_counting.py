"""The clock against an oracle that walks, and the laws that every count keeps."""

from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from motcua.clock.rules.calendar import ZONE
from motcua.clock.rules.counting import (
    OpenPause,
    add_working_minutes,
    due_at,
    explain,
    remaining,
    working_minutes,
)
from motcua.clock.rules.limits import CountFrom, Limit, Pause, Policy, Rounding, SupplementMode, Unit
from tests.clock.calendars import MINUTE, Walker, halves_of, moment, shipped_calendar, uneven_calendar

CALENDARS = (shipped_calendar(), shipped_calendar("vn-one-stop-saturday"), uneven_calendar())
BEGIN = datetime(2024, 1, 2, tzinfo=ZONE)

calendars = some.sampled_from(CALENDARS)
moments = some.integers(0, 60 * 24 * 60).map(lambda minute: BEGIN + minute * MINUTE)
policies = some.builds(
    Policy,
    count_from=some.sampled_from(CountFrom),
    cutoff=some.none() | some.sampled_from([time(11), time(15), time(16, 30)]),
    rounding=some.sampled_from(Rounding),
)
whole = some.builds(Limit, some.integers(1, 12).map(Fraction), some.sampled_from(Unit))
finer = some.builds(
    Limit,
    some.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 2), Fraction(7, 3), Fraction(21, 4)]),
    some.sampled_from([Unit.WORKING_DAYS, Unit.HALF_DAYS, Unit.WORKING_HOURS]),
)


@some.composite
def waits(draw):
    lengths = draw(some.lists(some.tuples(moments, some.integers(0, 9000)), max_size=3))
    return [Pause(since, since + length * MINUTE, "supplement") for since, length in lengths]


def walked(limit, policy):
    """The walker does not know fractions of a day from the next day: `test_fractions_…` does."""
    to_the_minute = policy.count_from is CountFrom.MOMENT or limit.unit is Unit.WORKING_HOURS
    return to_the_minute or limit.quantity.denominator == 1


@settings(max_examples=150, deadline=None)
@given(calendars, moments, whole | finer, policies, waits())
def test_due_at_is_what_walking_finds(calendar, start, limit, policy, pauses):
    assume(walked(limit, policy))
    found = due_at(start, limit, policy, calendar, pauses=pauses)
    assert found == Walker(calendar, limit, policy, pauses).due(start)


@settings(max_examples=60, deadline=None)
@given(
    calendars, moments, some.fractions(Fraction(1, 8), 4, max_denominator=8), some.sampled_from(["1", "2"])
)
def test_fractions_of_a_day_end_inside_the_half_that_they_reach(calendar, start, quantity, per_day):
    """Whole halves first, each worth half a day however long; then the share of the minutes of the next half."""
    unit, halves = (Unit.WORKING_DAYS, 2 * quantity) if per_day == "2" else (Unit.HALF_DAYS, quantity)
    due = due_at(start, Limit(quantity, unit), Policy(), calendar)
    at, count = Walker(calendar, Limit(Fraction(1), Unit.HALF_DAYS), Policy(), []), int(halves)
    if quantity.denominator == 1 and unit is Unit.WORKING_DAYS:
        return
    if halves != count:
        count += 1
    at.limit = Limit(Fraction(count), Unit.HALF_DAYS)
    end = at.due(start)
    whole_half = next(ends - begins for begins, ends in halves_of(calendar, end.date()) if ends == end)
    minutes = whole_half // MINUTE
    assert end - due == (minutes - ceil((halves - (count - 1)) * minutes)) * MINUTE


@settings(max_examples=150, deadline=None)
@given(calendars, moments, whole | finer, policies, waits())
def test_explain_ends_on_the_due_date_and_counts_the_whole_limit(calendar, start, limit, policy, pauses):
    lines = explain(start, limit, policy, calendar, pauses=pauses)
    assert lines[-1].on == due_at(start, limit, policy, calendar, pauses=pauses).date()
    assert sum(Fraction(line.counted) for line in lines) == limit.quantity


@settings(max_examples=100, deadline=None)
@given(calendars, moments, whole | finer, policies, waits(), some.integers(0, 5000))
def test_due_at_never_comes_earlier_for_a_later_start(calendar, start, limit, policy, pauses, later):
    """But for a third of a half day where halves differ in length: its share of a shorter half is shorter."""
    assume(calendar.code != "uneven" or not pauses or 2 % limit.quantity.denominator == 0)
    assert due_at(start, limit, policy, calendar, pauses=pauses) <= due_at(
        start + later * MINUTE, limit, policy, calendar, pauses=pauses
    )


@settings(max_examples=100, deadline=None)
@given(calendars, moments, whole | finer, policies, some.fractions(Fraction(1, 8), 5, max_denominator=8))
def test_due_at_never_comes_earlier_for_a_longer_limit(calendar, start, limit, policy, more):
    """Of the same grain: four whole days end with a day, four days and an hour need not."""
    more = Fraction(int(more)) if limit.quantity.denominator == 1 else more
    longer = Limit(limit.quantity + more, limit.unit)
    assert due_at(start, limit, policy, calendar) <= due_at(start, longer, policy, calendar)


@settings(max_examples=100, deadline=None)
@given(calendars, moments, whole | finer, policies, waits())
def test_a_wait_without_working_time_changes_nothing(calendar, start, limit, policy, pauses):
    idle = [pause for pause in pauses if working_minutes(calendar, pause.since, pause.until) == 0]
    assert due_at(start, limit, policy, calendar, pauses=idle) == due_at(start, limit, policy, calendar)


@settings(max_examples=100, deadline=None)
@given(calendars, moments, whole | finer, policies, waits())
def test_a_wait_begun_in_time_never_leaves_the_answer_late(calendar, start, limit, policy, pauses):
    """Whoever asks before the term has run out still has it when the answer comes."""
    for pause in pauses[:1]:
        asked_in_time = working_minutes(calendar, pause.since, due_at(start, limit, policy, calendar)) > 0
        due = due_at(start, limit, policy, calendar, pauses=[pause])
        if asked_in_time and pause.since >= start:
            assert working_minutes(calendar, pause.until, due) >= 0


@given(calendars, moments, some.integers(1, 20000))
def test_add_working_minutes_is_undone_by_working_minutes(calendar, start, minutes):
    assert working_minutes(calendar, start, add_working_minutes(calendar, start, minutes)) == minutes


@settings(max_examples=50, deadline=None)
@given(calendars, moments, whole | finer, policies, moments)
def test_reset_begins_the_limit_anew(calendar, start, limit, policy, answered):
    assume(answered >= start)
    anew = Policy(policy.count_from, policy.cutoff, SupplementMode.RESET, policy.rounding)
    asked = Pause(start, answered, "supplement")
    assert due_at(start, limit, anew, calendar, pauses=[asked], reset_at=answered) == due_at(
        answered, limit, policy, calendar
    )
    assert due_at(start, limit, policy, calendar, reset_at=answered) == due_at(start, limit, policy, calendar)


def test_remaining_stands_still_while_the_clock_does():
    calendar, due = CALENDARS[0], moment("2024-01-05T17:30")
    assert remaining(due, moment("2024-01-05T16:30"), calendar) == 60
    assert remaining(due, moment("2024-01-08T08:30"), calendar) == -60
    assert remaining(due, moment("2024-01-08T08:30"), calendar, paused_at=moment("2024-01-05T13:30")) == 240


def test_due_at_refuses_an_open_wait_and_a_backward_one():
    start, limit = moment("2024-01-02T09:00"), Limit(Fraction(5), Unit.WORKING_DAYS)
    with pytest.raises(OpenPause):
        due_at(start, limit, Policy(), CALENDARS[0], pauses=[Pause(start, None, "supplement")])
    with pytest.raises(ValueError, match="ends after it begins"):
        due_at(
            start, limit, Policy(), CALENDARS[0], pauses=[Pause(start, start - timedelta(1), "supplement")]
        )


@pytest.mark.parametrize(
    ("quantity", "unit"), [(0, Unit.WORKING_DAYS), (-1, Unit.MONTHS), (Fraction(1, 2), Unit.CALENDAR_DAYS)]
)
def test_due_at_refuses_limits_that_mean_nothing(quantity, unit):
    with pytest.raises(ValueError, match=r"more than nothing|counted whole"):
        due_at(moment("2024-01-02T09:00"), Limit(Fraction(quantity), unit), Policy(), CALENDARS[0])


def test_extension_wins_and_names_its_act():
    start, limit = moment("2024-01-02T09:00"), Limit(Fraction(5), Unit.WORKING_DAYS)
    until = moment("2024-02-01T17:30")
    assert due_at(start, limit, Policy(), CALENDARS[0], extended_to=until) == until
    last = explain(start, limit, Policy(), CALENDARS[0], extended_to=until, extended_by="04/XL")[-1]
    assert (last.on, last.why.code, dict(last.why.args)["act"]) == (until.date(), "extended", "04/XL")
