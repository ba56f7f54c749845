"""Offices of known effect: the adjusted figures find them, the raw ones do not, and the innocent are left alone."""

from datetime import date

import numpy as np
import pytest

from motcua.bottlenecks.benchmarks.fairness import compared, invent
from motcua.bottlenecks.rules.fairness.casemix import Holder, Told, bands, figures
from motcua.bottlenecks.rules.fairness.figures import judge
from motcua.bottlenecks.rules.fairness.mixed_model import Cases, fit_shares, fit_values
from motcua.bottlenecks.rules.fairness.norms import Norms

NORMS = Norms(date(2022, 1, 1), 30, 5, 5, 3, 5, 5, 20)


@pytest.fixture(scope="module")
def offices():
    return invent(seed=11, units=20)


@pytest.fixture(scope="module")
def judged(offices):
    return judge(offices.work, 3)


@pytest.fixture(scope="module")
def found(offices):
    return compared(offices)


def test_the_adjusted_order_is_nearer_to_the_truth_than_the_raw_one(found):
    assert found.adjusted.order > 0.75
    assert found.adjusted.order > found.raw.order + 0.2


def test_time_adds_to_what_lateness_alone_tells(found):
    assert found.adjusted.order > found.alone.order + 0.02
    assert found.adjusted.found > found.alone.found


def test_intervals_hold_the_truth_about_as_often_as_they_say(found):
    assert 0.9 <= found.adjusted.covered <= 1


def test_hardly_anybody_is_blamed_who_is_not_worse_while_raw_figures_blame_many(found):
    assert found.adjusted.found >= 0.4 * found.adjusted.worse
    assert found.adjusted.falsely <= 0.02 * found.adjusted.innocent
    assert found.raw.falsely > 5 * max(found.adjusted.falsely, 1)


def test_where_nobody_is_worse_nobody_is_pointed_at():
    nothing = compared(invent(seed=5, units=20, largest=0)).adjusted
    assert nothing.pointed <= 0.01 * nothing.innocent


@pytest.mark.parametrize("seed", [2005, 2019, 2024])
def test_nobody_is_pointed_at_among_ten_who_are_alike(seed):
    """Where one result tells nothing of its holders, small doubts about it must not turn into large effects."""
    assert compared(invent(seed=seed, units=2, largest=0)).adjusted.pointed == 0


def test_few_cases_are_drawn_further_towards_the_others():
    counts = [60] * 10 + [10, 200]
    holders = np.repeat(np.arange(12), counts)
    late = np.concatenate(
        [np.arange(count) % 10 < (1 if place < 10 else 5) for place, count in enumerate(counts)]
    )
    fit = fit_shares(late, Cases({"holder": holders}, holders))
    few, many = fit.effects["holder"][10:]
    assert 0 < few < many
    assert fit.doubts["holder"][10] > fit.doubts["holder"][11]


def test_expected_shares_sum_to_what_happened(judged):
    assert (judged.expected * judged.steps).sum() == pytest.approx(judged.over.sum())


def test_a_balanced_table_gives_the_shrunken_means_that_the_textbook_says():
    """One factor, no spells to speak of: b = n·s²/(n·s² + e²) × (mean - level), exactly."""
    rng = np.random.default_rng(1)
    holders = np.repeat(np.arange(30), 40)
    values = rng.normal(0, 1, 30)[holders] + rng.normal(0, 1, 1_200)
    cases = Cases({"holder": holders}, np.zeros(1_200, dtype=np.int64))
    fit = fit_values(values, cases)
    pull = 40 * fit.variances["holder"] / (40 * fit.variances["holder"] + fit.variances["rest"])
    means = np.bincount(holders, values) / 40
    expected = pull * (means - means.mean())
    assert fit.effects["holder"] == pytest.approx(expected, abs=0.02)


def test_a_holder_whose_every_step_is_late_gets_a_finite_share():
    holders = np.repeat(np.arange(8), 50)
    late = (holders == 0) | (np.arange(400) % 10 == 0)
    fit = fit_shares(late, Cases({"holder": holders}, holders))
    assert np.isfinite(fit.effects["holder"]).all()
    assert fit.effects["holder"].argmax() == 0


def told(officer, count, *, over=0, unit="U1", work="one"):
    return [
        Told(
            Holder(officer, "specialist", unit, "B"),
            n % 3,
            work,
            False,
            "online",
            1.0,
            90 if n < over else 30,
            60,
            {},
        )
        for n in range(count)
    ]


def test_below_the_least_number_of_steps_there_is_no_figure():
    rows = [one for n in range(8) for one in told(f"O{n}", 40, over=4)] + told("FEW", 29, over=29)
    found = {one.holder.code: one for one in figures(rows, NORMS, nested=True)}
    assert found["FEW"].judged is None
    assert found["FEW"].steps == 29
    assert found["O1"].judged is not None


def test_with_too_few_others_nobody_has_a_figure():
    rows = [one for n in range(5) for one in told(f"O{n}", 40, over=4)]
    assert all(one.judged is None for one in figures(rows, NORMS, nested=True))


def test_bands_of_load_are_of_about_equal_size():
    codes = bands(list(np.random.default_rng(3).random(1_000)), 5)
    assert np.bincount(codes).tolist() == pytest.approx([200] * 5, abs=2)


def test_equal_loads_are_one_band():
    assert set(bands([2.0] * 50, 5)) == {0}


def test_only_officers_with_enough_steps_are_asked_about():
    rows = [one for n in range(10) for one in told(f"O{n}", 60, over=6)]
    rows += told("MUCH", 60, over=55) + told("FEW", 29, over=29)
    found = {one.holder.code: one for one in figures(rows, NORMS, nested=True)}
    assert {code for code, one in found.items() if one.asks} == {"MUCH"}
    assert found["MUCH"].judged.adjusted > 0.75  # of equals he is not drawn in far
