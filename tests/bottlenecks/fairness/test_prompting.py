"""Whom to ask about, and what two results say together, against slow oracles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.fairness.mixed_model import Fit
from motcua.bottlenecks.rules.fairness.prompting import chance_below, worth_a_look
from motcua.bottlenecks.rules.fairness.together import told_by_both

chances = st.lists(st.floats(0, 1), max_size=12)


def as_many_as_can_be(without_reason, most):
    """Adds one after the other, the surest first, as long as the mean holds."""
    order, asked = sorted(range(len(without_reason)), key=lambda n: without_reason[n]), []
    for place in order:
        if sum(without_reason[n] for n in [*asked, place]) / (len(asked) + 1) > most + 1e-12:
            break
        asked.append(place)
    return sorted(without_reason[n] for n in asked)


@given(chances, st.sampled_from([0.01, 0.05, 0.2]))
def test_it_asks_about_as_many_as_a_slow_count_allows(without_reason, most):
    values = np.array(without_reason, dtype=np.float64)
    asked = worth_a_look(values, most + 1e-12)
    assert sorted(values[asked].tolist()) == as_many_as_can_be(without_reason, most)


@given(chances)
def test_nobody_left_out_is_surer_than_somebody_asked_about(without_reason):
    values = np.array(without_reason, dtype=np.float64)
    asked = worth_a_look(values, 0.05)
    assert max(values[asked], default=0.0) <= min(values[~asked], default=1.0)
    assert values[asked].sum() <= 0.05 * asked.sum() + 1e-9


def test_the_chance_to_lie_below_is_the_normal_tail():
    effects, doubts = np.array([0.0, 1.0, -1.0]), np.array([1.0, 0.5, 2.0])
    drawn = np.random.default_rng(1).normal(effects, doubts, (400_000, 3))
    assert chance_below(0.3, effects, doubts) == pytest.approx((drawn < 0.3).mean(axis=0), abs=0.003)


def fit(seen, noise, spread):
    """What a fit of one factor says that saw these values with this noise (variances), pulled towards nought."""
    pull = spread / (spread + noise)
    doubt = np.sqrt(np.full(len(seen), spread * noise / (spread + noise)))
    return Fit(0.0, {"holder": pull * seen}, {"holder": doubt}, {"holder": spread}, seen, seen)


def made_up(related, errors, many=4_000):
    rng = np.random.default_rng(7)
    true = rng.multivariate_normal([0, 0], [[1, related], [related, 1]], many)
    seen = true + rng.multivariate_normal([0, 0], [[2, errors * 2**0.5], [errors * 2**0.5, 1]], many)
    return true[:, 0], fit(seen[:, 0], 2.0, 1.0), fit(seen[:, 1], 1.0, 1.0), seen


@pytest.mark.parametrize("errors", [0.0, 0.5])
@pytest.mark.parametrize("related", [0.0, 0.4, 0.8])
def test_it_agrees_with_conditioning_where_the_relation_is_known(related, errors):
    """The oracle knows the relation, which is learned here, and conditions on what was seen, one after the other."""
    _true, shares, values, seen = made_up(related, errors)
    both = np.array([[1, related], [related, 1]])
    noise = np.array([[2, errors * 2**0.5], [errors * 2**0.5, 1]])
    expected = [(both @ np.linalg.solve(both + noise, one))[0] for one in seen]
    doubt = np.sqrt((both - both @ np.linalg.solve(both + noise, both))[0, 0])
    effects, doubts = told_by_both(shares, values, "holder", errors=errors)
    assert effects == pytest.approx(np.array(expected), abs=0.25)
    assert doubts == pytest.approx(np.full(len(doubts), doubt), abs=0.03)


def test_both_together_are_nearer_to_the_truth_and_say_rightly_how_near():
    true, shares, values, _seen = made_up(0.8, 0.3)
    effects, doubts = told_by_both(shares, values, "holder", errors=0.3)
    assert ((effects - true) ** 2).mean() < 0.9 * ((shares.effects["holder"] - true) ** 2).mean()
    assert 0.93 <= (np.abs(effects - true) < 1.96 * doubts).mean() <= 0.97


def test_where_time_tells_nothing_of_lateness_nothing_is_borrowed():
    _true, shares, values, _seen = made_up(0.0, 0.0)
    effects, _doubts = told_by_both(shares, values, "holder", errors=0.0)
    assert effects == pytest.approx(shares.effects["holder"], abs=0.15)


def test_a_result_that_knows_nothing_of_its_holders_moves_nobody_far():
    """The doubt about each is as wide as the spread of all: whatever is left over is no effect."""
    nothing = np.array([0.01, -0.02, 0.015])
    fit_of = Fit(0.0, {"holder": nothing}, {"holder": np.full(3, 0.1)}, {"holder": 0.01}, nothing, nothing)
    effects, _doubts = told_by_both(fit_of, fit_of, "holder", errors=0.7)
    assert (np.abs(effects) < 0.1).all()
