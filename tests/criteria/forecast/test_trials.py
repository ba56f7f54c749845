"""What earlier models had said corrects the next one: its chances, and how wide its intervals are."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.forecast import period_end
from motcua.criteria.rules.forecast.hazards import AGES, Held, LifeTable
from motcua.criteria.rules.forecast.history import Rows
from motcua.criteria.rules.forecast.model import Model, chance
from motcua.criteria.rules.forecast.moments import DAY, NEVER, whole
from motcua.criteria.rules.forecast.recalibrating import Told, platt, recalibrated
from motcua.criteria.rules.forecast.rehearsing import LEAST, MOST, PRIOR, distance, stretch
from motcua.criteria.rules.forecast.standing import shortest
from motcua.criteria.rules.periods import month_of
from tests.criteria.forecast.making import history, learned, lived

SCORES = st.lists(st.floats(0, 20), max_size=60)
AT = 2_000 * DAY


def told(count, times=1.0, more=0.0, seed=1):
    """Log odds that were said, of which the truth is as many times and as much more."""
    rng = np.random.default_rng(seed)
    said = rng.normal(-1, 1.5, count)
    came = (rng.random(count) < chance(times * said + more)).astype(np.float64)
    rows = Rows(np.arange(count), AT - rng.integers(1, 180, count) * DAY)
    return Told(said, came, rows, rng.integers(0, 3, count))


def plain():
    return Model(AT, 900, 90, weak=False, start=0.0, terms=())


def test_chances_that_were_too_sure_are_drawn_in_and_moved():
    model = recalibrated(plain(), [told(30_000, times=0.5, more=-0.4)])
    assert model.slope == pytest.approx(0.5, abs=0.05)
    assert model.shift == pytest.approx(-0.4, abs=0.08)


def test_a_handful_of_dossiers_hardly_moves_them():
    model = recalibrated(plain(), [told(20, times=0.5, more=-0.4)])
    assert model.slope == pytest.approx(1, abs=0.05)
    assert model.shift == pytest.approx(0, abs=0.05)


def test_slope_and_shift_are_where_a_fine_grid_finds_the_likeliest():
    one = told(400, times=0.6, more=0.3)
    weights = np.full(400, 0.7)

    def unlikely(slope, shift):
        expected = chance(slope * one.said + shift)
        misses = -(one.came * np.log(expected) + (1 - one.came) * np.log(1 - expected))
        return (weights * misses).sum() + 50 * (slope - 1) ** 2 / 2 + 30 * shift**2 / 2

    grid = [(a, b) for a in np.linspace(0.3, 1.2, 91) for b in np.linspace(-0.5, 0.8, 131)]
    expected = min(grid, key=lambda pair: unlikely(*pair))
    assert platt(one.said, one.came, weights, worth=(50, 30)) == pytest.approx(expected, abs=0.006)


def test_weeks_that_swing_together_are_seen_and_luck_alone_is_not():
    calm, stormy = told(20_000), told(20_000)
    week = stormy.rows.at // (7 * DAY)
    swing = np.random.default_rng(2).normal(0, 0.6, int(week.max()) + 1)[week]
    came = (np.random.default_rng(3).random(20_000) < chance(stormy.said + swing)).astype(np.float64)
    assert recalibrated(plain(), [stormy._replace(came=came)]).spread == pytest.approx(0.6, abs=0.25)
    assert recalibrated(plain(), [calm]).spread < 0.15


@given(SCORES, st.sampled_from([0.8, 0.95]), st.floats(1, 3))
def test_an_interval_is_stretched_the_more_the_further_past_ends_lay(scores, sure, times):
    one, further = (stretch(np.array(scores) * factor, sure) for factor in (1, times))
    assert LEAST <= one <= further <= MOST


@given(SCORES, st.sampled_from([0.8, 0.95]))
def test_the_stretched_interval_would_have_held_as_many_of_the_past_ends_as_is_said(scores, sure):
    factor = stretch(np.array(scores), sure)
    if factor < MOST and len(scores) >= 3 * PRIOR:
        held = sum(score <= factor for score in scores)
        assert held >= sure * (len(scores) + PRIOR) - PRIOR - 1


def test_past_ends_as_a_right_forecast_has_them_stretch_nothing():
    draws = np.random.default_rng(1).normal(0.9, 0.02, 2_000)
    ends = np.random.default_rng(2).normal(0.9, 0.02, 600)
    for sure in (0.8, 0.95):
        scores = np.array([distance(draws, end, sure) for end in ends])
        assert stretch(scores, sure) == pytest.approx(1, abs=0.12)


def test_no_past_end_leaves_the_interval_about_as_it_is():
    assert stretch(np.zeros(0), 0.8) == pytest.approx(1, abs=0.2)


def test_a_distance_is_one_at_the_very_end_of_the_interval_on_either_side():
    draws = np.random.default_rng(1).beta(8, 2, 5_000)
    low, high = shortest(draws, 0.8)
    assert distance(draws, low, 0.8) == pytest.approx(1)
    assert distance(draws, high, 0.8) == pytest.approx(1)
    assert distance(draws, draws.mean(), 0.8) == 0
    assert distance(np.ones(10), 0.9, 0.8) > 100


def test_a_stretched_interval_is_wider_but_never_holds_what_cannot_be():
    ends = lived()[1]
    month = month_of(ends - timedelta(days=31))
    at = month.starts_at + timedelta(days=20)
    model = replace(learned(), stretch80=1.0, stretch95=1.0)
    wide = replace(model, stretch80=3.0, stretch95=3.0)
    one, other = (period_end(each, history(), at, month) for each in (model, wide))
    assert other.ratio.low80 < one.ratio.low80
    assert other.ratio.high95 >= one.ratio.high95
    assert other.ratio.expected == one.ratio.expected
    assert other.ratio.high95 <= 1 - other.today.late / (other.today.dossiers + 2 * other.come)
    assert one.ratio.low95 <= one.ratio.low80 <= one.ratio.high80 <= one.ratio.high95
    assert ["stretched-as-past-ends" in each.assumptions for each in (one, other)] == [False, True]


def hours_and_ends(told, group, band, begins, ends):
    """The plainest way: every stay of the group, how long it was of that age between the two moments."""
    low = AGES[band]
    high = AGES[band + 1] if band + 1 < len(AGES) else np.inf
    hours, count = 0.0, 0
    for stay in range(len(told.stays.opened) - 1):
        opened, over = int(told.stays.opened[stay]), int(told.ended[told.stays.dossier[stay]])
        if told.stays.step[stay] != group or opened >= NEVER:
            continue
        start = told.time.worked(np.array([opened]))[0]
        first, last, out = told.time.worked(np.array([begins, ends, min(over, ends)])) - start
        hours += max(0.0, min(out, high) - max(first, low, 0.0))
        count += begins <= over < ends and (low < out <= high or (band == 0 and out == 0))
    return hours, count


@pytest.mark.parametrize("band", [0, 2, 5, 8])
def test_a_rate_is_ends_by_hours_under_risk_of_those_who_still_wait_too(band):
    told, table = history(), LifeTable.of_steps(history())
    at = whole(lived()[1]) - 9 * DAY - 12_345
    for group in (0, 3):
        for within in (21 * DAY, 300 * DAY):
            hours, ends = hours_and_ends(told, group, band, at - within, at)
            found = table.rate(
                np.array([group * len(AGES) + band]), np.array([at]), np.array([0.05]), Held(2, within)
            )
            assert found[0] == pytest.approx((ends + 2) / (hours + 2 / 0.05), rel=1e-4)


@given(st.lists(st.sampled_from([0.5, 0.8, 0.9, 0.97, 1.0, 1.0, 1.0]), min_size=1, max_size=60))
def test_the_shortest_interval_holds_as_many_draws_as_any_and_none_that_does_is_shorter(draws):
    for sure in (0.8, 0.95):
        low, high = shortest(np.array(draws), sure)
        assert sum(low <= one <= high for one in draws) >= sure * len(draws)
        enough = [b - a for a in draws for b in draws if sum(a <= c <= b for c in draws) >= sure * len(draws)]
        assert high - low == pytest.approx(min(enough))
