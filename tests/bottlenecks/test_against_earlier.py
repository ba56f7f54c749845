"""Logs of hundreds of pieces, crowded and mixed up, against the same causes computed in another way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.causes import CAUSES, waits_in
from motcua.bottlenecks.rules.duty import days_of, weekly
from motcua.bottlenecks.rules.timetables import off_duty
from tests.bottlenecks.earlier.causes import waits_in as waits_earlier
from tests.bottlenecks.earlier.off_duty import off_before
from tests.bottlenecks.making import MINUTE, MONDAY, work
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import ZONE

OFFICE = (((450, 690), (810, 1050)),) * 5 + (((450, 690),), ())
NEVER = ((),) * 7


def crowded(seed, pieces, minutes):
    """Few people, much at once, cases that go back and overlap; and one who signs in one go what came over the day."""
    dice = np.random.default_rng(seed)
    people = [*map(str, range(dice.integers(1, 4))), None]
    longest, steps = dice.integers(2, 200), dice.integers(1, 5)
    for _ in range(pieces):
        start, case = int(dice.integers(0, minutes)), str(dice.integers(0, pieces // 4 + 1))
        end, who = start + int(dice.integers(0, longest)), people[dice.integers(0, len(people))]
        yield Piece(case, str(dice.integers(0, steps)), who, start, end)
    signs = 2 * minutes
    for number in dice.permutation(pieces // 3).tolist():
        yield Piece(f"day {number}", "receive", "An", number, number + 1)
        yield Piece(f"day {number}", "sign", people[0], signs, signs + int(dice.integers(1, 6)))
        signs += int(dice.integers(0, 5))


def both(pieces):
    found = work(list(pieces))
    days = days_of(found.start, found.end, ZONE)
    office, never = (weekly(week, {}, days) for week in (OFFICE, NEVER))
    duties = {person: never if person == 1 else office for person in range(found.nobody + 1)}
    return waits_in(found, duties, days), waits_earlier(found, duties, days)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 300), st.sampled_from([60, 1000, 6000]))
def test_every_part_of_every_wait_is_the_one_computed_before(seed, pieces, minutes):
    now, earlier = both(crowded(seed, pieces, minutes))
    order = np.argsort(now.target)
    for name, column in vars(earlier).items():
        assert (vars(now)[name][order] == column).all(), name


@pytest.mark.parametrize("cause", CAUSES)
def test_crowded_logs_have_every_cause(cause):
    assert getattr(both(crowded(1, 300, 1000))[0], cause).any()


def test_in_crowded_logs_pieces_of_a_batch_give_way_to_later_ones():
    """Or the harder half of the rule was never asked."""
    waits, _earlier = both(crowded(1, 300, 60))
    assert (waits.prioritization[waits.batching > 0] > 0).any()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 14 * 1440), min_size=1, max_size=20))
def test_time_off_duty_is_the_one_computed_before(minutes):
    moments = int(MONDAY.timestamp()) * 1_000_000 + np.array([0, *minutes]) * MINUTE
    days = days_of(moments, moments, ZONE)
    duty = weekly(OFFICE, {}, days)
    assert (off_duty(duty, days, moments) == off_before(duty, days, moments)).all()
