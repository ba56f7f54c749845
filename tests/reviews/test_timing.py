"""In time or late, how many working days are left, on which days the house reminds: against counting by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.clock.queries import shipped_calendar
from motcua.reviews.queries.norms import norms, questions
from motcua.reviews.rules.timing import days_left, is_late, is_reminder_day

WORKS = shipped_calendar("vn-standard")
DAYS = st.dates(date(2024, 1, 2), date(2026, 11, 30))


def by_hand(before_on, on):
    """One day after the other."""
    last, count = before_on - timedelta(days=1), 0
    first, until = min(on, last), max(on, last)
    while first < until:
        first += timedelta(days=1)
        count += bool(WORKS.works(first))
    return count if on <= last else -max(1, count)


@given(DAYS, st.integers(-40, 40))
def test_working_days_left_are_those_between(before_on, away):
    on = before_on + timedelta(days=away)
    assert days_left(WORKS, before_on, on) == by_hand(before_on, on)


@given(DAYS, st.integers(-40, 40))
def test_late_is_exactly_where_days_are_negative(before_on, away):
    on = before_on + timedelta(days=away)
    assert is_late(before_on, on) == (days_left(WORKS, before_on, on) < 0)


def test_before_15_may_means_on_14_may_at_the_latest():
    before_on = date(2024, 5, 15)
    assert not is_late(before_on, date(2024, 5, 14))
    assert is_late(before_on, before_on)
    assert days_left(WORKS, before_on, date(2024, 5, 8)) == 4
    assert days_left(WORKS, before_on, date(2024, 5, 14)) == 0
    assert days_left(WORKS, before_on, before_on) == -1


@pytest.mark.parametrize(
    ("on", "reminded"),
    [
        (date(2024, 5, 7), True),  # five working days before the last day
        (date(2024, 5, 8), False),
        (date(2024, 5, 10), True),  # two
        (date(2024, 5, 11), False),  # a Saturday: nobody works
        (date(2024, 5, 14), True),  # the last day
        (date(2024, 5, 15), True),  # late: every working day
        (date(2024, 5, 18), False),
        (date(2024, 5, 20), True),
    ],
)
def test_the_house_reminds_on_its_days_and_while_a_report_is_late(on, reminded):
    assert is_reminder_day(WORKS, date(2024, 5, 15), on, norms(on).remind_working_days_before) is reminded


def test_norms_hold_from_their_day():
    with pytest.raises(LookupError):
        norms(date(2020, 1, 1))


def test_every_usual_question_says_which_part_answers_it():
    assert {one["part"] for one in questions()} == {"results", "shortcomings", "keeping", "text"}
    assert len({one["code"] for one in questions()}) == len(questions())
