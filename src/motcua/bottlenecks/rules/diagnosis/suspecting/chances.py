"""How likely counts are without any cause."""

from collections.abc import Sequence
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.diagnosis.rounds import Round

_SMALLEST, _NOTHING = 1e-300, 1e-18


def at_least(count: int, of: int, chance: float) -> float:
    """P(X ≥ count) of a binomial: each of `of` independent cases has this chance. Exact up to rounding."""
    if count <= 0:
        return 1.0
    if chance <= 0 or count > of:
        return 0.0
    if chance >= 1:
        return 1.0
    total = 0.0
    for hits in range(count, of + 1):
        term = exp(_log_term(hits, of, chance))
        total += term
        if hits > of * chance and term <= total * _NOTHING:
            break  # beyond the mean each term is smaller than the one before
    return min(1.0, total)


def _log_term(hits: int, of: int, chance: float) -> float:
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return ways + hits * log(max(chance, _SMALLEST)) + (of - hits) * log(max(1 - chance, _SMALLEST))


def laplace(hits: int, of: int) -> float:
    """A share that is never 0 or 1: what few cases showed is not certain."""
    return (hits + 1) / (of + 2)


def relative(rounds: Sequence[Round], *, waits: bool) -> list[float]:
    """Time, or the wait alone, over the limit of each round; of those that ended and had a limit."""
    found = []
    for one in rounds:
        minutes = one.waiting if waits else one.all
        if minutes is not None and one.limit:
            found.append(minutes / one.limit)
    return found


def middle(values: Sequence[float] | NDArray[np.float64]) -> float:
    """The lower of two that are in the middle."""
    place = (len(values) - 1) // 2
    return float(np.partition(np.asarray(values, float), place)[place])
