"""Units against their peers, against the same computed case by case."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.detectors import peers

cases = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=60)


def by_hand(rows, unit, least_peers, prior):
    overall = sum(is_so for _u, _s, is_so in rows) / len(rows)
    told = found = 0
    expected = 0.0
    for own, stratum, is_so in rows:
        others = [other for u, s, other in rows if s == stratum and u != unit]
        if own == unit and len(others) >= least_peers:
            told, found = told + 1, found + is_so
            expected += (sum(others) + prior * overall) / (len(others) + prior)
    return told, found, expected


@given(cases, st.integers(0, 5), st.floats(0.5, 20))
def test_a_unit_is_expected_to_do_as_the_others_with_the_same_procedures(rows, least_peers, prior):
    units, strata, is_so = (np.array(column) for column in zip(*rows, strict=True))
    found = peers.compare(units, strata, is_so, least_peers=least_peers, prior=prior)
    for unit in set(units.tolist()):
        told = found.cases[unit], found.found[unit], found.expected[unit]
        assert told == pytest.approx(by_hand(rows, unit, least_peers, prior))


def test_a_units_own_cases_never_raise_what_is_expected_of_it():
    units, strata = np.array([0] * 50 + [1] * 50), np.zeros(100, np.int64)
    calm, wild = np.zeros(100, bool), np.arange(100) < 50
    calm[60:70] = wild[60:70] = True
    first, second = (
        peers.compare(units, strata, so, least_peers=1, prior=0.001).expected[0] for so in (calm, wild)
    )
    assert second == pytest.approx(first, abs=0.01)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.4])
def test_dispersion_is_learnt_from_honest_units(spread):
    rng = np.random.default_rng(1)
    expected = np.full(3_000, 60.0)
    rates = rng.gamma(1 / spread, spread, 3_000) if spread else np.ones(3_000)
    found = rng.poisson(expected * rates)
    assert peers.dispersion(found, expected, least=0.001) == pytest.approx(
        max(spread, 0.001), abs=0.15 * spread + 0.002
    )


def test_a_few_that_cheat_do_not_widen_it():
    rng = np.random.default_rng(2)
    expected = np.full(200, 50.0)
    found = rng.poisson(expected)
    found[:20] *= 4
    assert peers.dispersion(found, expected, least=0.01) < 0.05


def test_few_units_tell_nothing_of_how_much_units_differ():
    found, expected = np.array([50, 5, 90]), np.array([20.0, 20.0, 20.0])
    assert peers.dispersion(found, expected, least=0.04) == 0.04
