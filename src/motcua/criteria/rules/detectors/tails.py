"""How likely so many or more would be by chance: upper tails of counts, summed term by term.

Each gives 1 where the count does not exceed its mean: without an excess there is nothing to explain.
"""

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p

_NEGLIGIBLE = 1e-17


def poisson(count: int, mean: float) -> float:
    """P(X ≥ count) of Poisson."""
    if count <= mean:
        return 1.0
    if mean <= 0:
        return 0.0
    first = count * log(mean) - mean - lgamma(count + 1)
    return _tail(first, count, lambda x: mean / (x + 1))


def binomial(count: int, trials: int, share: float) -> float:
    """P(X ≥ count) of so many trials that each succeed with this probability."""
    if count <= trials * share:
        return 1.0
    if share <= 0:
        return 0.0
    odds = share / (1 - share) if share < 1 else inf
    first = _log_choose(trials, count) + count * log(share) + (trials - count) * log1p(-share)
    return _tail(first, count, lambda x: (trials - x) / (x + 1) * odds)


def negative_binomial(count: int, mean: float, dispersion: float) -> float:
    """P(X ≥ count) where the mean itself varies between units: variance = mean + dispersion × mean²."""
    if dispersion <= 0:
        return poisson(count, mean)
    if count <= mean:
        return 1.0
    if mean <= 0:
        return 0.0
    size = 1 / dispersion
    share = mean / (mean + size)
    first = (
        lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log1p(-share) + count * log(share)
    )
    return _tail(first, count, lambda x: (x + size) / (x + 1) * share)


def matched(count: int, mean: float, variance: float) -> float:
    """P(X ≥ count) of counts with this mean and variance: negative binomial, Poisson or binomial, as it fits."""
    if variance >= mean:
        return negative_binomial(count, mean, (variance - mean) / mean**2 if mean else 0.0)
    share = 1 - variance / mean
    trials = max(round(mean / share), count)
    return binomial(count, trials, mean / trials)


def _tail(first: float, count: int, ratio: Callable[[int], float]) -> float:
    """The probability of `count` (as a logarithm) and of all above it, each the one before times its ratio."""
    total, term, x = 1.0, 1.0, count
    while term > _NEGLIGIBLE * total:
        term *= ratio(x)
        total += term
        x += 1
    return min(1.0, exp(first) * total)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
