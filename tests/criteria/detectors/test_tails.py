"""Chances, against another library's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from motcua.criteria.rules.detectors import tails
from motcua.criteria.rules.detectors.discovery import discoveries

shares = st.floats(0.001, 0.999)
means = st.floats(0.01, 500)


def near(chance):
    return pytest.approx(chance, rel=1e-6, abs=1e-200)


@given(st.integers(0, 900), means)
def test_poisson_tails(count, mean):
    assert tails.poisson(count, mean) == near(stats.poisson.sf(count - 1, mean) if count > mean else 1)


@given(st.integers(1, 400), st.data(), shares)
def test_binomial_tails(trials, data, share):
    count = data.draw(st.integers(0, trials))
    wanted = stats.binom.sf(count - 1, trials, share) if count > trials * share else 1
    assert tails.binomial(count, trials, share) == near(wanted)


@given(st.integers(0, 900), means, st.floats(0.001, 3))
def test_negative_binomial_tails(count, mean, dispersion):
    size = 1 / dispersion
    wanted = stats.nbinom.sf(count - 1, size, size / (size + mean)) if count > mean else 1
    assert tails.negative_binomial(count, mean, dispersion) == near(wanted)


def test_what_cannot_happen_has_no_chance():
    assert tails.poisson(1, 0) == tails.binomial(1, 5, 0) == tails.negative_binomial(1, 0, 0.1) == 0
    assert tails.binomial(5, 5, 1.0) == 1


def test_without_dispersion_the_negative_binomial_is_poisson():
    assert tails.negative_binomial(12, 4.5, 0) == tails.poisson(12, 4.5)


@given(st.integers(1, 300), st.integers(0, 300), st.floats(0.05, 3))
def test_a_matched_tail_has_the_mean_and_variance_that_were_asked_for(mean, count, width):
    """Its family follows from the variance; the normal one agrees roughly wherever counts are large."""
    found = tails.matched(count, mean, mean * width)
    assert 0 <= found <= 1
    if mean >= 100 and count > mean:
        sigmas = (count - 0.5 - mean) / (mean * width) ** 0.5
        if sigmas < 3:
            assert found == pytest.approx(stats.norm.sf(sigmas), abs=0.03)


def stepwise(chances, share):
    """Benjamini-Hochberg as it is written in words."""
    order = sorted(range(len(chances)), key=lambda n: chances[n])
    last = max((k for k, n in enumerate(order, 1) if chances[n] <= share * k / len(chances)), default=0)
    return [n in order[:last] for n in range(len(chances))]


@given(st.lists(st.floats(0, 1), unique=True, max_size=40), st.floats(0.01, 0.3))
def test_discoveries_are_those_of_the_step_up_rule(chances, share):
    assert discoveries(chances, share) == stepwise(chances, share)


def test_among_many_units_a_chance_of_one_in_a_hundred_is_nothing():
    assert discoveries([0.01, *[0.5] * 99], 0.05) == [False] * 100
    assert discoveries([0.01], 0.05) == [True]
