"""How probabilities are judged, beside the plainest way to compute the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.forecast.scoring import advantage, auc, brier, figures, reliability, skill

SAID = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.77, 0.999, 1.0]), st.booleans()),
    min_size=1,
    max_size=40,
)


def columns(pairs):
    return np.array([said for said, _ in pairs]), np.array([float(came) for _, came in pairs])


@given(SAID)
def test_the_chance_to_rank_a_late_one_higher_is_that_of_all_pairs(pairs):
    late = [said for said, came in pairs if came]
    in_time = [said for said, came in pairs if not came]
    wins = [(a > b) + 0.5 * (a == b) for a in late for b in in_time]
    expected = sum(wins) / len(wins) if wins else 0.5
    assert auc(*columns(pairs)) == pytest.approx(expected)


@given(SAID)
def test_the_calibration_error_is_the_mean_distance_of_the_bins(pairs):
    bins = [[pair for pair in pairs if min(int(pair[0] * 10), 9) == number] for number in range(10)]
    expected = sum(abs(sum(said for said, _ in one) - sum(came for _, came in one)) for one in bins) / len(
        pairs
    )
    assert figures(*columns(pairs)).calibration_error == pytest.approx(expected)
    assert sum(one.cases for one in reliability(*columns(pairs))) == len(pairs)


def test_a_brier_score_is_zero_for_a_prophet_and_a_quarter_for_a_coin():
    came = np.array([1.0, 0.0, 0.0, 1.0])
    assert brier(came, came) == 0
    assert brier(np.full(4, 0.5), came) == 0.25
    assert skill(came, came, np.full(4, 0.5)) == 1


def test_an_advantage_over_oneself_is_none_and_over_a_worse_one_is_sure():
    came = np.tile([1.0, 0.0], 100)
    half, dossiers = np.full(200, 0.5), np.arange(200)
    assert advantage(half, half, came, dossiers) == (0, 0)
    assert advantage(came, half, came, dossiers)[0] > 0
