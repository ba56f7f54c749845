"""What is read off opened, taken and closed."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.whatif.hands import batched_kinds, left_censored, spent
from motcua.bottlenecks.rules.whatif.past import Stay
from tests.bottlenecks.whatif.making import office, poisson


def stay(opened: float, taken: float, closed: float, officer: str = "a", kind: str = "sign") -> Stay:
    return Stay("ky", kind, "U", "leader", 1, opened, taken, closed, officer, 480.0, "done")


def test_whoever_closes_one_before_taking_the_next_has_had_his_hands_on_it_all_the_time() -> None:
    arrivals = poisson(1 / 40, 20_000, seed=4)
    services = np.random.default_rng(5).exponential(30, len(arrivals)).tolist()
    stays = [one for trip in office(arrivals, services).trips for one in trip.stays]
    found = spent(stays, [0.0] * len(stays), inf, batched={})
    assert [found[n].hands_on for n in range(len(stays))] == pytest.approx(services, abs=1e-6)
    assert sum(one.elsewhere for one in found.values()) == pytest.approx(0, abs=1e-6)


def test_waiting_for_a_busy_officer_is_not_taken_for_lying() -> None:
    arrivals = poisson(1 / 32, 40_000, seed=6)
    services = [30.0] * len(arrivals)
    stays = [one for trip in office(arrivals, services).trips for one in trip.stays]
    found = spent(stays, [0.0] * len(stays), inf, batched={})
    assert np.mean([one.pickup for one in found.values()]) < 1
    assert np.mean([one.taken - one.opened for one in stays]) > 60


def test_lying_before_a_free_officer_is_found_whole() -> None:
    stays = [stay(1000.0 * n, 1000.0 * n + 200, 1000.0 * n + 210) for n in range(30)]
    found = spent(stays, [0.0] * 30, inf, batched={})
    assert {one.pickup for one in found.values()} == {200.0}


def test_many_at_once_are_not_worked_on_all_the_time() -> None:
    """Ten minutes each, then two days elsewhere: dossiers come by threes, so he goes on at once two times of three."""
    stays = []
    for day in range(100):
        for n in range(3):
            begins = 480.0 * day + 10 * n
            stays.append(stay(480.0 * day, begins, begins + 960, kind="process"))
    found = spent(stays, [0.0] * len(stays), inf, batched={})
    assert np.mean([one.hands_on for one in found.values()]) == pytest.approx(10, rel=0.2)
    assert np.mean([one.elsewhere for one in found.values()]) == pytest.approx(950, rel=0.02)


def test_a_pause_of_the_citizen_is_nobodys_work() -> None:
    found = spent([stay(0.0, 0.0, 500.0)], [400.0], inf, batched={})
    assert found[0].hands_on + found[0].elsewhere == pytest.approx(100)


def test_what_nobody_took_is_left_out() -> None:
    assert spent([stay(0.0, inf, inf, officer="")], [0.0], 900.0, batched={}) == {}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=2, max_size=40),
    st.integers(0, 2**31),
)
def test_the_estimator_of_hidden_times_is_the_plain_product_limit(
    seen: list[tuple[int, bool]], seed: int
) -> None:
    times = np.array([float(time) for time, _known in seen])
    known = np.array([one for _time, one in seen])
    if not known.any():
        assert not left_censored(times, known, times, np.random.default_rng(1)).any()
        return
    most = float(times.max())
    drawn = left_censored(times, known, np.full(4000, most), np.random.default_rng(seed))
    assert set(drawn) <= set(times[known])

    def below(time: float) -> float:  # P(T ≤ time): over exact times above it, 1 - events / those not above
        share = 1.0
        for exact in sorted(set(times[known])):
            if exact > time:
                share *= 1 - (times[known] == exact).sum() / (times <= exact).sum()
        return share

    for exact in set(times[known]):
        assert np.mean(drawn <= exact) == pytest.approx(below(exact), abs=0.05)


def test_a_hidden_time_is_never_longer_than_the_wait() -> None:
    rng = np.random.default_rng(2)
    times = rng.exponential(50, 400)
    known = rng.random(400) < 0.5
    drawn = left_censored(times, known, times[~known], rng)
    assert (drawn <= times[~known]).all()


def test_signing_on_two_weekdays_only_is_noticed_and_every_day_is_not() -> None:
    stays = [stay(0.0, float(n), float(n) + 1) for n in range(80)]
    assert batched_kinds(stays, {n: (1, 3)[n % 2] for n in range(80)}) == {
        ("U", "leader", "sign"): frozenset({1, 3})
    }
    assert batched_kinds(stays, {n: n % 5 for n in range(80)}) == {}
    assert batched_kinds(stays[:30], {n: 1 for n in range(30)}) == {}
