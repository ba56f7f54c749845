"""Working time against a count of minutes, the house's own calendar, and clocks that change."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.duty import MINUTE, days_of, weekly
from motcua.bottlenecks.rules.given import given
from motcua.bottlenecks.rules.timetables import off_duty
from motcua.clock.rules.calendar import Calendar, sessions_of
from motcua.clock.rules.shipped import WEEKDAYS, days, weeks
from tests.criteria.logs.making import ZONE

WEEK = (((450, 690), (810, 1050)), ((0, 1440),), (), ((5, 6),), ((1380, 1440),), ((450, 690),), ())


def microseconds(moment):
    return int(moment.timestamp()) * 1_000_000


@settings(max_examples=40, deadline=None)
@drawn(st.lists(st.integers(0, 9 * 1440), min_size=1, max_size=5))
def test_time_off_duty_is_that_of_counting_minutes(minutes):
    start = datetime(2026, 1, 7, tzinfo=ZONE)
    moments = np.array([microseconds(start + timedelta(minutes=each)) for each in [0, *minutes]])
    span = days_of(moments, moments, ZONE)
    off = off_duty(weekly(WEEK, {date(2026, 1, 9): ()}, span), span, moments)

    def is_off(minute):
        moment = start + timedelta(minutes=minute)
        sessions = () if moment.date() == date(2026, 1, 9) else WEEK[moment.weekday()]
        return not any(opens <= moment.hour * 60 + moment.minute < closes for opens, closes in sessions)

    assert (off // MINUTE).tolist() == [sum(map(is_off, range(each))) for each in [0, *minutes]]


def test_a_calendar_of_the_house_counts_as_the_legal_clock_does():
    """From before Tết to after an exchanged working Saturday in 2026."""
    (office,) = [week for week in weeks() if week.code == "vn-standard"]
    clock = Calendar(
        "vn-standard",
        tuple(sessions_of(*office.week.get(day, ())) for day in WEEKDAYS),
        sessions_of(*office.full_day),
        {day.on: day for day in days()},
    )
    start, end = datetime(2026, 1, 1, tzinfo=ZONE), datetime(2026, 9, 10, 15, 10, tzinfo=ZONE)
    moments = np.array([microseconds(start), microseconds(end)])
    span = days_of(moments, moments, ZONE)
    duty = given("vn-standard").duties(["anybody"], span)[0]
    off = off_duty(duty, span, moments)
    worked = clock.worked_before(*clock.place_of(end)) - clock.worked_before(*clock.place_of(start))
    assert (moments - off)[1] - (moments - off)[0] == worked * MINUTE
    assert worked > 100 * 480


def test_a_day_whose_clocks_change_lasts_as_long_as_it_lasts():
    zone = ZoneInfo("Europe/Amsterdam")
    start = datetime(2026, 3, 28, tzinfo=zone)
    moments = np.array([microseconds(start), microseconds(datetime(2026, 3, 31, tzinfo=zone))])
    span = days_of(moments, moments, zone)
    off = off_duty(weekly(((),) * 7, {}, span), span, moments)
    assert off.tolist() == [0, (3 * 24 - 1) * 60 * MINUTE]
    assert len(span) == 4
