"""Days and moments of the plan, against days counted one by one."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.demo.rules.agenda import Agenda
from tests.clock.calendars import shipped_calendar

CALENDAR = shipped_calendar()
TODAYS = st.dates(date(2025, 1, 2), date(2026, 12, 31))


def agenda(today):
    return Agenda(datetime(today.year, today.month, today.day, 10, tzinfo=ZONE), CALENDAR)


def walked(today, steps):
    """Day by day, until so many working days have gone by."""
    step, day = timedelta(days=1 if steps > 0 else -1), today
    for _each in range(abs(steps)):
        day += step
        while not CALENDAR.works(day):
            day += step
    return day


@given(today=TODAYS, steps=st.integers(-60, 30))
def test_a_number_of_working_days_back_or_ahead_is_the_day_that_one_walks_to(today, steps):
    assert agenda(today).on(f"{steps:+}") == walked(today, steps)


@given(today=TODAYS, back=st.integers(0, 8), nth=st.integers(1, 12))
def test_the_nth_working_day_of_a_month_has_so_many_before_it(today, back, nth):
    day = agenda(today).on(f"m-{back}/{nth}")
    first = agenda(today).on(f"m-{back}/*")
    until = [first + timedelta(days=number) for number in range((day - first).days + 1)]

    assert sum(map(CALENDAR.works, until)) == nth
    assert CALENDAR.works(day)
    assert (today.year - day.year) * 12 + today.month - day.month == back


@given(today=TODAYS, back=st.integers(0, 8))
def test_after_the_last_working_day_of_a_month_nobody_works_in_it(today, back):
    day = agenda(today).on(f"m-{back}/-1")
    rest = [day + timedelta(days=number) for number in range(1, 31)]

    assert CALENDAR.works(day)
    assert not any(CALENDAR.works(each) for each in rest if each.month == day.month)


@pytest.mark.parametrize("said", ["-3 09:30", "m-2/3 15:00"])
def test_a_moment_is_in_vietnamese_time(said):
    at = agenda(date(2026, 11, 23)).at(said)

    assert at.utcoffset() == timedelta(hours=7)
    assert f"{at:%H:%M}" == said.split()[1]
