"""How far chances are from what came, beside the plainest way to compute the same, and beside luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.forecast.calibration import (
    advantage,
    equal_mass,
    equal_width,
    error,
    error_if_right,
    interval,
    parts,
)
from motcua.criteria.rules.forecast.scoring import brier, figures

LOOKS = st.lists(
    st.tuples(st.sampled_from([0.02, 0.1, 0.25, 0.5, 0.77, 0.98]), st.booleans(), st.integers(0, 6)),
    min_size=2,
    max_size=60,
)


def columns(looks):
    said, came, dossier = zip(*looks, strict=True)
    return np.array(said), np.array(came, np.float64), np.array(dossier)


def lives(seed, dossiers, looks, spread=1.2):
    """Chances of dossiers that are looked at again and again, and fates for which they are exactly right."""
    rng = np.random.default_rng(seed)
    said = 1 / (1 + np.exp(-rng.normal(-1, spread, dossiers)))
    fate = (rng.random(dossiers) < said).astype(np.float64)
    number = np.repeat(np.arange(dossiers), looks)
    return said[number], fate[number], number


@given(LOOKS)
def test_the_error_is_the_mean_distance_of_the_cells(looks):
    said, came, dossier = columns(looks)
    cells = [[n for n in range(len(said)) if dossier[n] == one] for one in set(dossier.tolist())]
    expected = sum(abs(sum(said[n] - came[n] for n in cell)) for cell in cells) / len(said)
    assert error(said, came, dossier) == pytest.approx(expected)
    assert error(said, came, equal_width(said)) == pytest.approx(figures(said, came).calibration_error)


@given(LOOKS)
def test_equal_chances_stay_in_one_bin_and_bins_follow_the_chances(looks):
    said, _, _ = columns(looks)
    place = equal_mass(said)
    order = np.argsort(said, kind="stable")
    assert (np.diff(place[order]) >= 0).all()
    for one in set(said.tolist()):
        assert len(set(place[said == one].tolist())) == 1


@given(LOOKS)
def test_the_parts_make_up_the_brier_score_where_a_bin_holds_one_chance(looks):
    said, came, dossier = columns(looks)
    split = parts(said, came, dossier)
    if all(len(set(said[equal_mass(said) == one])) == 1 for one in set(equal_mass(said).tolist())):
        assert brier(said, came) == pytest.approx(split.calibration - split.resolution + split.uncertainty)
    assert split.debiased <= split.calibration + 1e-12


@given(LOOKS)
def test_the_noise_taken_off_is_that_of_whole_dossiers(looks):
    said, came, dossier = columns(looks)
    split, place = parts(said, came, dossier), equal_mass(said)
    noise = 0.0
    for one in set(place.tolist()):
        inside = place == one
        rest = (came - said)[inside] - (came - said)[inside].mean()
        sums = [rest[dossier[inside] == each].sum() for each in set(dossier[inside].tolist())]
        several = len(sums)
        if several > 1:
            noise += sum(x * x for x in sums) * several / (several - 1) / inside.sum() / len(said)
    assert split.calibration - split.debiased == pytest.approx(noise, abs=1e-9)


def test_a_constant_has_one_bin_and_its_error_is_its_bias_alone():
    came = np.array([1.0, 0, 0, 0] * 25)
    constant = np.full(100, 0.3)
    for cell in (equal_width(constant), equal_mass(constant)):
        assert error(constant, came, cell) == pytest.approx(0.05)


def test_chances_that_are_exactly_right_have_an_error_that_the_debiased_part_does_not_have():
    plain, debiased = [], []
    for seed in range(60):
        split = parts(*lives(seed, 150, 20))
        plain.append(split.calibration)
        debiased.append(split.debiased)
    assert np.mean(plain) > 0.004
    assert abs(np.mean(debiased)) < 3 * np.std(debiased) / np.sqrt(60)


def test_the_error_that_luck_alone_would_make_is_about_what_right_chances_have():
    found = []
    for seed in range(30):
        said, came, dossier = lives(seed, 150, 20)
        found.append(error(said, came, equal_width(said)))
    said, _, dossier = lives(0, 150, 20)
    usual, seldom = error_if_right(said, dossier)
    assert usual == pytest.approx(np.mean(found), rel=0.25)
    assert np.mean([one > seldom for one in found]) <= 0.2


def test_more_dossiers_make_less_noise_but_more_looks_at_the_same_ones_do_not():
    few, many, often = (lives(1, *size) for size in ((100, 5), (1600, 5), (100, 80)))
    usual = [error_if_right(said, dossier)[0] for said, _, dossier in (few, many, often)]
    assert usual[1] < usual[0] / 2
    assert usual[2] == pytest.approx(usual[0], rel=0.3)


def test_chances_that_are_wrong_are_told_from_luck():
    said, came, dossier = lives(3, 600, 5)
    wrong = np.clip(said + 0.15, 0, 1)
    assert error(wrong, came, equal_width(wrong)) > error_if_right(wrong, dossier)[1]
    assert parts(wrong, came, dossier).debiased > 0.01
    assert advantage(said, wrong, came, dossier)[0] > 0
    assert advantage(said, said, came, dossier) == (0, 0)
    low, high = interval(wrong, came, dossier)
    assert low < error(wrong, came, equal_width(wrong)) < high
