"""The shipped days off, and a second opinion on them."""

from datetime import date, timedelta

import holidays
import pytest

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import Calendar, Declared, OutOfCalendar, Works, sessions_of
from tests.clock.calendars import FULL, shipped_calendar, uneven_calendar

# Working days by one of the two and not by the other. The package misses these exchanges and only computes 2027.
PACKAGE_IS_WRONG = {
    date(2026, 1, 2): "off in exchange for 10/01/2026",
    date(2026, 1, 10): "worked in exchange for 02/01/2026",
}


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_shipped_days_agree_with_the_holidays_package_but_for_the_exchanges_it_misses():
    calendar, package = shipped_calendar(), holidays.Vietnam(years=range(2024, 2028))
    differ = {
        day
        for day in days(date(2024, 1, 1), date(2027, 12, 31))
        if calendar.works(day) != package.is_working_day(day)
    }
    assert differ == set(PACKAGE_IS_WRONG)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_exchanged_days_name_each_other(off, worked):
    calendar = shipped_calendar()
    assert not calendar.works(off)
    assert calendar.sessions(worked) == FULL
    assert calendar.declared[off].swapped_with == worked
    assert calendar.declared[worked].swapped_with == off


def test_every_shipped_day_has_its_decree_and_its_day_of_publication():
    for day in shipped.days():
        assert day.decree, day
        assert date(2020, 1, 1) < day.known_from, day
        assert day.confidence in ("found", "known", "unsure"), day
        assert day.name_en, day


def test_days_of_2027_that_no_notice_has_set_are_marked_unsure():
    unsure = {day.on for day in shipped.days() if day.on.year == 2027 and day.confidence == "unsure"}
    assert set(days(date(2027, 2, 4), date(2027, 2, 10))) <= unsure


def test_a_working_day_of_the_standard_week_has_eight_hours():
    for week in shipped.weeks():
        assert shipped.calendar_of(week, ()).day_minutes == 480


def test_saturday_mornings_are_worked_where_the_one_stop_unit_opens():
    assert shipped_calendar("vn-one-stop-saturday").sessions(date(2024, 1, 6)) == FULL[:1]
    assert shipped_calendar().sessions(date(2024, 1, 6)) == ()


def test_years_without_a_notice_are_known():
    assert shipped_calendar().noticed_years == {2024, 2025, 2026, 2027}


def test_half_days_work_their_half():
    calendar = uneven_calendar()
    assert calendar.sessions(date(2024, 1, 16)) == FULL[:1]
    assert calendar.sessions(date(2024, 1, 18)) == FULL[1:]


def test_a_withdrawn_day_is_as_every_week():
    day = Declared(date(2024, 1, 3), Works.USUAL, "thu hồi")
    assert Calendar("x", (FULL,) * 7, FULL, {day.on: day}).works(day.on)


@pytest.mark.parametrize(
    "texts", [("11:30-07:30",), ("13:30-17:30", "07:30-11:30"), ("07:30-17:30",), ("08:00-08:00",)]
)
def test_sessions_that_make_no_day_are_refused(texts):
    with pytest.raises(ValueError, match="session"):
        sessions_of(*texts)


def test_a_calendar_says_where_it_ends():
    with pytest.raises(OutOfCalendar):
        shipped_calendar().works(date(2120, 1, 1))
    with pytest.raises(ValueError, match="seven weekdays"):
        Calendar("x", (FULL,) * 6, FULL)
