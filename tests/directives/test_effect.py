"""The interval holds what is true as often as it promises, and “it worked” is seldom said of what did nothing."""

import json
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from motcua.directives.benchmarks import covered, invent, judged_by_itself, judged_by_peers
from motcua.directives.queries.measuring import as_told
from motcua.directives.rules.effect import Method, against_itself, against_peers, t_quantile
from motcua.directives.rules.verdicts import Seen

REFORMS = 1_000


@pytest.mark.parametrize("chosen_low", [False, True], ids=["chosen by chance", "chosen for being low"])
@pytest.mark.parametrize("alike", [0, 0.5], ids=["free months", "months alike"])
def test_the_interval_covers_what_a_thousand_reforms_really_did(chosen_low, alike):
    reforms = invent(REFORMS, seed=7, largest=0.15, alike=alike, chosen_low=chosen_low)
    found = judged_by_peers(reforms)
    assert 0.93 <= covered(found, reforms.truth) <= 0.97
    assert np.abs(np.mean(found.gain - reforms.truth)) < 0.01  # no lean to either side


@pytest.mark.parametrize("chosen_low", [False, True], ids=["chosen by chance", "chosen for being low"])
@pytest.mark.parametrize("peers", [8, 20, 50])
def test_it_worked_is_said_of_at_most_one_in_twenty_that_did_nothing(chosen_low, peers):
    idle = invent(REFORMS, seed=11, largest=0, peers=peers, chosen_low=chosen_low)
    found = judged_by_peers(idle)
    assert found.worked.mean() <= 0.05
    assert 0.93 <= covered(found, idle.truth) <= 0.97


def test_a_large_reform_is_seen():
    reforms = invent(REFORMS, seed=3, largest=0.3, chosen_low=True)
    large = reforms.truth > 0.2
    assert large.sum() > 100
    assert judged_by_peers(reforms).worked[large].mean() > 0.6


@pytest.mark.parametrize("alike", [0, 0.5])
def test_without_peers_the_interval_is_rather_too_wide(alike):
    """The series has nobody who shares its season: in this world there is none."""
    rng = np.random.default_rng(5)
    cases = rng.poisson(60, (REFORMS, 15)) + 1
    shocks = rng.normal(0, 0.3, cases.shape)
    for month in range(1, 15):
        shocks[:, month] = alike * shocks[:, month - 1] + np.sqrt(1 - alike**2) * shocks[:, month]
    good = rng.binomial(cases, 1 / (1 + np.exp(-1.5 - shocks)))
    counts = np.stack([good, cases], axis=-1).astype(float)
    found = against_itself(counts[:, :12], counts[:, 12:])
    assert found.method is Method.SERIES
    assert found.worked.mean() <= 0.05
    assert covered(found, np.zeros(REFORMS)) >= 0.93


def test_what_moves_everybody_is_no_effect_and_is_taken_for_one_without_peers():
    before, after = np.full((12, 2), [60.0, 100.0]), np.full((3, 2), [80.0, 100.0])
    peers = np.full((10, 2), [600.0, 1000.0]), np.full((10, 2), [800.0, 1000.0])
    beside = against_peers(before.sum(axis=0), after.sum(axis=0), *peers)
    assert abs(beside.gain) < 0.001
    assert not beside.worked
    assert against_itself(before, after).worked


def test_a_hundred_percent_and_nothing_at_all_still_have_an_interval():
    before, after = np.array([300.0, 300.0]), np.array([75.0, 75.0])
    peers = np.tile([290.0, 300.0], (8, 1)), np.tile([70.0, 75.0], (8, 1))
    found = against_peers(before, after, *peers)
    assert -1 <= found.low < found.gain < found.high <= 1
    nothing = against_peers(np.array([0.0, 300.0]), np.array([0.0, 75.0]), *peers)
    assert nothing.low < 0 < nothing.high


def test_the_judgement_of_many_is_the_judgement_of_each():
    reforms = invent(5, seed=1, largest=0.1)
    whole, months = judged_by_peers(reforms), judged_by_itself(reforms)
    for number in range(5):
        one = type(reforms)(reforms.counts[number : number + 1], reforms.truth[number : number + 1])
        assert judged_by_peers(one).gain[0] == pytest.approx(whole.gain[number], abs=1e-12)
        assert judged_by_itself(one).low[0] == pytest.approx(months.low[number], abs=1e-12)


@pytest.mark.parametrize("freedom", [4, 7, 11, 53])
def test_the_quantile_is_students(freedom):
    assert t_quantile(0.975, np.asarray(float(freedom))) == pytest.approx(
        stats.t.ppf(0.975, freedom), abs=2e-3
    )


def test_a_rate_of_nothing_is_told_as_any_other():
    told = as_told(Seen(Fraction(0), None, None), None)
    assert json.loads(json.dumps(told)) == {"after": "0.00"}
    assert as_told(Seen(None, None, None), None) == {"after": None}
