"""A unit against its peers: how many of its cases would be so, if it were as the others with the same procedures.

Indirect standardisation as hospital figures use it (Spiegelhalter 2005, Stat. Med. 24): the expectation comes from the
other units alone, procedure by procedure; how much honest units differ is learnt from all of them, by their median, so
that a few that cheat do not widen it.
"""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.detectors import tails
from motcua.criteria.rules.detectors.tables import Flags, Floats, Ints

MEDIAN_OF_SQUARE = 0.4549  # of a chi-square with one degree of freedom
WIDEST = 4.0
LEAST_UNITS = 25
"""Fewer cannot tell how much honest units differ."""


class Compared(NamedTuple):
    """By unit: cases that could be compared, how many of them are so, and how many would be expected."""

    cases: Ints
    found: Ints
    expected: Floats


def compare(units: Ints, strata: Ints, is_so: Flags, *, least_peers: int, prior: float) -> Compared:
    """Count by unit; only cases of strata in which other units have at least `least_peers` cases count.

    `prior`: with the weight of how many cases each stratum's share is drawn to the share of all.
    """
    count = int(units.max()) + 1 if len(units) else 0
    cells, cell_of = np.unique(units * (strata.max() + 1 if len(strata) else 1) + strata, return_inverse=True)
    own = np.bincount(cell_of, minlength=len(cells))
    own_so = np.bincount(cell_of, weights=is_so, minlength=len(cells))
    width = strata.max() + 1 if len(strata) else 1
    unit, stratum = cells // width, cells % width
    all_of, so_of = np.bincount(strata), np.bincount(strata, weights=is_so)
    others, others_so = all_of[stratum] - own, so_of[stratum] - own_so
    overall = is_so.mean() if len(is_so) else 0.0
    share = (others_so + prior * overall) / (others + prior)
    told = np.where(others >= least_peers, 1, 0)
    return Compared(
        np.bincount(unit, weights=own * told, minlength=count).astype(np.int64),
        np.bincount(unit, weights=own_so * told, minlength=count).astype(np.int64),
        np.bincount(unit, weights=own * share * told, minlength=count).astype(np.float64),
    )


def dispersion(
    found: Ints, expected: Floats, *, least: float, cases: Ints | None = None, doubt: Floats | float = 0.0
) -> float:
    """How much units differ beyond chance: the relative variance of their means, not below `least`.

    Away from what is usual, which lies below what is expected where a few units cheat and raise it for all. `cases`:
    of how many the counts are, if they are no small part of them. `doubt`: the relative variance that each expectation
    has anyway.
    """
    enough = expected >= 3
    if enough.sum() < LEAST_UNITS:
        return least
    mean = expected[enough] * min(1.0, float(np.median(found[enough] / expected[enough])))
    away = (found[enough] - mean) ** 2
    chance = mean * (1 - mean / cases[enough]) if cases is not None else mean
    chance = chance + np.broadcast_to(doubt, expected.shape)[enough] * mean**2
    low, high = least, WIDEST
    if _median(away, chance + low * mean**2) <= MEDIAN_OF_SQUARE:
        return least
    for _halving in range(40):
        middle = (low + high) / 2
        if _median(away, chance + middle * mean**2) > MEDIAN_OF_SQUARE:
            low = middle
        else:
            high = middle
    return high


def chances(compared: Compared, spread: float) -> list[float]:
    """By unit: how likely so many or more are, if it is an honest one."""
    share = compared.expected / np.maximum(compared.cases, 1)
    variance = compared.expected * (1 - share) + spread * compared.expected**2
    told = zip(compared.found.tolist(), compared.expected.tolist(), variance.tolist(), strict=True)
    return [tails.matched(count, mean, width) for count, mean, width in told]


def _median(away: Floats, variance: Floats) -> float:
    return float(np.median(away / variance))
