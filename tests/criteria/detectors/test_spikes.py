"""Ends heaped just before due; and habits that look like it and are not."""

from datetime import timedelta

import numpy as np
import pytest

from motcua.clock.rules.counting.working_time import add_working_minutes
from tests.criteria.detectors.conftest import fact, on

DAY = 480


def ends(calendar, slacks, *, body="B1"):
    """Dossiers due at closing time in the middle of the month, that ended with so many working minutes left."""
    made = []
    for number, slack in enumerate(slacks):
        its_due = on(13 + number % 3, 17)
        made.append(
            fact(
                body=body,
                filed_at=on(1),
                received_at=on(1, 10),
                due_at=its_due,
                ended_at=add_working_minutes(calendar, its_due, -int(slack)) + timedelta(seconds=number % 50),
                ending="completed",
            )
        )
    return made


def steady(rng, many):
    """As many in any hour of the three days before due and of the day after it."""
    return rng.integers(-DAY, 3 * DAY, many)


def hurried(rng, many):
    """More and more towards due, few after it."""
    return np.concatenate([rng.exponential(DAY, many * 9 // 10), rng.integers(-DAY, 0, many // 10)])


def in_the_evening(rng, many):
    """Half of all in the last hour of a day, whichever: the day is due at its closing."""
    days = rng.integers(-1, 4, many) * DAY
    return days + np.where(rng.random(many) < 0.5, rng.integers(0, 60, many), rng.integers(0, DAY, many))


@pytest.mark.parametrize("habit", [steady, hurried, in_the_evening])
@pytest.mark.parametrize("seed", range(5))
def test_a_habit_of_work_is_no_spike(ask, calendar, habit, seed):
    rng = np.random.default_rng(seed)
    assert ask("deadline_spike", ends(calendar, habit(rng, 800))) == []


@pytest.mark.parametrize("habit", [steady, hurried, in_the_evening])
def test_ends_pushed_into_the_last_minutes_are_found_beside_any_habit(ask, calendar, habit):
    rng = np.random.default_rng(7)
    slacks = np.concatenate([habit(rng, 700), rng.integers(0, 15, 100)])
    (found,) = ask("deadline_spike", ends(calendar, slacks))
    assert found.count > 100
    assert found.count - found.expected == pytest.approx(100, abs=30)


def test_the_dossiers_of_the_spike_are_its_evidence(ask, calendar):
    rng = np.random.default_rng(3)
    made = ends(calendar, [*steady(rng, 600), *rng.integers(1, 15, 90)])
    (found,) = ask("deadline_spike", made)
    assert {one.code for one in made[600:]} <= set(found.evidence)


def test_a_heap_just_after_due_is_none_before_it(ask, calendar):
    rng = np.random.default_rng(4)
    assert ask("deadline_spike", ends(calendar, [*steady(rng, 600), *rng.integers(-60, -1, 90)])) == []


def test_few_ends_are_not_asked_about(ask, calendar):
    assert ask("deadline_spike", ends(calendar, [3, 4, 5, 6, 7, 8, 9])) == []


def test_where_every_body_heaps_every_body_is_asked(ask, calendar):
    rng = np.random.default_rng(5)
    made = [
        one
        for number in range(6)
        for one in ends(calendar, [*steady(rng, 400), *rng.integers(0, 15, 80)], body=f"B{number}")
    ]
    assert {one.body for one in ask("deadline_spike", made)} == {f"B{number}" for number in range(6)}
