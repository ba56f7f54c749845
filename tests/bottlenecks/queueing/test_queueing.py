"""Capacity, utilisation and the day of overflow: on offices whose truth is known, and against a plain simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.queueing import (
    HORIZON,
    LEAST_DAYS,
    PATHS,
    Days,
    Overflow,
    first_over,
    more_with_load,
    most_within,
    overflow,
    pace,
)


def office(rate, capacity, days, *, seed=0, before=0):
    """One who gets `capacity` done a day, give or take, before whom `rate` arrive on the mean."""
    rng = np.random.default_rng(seed)
    arrived = rng.poisson(rate, days)
    done, lies = np.zeros(days, np.int64), before
    for day in range(days):
        done[day] = min(rng.binomial(round(capacity / 0.9), 0.9), lies + arrived[day])
        lies += arrived[day] - done[day]
    return Days(arrived, done, before)


def many_hands(rate, stay, days, *, seed=0):
    """Nobody waits for anybody: each piece is done after some days, however many lie there."""
    rng = np.random.default_rng(seed)
    arrived = rng.poisson(rate, days)
    done = np.zeros(days + 100, np.int64)
    for day, count in enumerate(arrived):
        np.add.at(done, day + np.minimum(rng.geometric(1 / stay, count) - 1, 99), 1)
    return Days(arrived, done[:days])


def test_too_little_gives_no_figure():
    assert pace(office(15, 16, LEAST_DAYS - 1), 1) is None
    assert pace(office(1, 16, LEAST_DAYS + 1), 1) is None
    assert pace(office(15, 16, LEAST_DAYS), 1) is not None


@pytest.mark.parametrize("seed", range(5))
def test_the_capacity_of_an_overloaded_office_is_found(seed):
    found = pace(office(20, 16, 60, seed=seed), 1)
    assert found.capacity == pytest.approx(16, abs=1)
    assert found.used == pytest.approx(20 / 16, rel=0.12)
    assert found.capacity_between[0] <= found.capacity <= found.capacity_between[1]


def test_an_office_that_is_not_at_its_limit_is_not_said_to_overflow():
    for seed in range(10):
        for days, limit in ((office(12, 18, 60, seed=seed), 1), (many_hands(20, 3, 60, seed=seed), 4)):
            ahead = overflow(days, pace(days, limit))
            assert ahead.middle is None, (seed, limit)


def test_what_is_over_already_is_said_so_and_since_when():
    days = Days(np.full(40, 10), np.full(40, 8), before=0)
    found = pace(days, 2)
    assert (found.queue, found.most, found.is_over, found.over_days) == (80, 16, True, 32)
    assert overflow(days, found) == Overflow(0, 0, 0, 1.0)


def test_one_long_evening_is_no_overflow():
    days = Days(np.array([5] * 39 + [30]), np.full(40, 5))
    found = pace(days, 2)
    assert (found.queue, found.most, found.over_days, found.is_over) == (25, 10, 1, False)
    assert overflow(days, found).early == 1


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(0, 2))
def test_an_overflow_is_the_first_of_three_evenings_in_a_row(queue, before):
    over = [True] * before + [lies > 2 for lies in queue]
    days = [
        n - before + 1
        for n in range(len(over))
        if n + 2 >= before and all(over[n : n + 3]) and len(over[n : n + 3]) == 3
    ]
    assert first_over(np.array(queue), 2, before=before) == (max(days[0], 1) if days else None)


def test_a_steady_growth_is_foretold_to_the_day():
    days = Days(np.full(40, 10), np.full(40, 9), before=0)
    found = pace(days, 5)
    assert (found.queue, found.most) == (40, 45)
    assert overflow(days, found) == Overflow(6, 6, 6, 1.0)


def test_beyond_the_horizon_nobody_can_say():
    days = Days(np.full(40, 10), np.full(40, 10), before=3)
    assert overflow(days, pace(days, 5)) == Overflow(None, None, None)


def test_eight_in_ten_overflows_fall_into_the_interval():
    """Offices that are a little overloaded, watched for 60 days; what happened then against what was foretold."""
    inside = told = 0
    for seed in range(150):
        days = office(17, 16, 60 + HORIZON, seed=seed)
        seen = Days(days.arrived[:60], days.done[:60])
        found = pace(seen, 6)
        if found.is_over:
            continue
        ahead = overflow(seen, found, seed=seed)
        happened = first_over(days.queue[60:], found.most, before=found.over_days) or HORIZON + 1
        told += 1
        inside += (ahead.early or HORIZON + 1) <= happened <= (ahead.late or HORIZON + 1)
    assert told > 100
    assert inside / told >= 0.75


def slowly(days, most, horizon, seed):
    """The same game, one path after the other, with lists."""
    rng = np.random.default_rng(seed)
    order = sorted(range(len(days)), key=lambda n: int(days.load[n]))
    loads, done = [int(days.load[n]) for n in order], [int(days.done[n]) for n in order]
    like, more = max(5, round(len(days) * 0.15)), more_with_load(days)
    picked = rng.integers(0, len(days), (PATHS, len(days)))
    taken = rng.integers(0, len(days), (PATHS, horizon))
    lies, lasted, first = [int(days.queue[-1])] * PATHS, [0] * PATHS, [horizon + 1] * PATHS
    for day in range(horizon):
        draws, dice = rng.integers(0, like, PATHS), rng.random(PATHS)
        for path in range(PATHS):
            load = lies[path] + int(days.arrived[picked[path][taken[path][day]]])
            lower = sum(one < load for one in loads)
            start = min(max(lower - like // 2, 0), len(days) - like)
            seen = start + int(draws[path])
            able = int(done[seen] + more * (load - loads[seen]) + dice[path] + 1_000) - 1_000
            lies[path] = load - min(max(able, 0), load)
            lasted[path] = lasted[path] + 1 if lies[path] > most else 0
            if lasted[path] == 3 and first[path] > horizon:
                first[path] = day - 1
    return sorted(first)


@pytest.mark.parametrize("seed", range(2))
def test_the_fast_game_is_the_slow_game(seed):
    days = office(16, 16, 40, seed=seed)
    found = pace(days, 4)
    assert found.over_days == 0
    first = slowly(days, found.most, 20, seed)
    told = [day if day <= 20 else None for day in (first[99], first[499], first[899])]
    ahead = overflow(days, found, horizon=20, seed=seed)
    assert [ahead.early, ahead.middle, ahead.late] == told


def test_who_is_at_his_limit_does_no_more_when_more_lies_there_and_who_does_all_that_comes_does():
    came = np.array([3, 5, 7, 9] * 10)
    assert more_with_load(Days(came, came)) == 1.0
    assert more_with_load(Days(np.full(40, 10), np.full(40, 9))) == 0.0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30), st.integers(0, 20))
def test_the_queue_is_what_came_less_what_was_done(pairs, before):
    days = Days(np.array([a for a, _ in pairs]), np.array([d for _, d in pairs]), before)
    lies = before
    for day, (came, done) in enumerate(pairs):
        assert days.load[day] == lies + came
        lies += came - done
        assert days.queue[day] == lies


def test_at_least_one_may_always_lie_there():
    assert most_within(0.3, 1) == 1
    assert most_within(15.4, 1.5) == 23


def test_a_limit_of_hours_is_taken_as_a_day_because_evenings_are_counted():
    assert most_within(15.4, 0.25) == 15
