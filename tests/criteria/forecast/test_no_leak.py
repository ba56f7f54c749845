"""What is recorded at a moment or after it changes nothing of what is foretold as of this moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.folding import INSTANT
from motcua.criteria.rules.forecast import History, late_probabilities, period_end
from motcua.criteria.rules.forecast.learning import fit
from motcua.criteria.rules.forecast.moments import moment
from motcua.criteria.rules.periods import month_of
from tests.criteria.forecast.making import calendar, lived

COURSES, HORIZON = lived(seed=1, days=60)
AT = HORIZON - timedelta(days=25)


def told(courses):
    history = History(courses, calendar())
    model = fit(history, AT)
    assert not model.weak
    end = period_end(model, history, AT, month_of(AT), bodies={"B0", "B2"})
    return model.to_json(), [one._asdict() for one in late_probabilities(model, history, AT)], end


def as_of(course, at=AT):
    """A course as a ledger told it that was read right before the moment."""
    marks = tuple(mark for mark in course.marks if mark.at < at)
    due, late = marks[-1].due_at, course.late_at
    ended = course.ended_at if course.ended_at and course.ended_at < at else None
    if late is None or late >= at:  # time alone would make it late, as far as anybody knew
        late = None if ended or marks[-1].paused else due + INSTANT
    stays = [replace_stay(stay, at) for stay in course.stays if stay.opened_at < at]
    return replace(course, marks=marks, ended_at=ended, late_at=late, stays=tuple(stays))


def replace_stay(stay, at):
    return stay._replace(
        taken_at=stay.taken_at if stay.taken_at and stay.taken_at < at else None,
        closed_at=stay.closed_at if stay.closed_at and stay.closed_at < at else None,
    )


BEFORE = [as_of(one) for one in COURSES if one.received_at < AT]
EXPECTED = told(BEFORE)


def test_a_history_cut_off_at_the_moment_foretells_the_same_as_one_that_goes_on():
    assert len(COURSES) > len(BEFORE) + 100
    assert told(COURSES) == EXPECTED


def test_what_past_ends_teach_of_the_intervals_is_only_what_was_known():
    told_later, horizon = lived(seed=1)
    at = horizon - timedelta(days=25)
    before = [as_of(one, at) for one in told_later if one.received_at < at]
    models = [fit(History(one, calendar()), at) for one in (told_later, before)]
    assert models[0].stretch80 != 1.0
    assert models[0].to_json() == models[1].to_json()


def test_what_came_right_before_the_moment_does_change_it():
    newest = max(BEFORE, key=lambda one: one.received_at)
    assert told([one for one in BEFORE if one is not newest]) != EXPECTED


def at_the_moment_itself(course):
    """The same, but everything that is still open happens at the very moment."""
    stays = tuple(
        stay._replace(closed_at=stay.closed_at or AT, taken_at=stay.taken_at or AT) for stay in course.stays
    )
    return course if course.ended_at else replace(course, ended_at=AT, stays=stays)


def test_what_is_recorded_at_the_very_moment_is_not_known_yet():
    assert told([at_the_moment_itself(one) for one in BEFORE]) == EXPECTED


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_adding_changing_and_removing_what_comes_later_changes_nothing(data):
    later = [one for one in COURSES if one.received_at >= AT]
    kept = data.draw(st.lists(st.sampled_from(later), max_size=5, unique_by=lambda one: one.code))
    rng = data.draw(st.randoms(use_true_random=False))
    changed = [another_fate(one, rng) if rng.random() < 0.5 else one for one in BEFORE]
    assert told([*changed, *kept]) == EXPECTED


def another_fate(course, rng):
    """An end, a step closed or an extension that never was, later than the moment."""
    if course.ended_at:
        return course
    after = AT + timedelta(hours=rng.randrange(2_000))
    late = course.late_at if course.late_at and course.late_at < AT else None
    stays = tuple(stay._replace(closed_at=stay.closed_at or after) for stay in course.stays)
    return replace(course, ended_at=after, late_at=late, stays=stays)


@pytest.mark.parametrize("number", [0, 1, 1_764_000_000_123_456])
def test_moments_survive_being_counted(number):
    assert int((moment(number).timestamp()) * 1_000_000) == pytest.approx(number, abs=1)
