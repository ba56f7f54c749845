from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.clock.queries import shipped_calendar
from motcua.criteria.rules.periods import Period, period
from motcua.directives.queries.norms import norms
from motcua.directives.rules.lateness import Rung, date_in, rung, working_days_after
from motcua.directives.rules.windows import next_watch, of_reform, of_watch, spoken

CALENDAR = shipped_calendar("vn-standard")
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # however busy the machine
DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 30))


@CALM
@given(DAYS, st.integers(0, 40))
def test_a_day_so_many_working_days_on_is_so_many_working_days_after(first, days):
    last = date_in(CALENDAR, first, days)
    assert working_days_after(CALENDAR, first, last) == days
    assert days == 0 or CALENDAR.works(last)


@CALM
@given(DAYS, DAYS)
def test_working_days_are_counted_one_by_one(first, last):
    step = 1 if last >= first else -1
    early, late = min(first, last), max(first, last)
    walked = sum(CALENDAR.works(early + timedelta(n)) for n in range(1, (late - early).days + 1))
    assert working_days_after(CALENDAR, first, last) == step * walked


def test_over_new_year_of_the_lunar_calendar_nobody_is_late():
    assert working_days_after(CALENDAR, date(2026, 2, 13), date(2026, 2, 22)) == 0


@pytest.mark.parametrize(
    ("late", "told"),
    [(-3, Rung.NOBODY), (0, Rung.NOBODY), (1, Rung.LEADERS_OF_THE_LEAD), (2, Rung.LEADERS_OF_THE_LEAD),
     (3, Rung.GIVER), (6, Rung.GIVER), (7, Rung.LEADERS_ABOVE), (400, Rung.LEADERS_ABOVE)],
)  # fmt: skip
def test_the_line_hears_of_it_rung_by_rung(late, told):
    assert rung(late, norms(date(2026, 1, 1)).escalate_working_days_after) is told


def test_the_month_of_the_finding_and_the_months_of_the_work_are_left_out():
    reported = datetime(2026, 11, 30, 18, tzinfo=UTC)  # 01:00 on 1 December in Vietnam
    found = of_reform(period("2026-09"), reported, before_months=12, window_months=3)
    assert (Period(found.before.start).code, Period(found.before.stop - 1).code) == ("2025-09", "2026-08")
    assert (found.first_month, found.last_month, found.ready_on) == ("2027-01", "2027-03", date(2027, 4, 1))


@CALM
@given(st.integers(1, 12), st.integers(0, 6))
def test_windows_of_the_watch_follow_each_other_without_touching(months, looks):
    first = of_reform(
        period("2026-09"), datetime(2026, 11, 3, tzinfo=UTC), before_months=12, window_months=months
    )
    ready, last = first.ready_on, first.after
    for _ in range(looks):
        ready = next_watch(ready, months)
        watched = of_watch(first.after, ready)
        assert watched.after == range(last.stop, last.stop + months)
        assert watched.ready_on == ready
        last = watched.after


def test_a_month_is_written_as_people_write_it():
    assert [spoken(code) for code in ("2026-12", "2026-01", "2026-Q4", "2026")] == [
        "12/2026", "1/2026", "2026-Q4", "2026",
    ]  # fmt: skip
