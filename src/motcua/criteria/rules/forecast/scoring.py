"""How good probabilities were: Brier score, skill, calibration, and how well they rank."""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.moments import Floats, Ints

BINS = 10


class Bin(NamedTuple):
    """Those of whom was said between two tenths: how many, what was said and what came, on average."""

    cases: int
    said: float
    came: float


class Figures(NamedTuple):
    brier: float
    auc: float
    calibration_error: float
    bins: tuple[Bin, ...]


def figures(said: Floats, came: Floats) -> Figures:
    """Brier: mean squared distance (Brier 1950). Calibration error: expected over ten bins (Naeini et al. 2015)."""
    bins = reliability(said, came)
    error = sum(one.cases * abs(one.said - one.came) for one in bins) / max(len(said), 1)
    return Figures(brier(said, came), auc(said, came), error, bins)


def brier(said: Floats, came: Floats) -> float:
    return float(np.mean((said - came) ** 2))


def skill(said: Floats, came: Floats, beside: Floats) -> float:
    """The share of the other's Brier score that this one saves."""
    return 1 - brier(said, came) / brier(beside, came)


def reliability(said: Floats, came: Floats) -> tuple[Bin, ...]:
    """Ten bins of equal width; empty ones are left out."""
    place = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    chosen = (place == number for number in range(BINS))
    return tuple(
        Bin(int(one.sum()), float(said[one].mean()), float(came[one].mean())) for one in chosen if one.any()
    )


def auc(said: Floats, came: Floats) -> float:
    """The chance that a late one was given more than one in time; ties count half. 0.5 if all were alike."""
    late, in_time = said[came > 0], np.sort(said[came <= 0])
    if not len(late) or not len(in_time):
        return 0.5
    below = np.searchsorted(in_time, late, side="left") + np.searchsorted(in_time, late, side="right")
    return float(below.mean() / 2 / len(in_time))


def advantage(
    said: Floats, beside: Floats, came: Floats, dossier: Ints, *, seed: int = 1
) -> tuple[float, float]:
    """95 % interval of how much lower the Brier score is than the other's: whole dossiers are drawn again."""
    _, place = np.unique(dossier, return_inverse=True)
    gain = np.bincount(place, (beside - came) ** 2 - (said - came) ** 2)
    count = np.bincount(place)
    drawn = np.random.default_rng(seed).integers(0, len(count), (500, len(count)))
    means = gain[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
