"""How far chances are from what came, and how much of that is luck.

The plain measure (`scoring.figures`, ten bins of equal width) depends on the bins and is above zero even for chances
that are exactly right: by more, the more different chances there are and the fewer dossiers. So it is told together
with bins of equal mass (Roelofs et al. 2022), Murphy's (1973) parts of the Brier score, the calibration part less
the noise in it (Bröcker 2012; Ferro and Fricker 2012), and with what the plain measure would be if every chance were
exactly right (Bröcker and Smith 2007). A dossier that is looked at on many mornings has one fate: so noise is
reckoned, and drawn again, by whole dossiers; or by whole fortnights, in which everything may go wrong together.
"""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.moments import Floats, Ints
from motcua.criteria.rules.forecast.scoring import BINS

Interval = tuple[float, float]
DRAWS = 400
RIGHT_DRAWS = 100


class Parts(NamedTuple):
    """Brier score = calibration - resolution + uncertainty, but for what differs within a bin.

    `debiased`: the calibration part less its noise; below zero, chance alone would have made it larger.
    """

    calibration: float
    debiased: float
    resolution: float
    uncertainty: float


def equal_width(said: Floats) -> Ints:
    return np.minimum((said * BINS).astype(np.int64), BINS - 1)


def equal_mass(said: Floats) -> Ints:
    """Ten bins with as many looks in each; equal chances stay together, so a constant has one."""
    bounds = np.quantile(said, np.arange(1, BINS) / BINS)
    return np.searchsorted(bounds, said, side="right").astype(np.int64)


def error(said: Floats, came: Floats, cell: Ints) -> float:
    """The mean distance between what was said and what came, of cells by how many are in them."""
    _, place = np.unique(cell, return_inverse=True)
    return float(np.abs(np.bincount(place, said - came)).sum() / max(len(said), 1))


def parts(said: Floats, came: Floats, dossier: Ints) -> Parts:
    """Murphy's parts over bins of equal mass; the noise of a bin is that of so many dossiers, not looks."""
    _, place = np.unique(equal_mass(said), return_inverse=True)
    count = np.bincount(place).astype(np.float64)
    missed = np.bincount(place, came - said) / count
    share, base = np.bincount(place, came) / count, came.mean()
    noise = _noise(place, came - said - missed[place], dossier) / count**2
    weight = count / count.sum()
    return Parts(
        calibration=float(weight @ missed**2),
        debiased=float(weight @ (missed**2 - noise)),
        resolution=float(weight @ (share - base) ** 2),
        uncertainty=float(base * (1 - base)),
    )


def _noise(place: Ints, rest: Floats, dossier: Ints) -> Floats:
    """The variance of each bin's sum, by whole dossiers (Liang and Zeger 1986)."""
    pair, member = np.unique(np.column_stack([place, dossier]), axis=0, return_inverse=True)
    sums = np.bincount(member.reshape(-1), rest)
    several = np.bincount(pair[:, 0])
    found: Floats = np.bincount(pair[:, 0], sums**2) * several / np.maximum(several - 1, 1)
    return found


def error_if_right(said: Floats, dossier: Ints, *, seed: int = 1) -> tuple[float, float]:
    """Mean and 95th percentile of the plain calibration error, if every chance were exactly right.

    One draw of luck decides the fate of a dossier at all its looks.
    """
    rng, cell = np.random.default_rng(seed), equal_width(said)
    _, place = np.unique(dossier, return_inverse=True)
    luck = rng.random((RIGHT_DRAWS, int(place.max(initial=-1)) + 1))
    found = [error(said, (one[place] < said).astype(np.float64), cell) for one in luck]
    return float(np.mean(found)), float(np.quantile(found, 0.95))


def interval(said: Floats, came: Floats, drawn: Ints, *, seed: int = 1) -> Interval:
    """95 % interval of the plain calibration error, by drawing whole groups again (the bootstrap).

    Drawing again adds noise of its own: the interval lies a little higher than the error itself.
    """
    low, high = np.quantile(_redrawn(said, came, drawn, seed), [0.025, 0.975])
    return float(low), float(high)


def advantage(said: Floats, beside: Floats, came: Floats, drawn: Ints, *, seed: int = 1) -> Interval:
    """95 % interval of how much smaller the plain calibration error is than the other's, over the same draws."""
    gain = _redrawn(beside, came, drawn, seed) - _redrawn(said, came, drawn, seed)
    low, high = np.quantile(gain, [0.025, 0.975])
    return float(low), float(high)


def _redrawn(said: Floats, came: Floats, drawn: Ints, seed: int) -> Floats:
    _, group = np.unique(drawn, return_inverse=True)
    groups = int(group.max(initial=-1)) + 1
    cell = group * BINS + equal_width(said)
    missed = np.bincount(cell, said - came, minlength=groups * BINS).reshape(groups, BINS)
    looks = np.bincount(group, minlength=groups)
    times = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), DRAWS)
    found: Floats = np.abs(times @ missed).sum(axis=1) / np.maximum(times @ looks, 1)
    return found
