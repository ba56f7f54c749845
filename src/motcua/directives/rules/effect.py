"""What a directive has brought about, with a 95 % interval: the same measure before it and after it.

The figure is a ratio of counts, so it is compared on the logit scale, where a step means the same near 50 % and near
99 %. How much such a figure moves by itself is not taken from a formula (its months depend on each other, and what
is late and open is counted month after month) but from others:

* **difference in differences**, with enough peers: each peer's own step from the same months before to the same
  months after tells what would have happened, and their spread how sure that is. Steps of whole windows, not months,
  are compared, so months that depend on each other do no harm (Bertrand, Duflo, Mullainathan 2004, “How much should
  we trust differences-in-differences estimates?”). The interval is the prediction interval of a random-effects
  meta-analysis (Higgins, Thompson, Spiegelhalter 2009): peers are of different sizes, as Ferman and Pinto 2019 warn,
  and small ones tell little about the spread, which the degrees of freedom say.
* **interrupted series**, without them: the body's own months before are taken as the others. It holds only while
  nothing else has changed, and says so.

The months in which the finding was measured are left out by whoever calls: they were chosen for being low, and what
is chosen for being low rises by itself.

Every array may have leading axes: a thousand reforms are judged at once.
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
HALF = 0.975  # both sides of 95 %
ALIKE = 0.5  # the correlation of neighbouring months that the interrupted series allows for
LEAST_FREEDOM = 4
STEPS = 50  # halvings of the search for the spread: exact to 1e-15 of its range


class Method(StrEnum):
    PEERS = "difference-in-differences"
    SERIES = "interrupted-series"


@dataclass(frozen=True)
class Effect:
    """In shares of one: `gain` is `after` less `expected`, which is what it would have been without the directive.

    `low` and `high` bound the gain with 95 %. `compared`: how many peers, or months before.
    """

    method: Method
    before: Numbers
    after: Numbers
    expected: Numbers
    gain: Numbers
    low: Numbers
    high: Numbers
    compared: int

    @property
    def worked(self) -> NDArray[np.bool_]:
        """The whole interval lies above nothing."""
        return np.asarray(self.low > 0)

    @property
    def worsened(self) -> NDArray[np.bool_]:
        return np.asarray(self.high < 0)


def against_peers(before: Numbers, after: Numbers, peers_before: Numbers, peers_after: Numbers) -> Effect:
    """`before`, `after`: (…, 2), numerator and denominator of the window. Peers: (…, peers, 2). At least 5 peers."""
    (level, noise), (first, doubt) = _logit(before), _logit(peers_before)
    second, more = _logit(peers_after)
    steps = _centre(second - first, doubt + more)
    expected = level + steps.at
    variance = noise + steps.spread + steps.doubt
    freedom = steps.freedom(variance, np.asarray(1.0))
    return _effect(Method.PEERS, before, after, expected, _reach(variance, freedom), peers_before.shape[-2])


def against_itself(months: Numbers, after_months: Numbers) -> Effect:
    """`months`: (…, months before, 2); `after_months`: (…, months after, 2). At least 5 months before.

    Neighbouring months are taken to be alike by `ALIKE`: a year cannot tell how much they are, and taking them to be
    free of each other would see effects where there are none. So the interval is rather too wide.
    """
    after = after_months.sum(axis=-2)
    levels = _centre(*_logit(months))
    weights = after_months[..., 1] / np.maximum(after[..., 1:], 1)
    shared = np.einsum("...i,ij,...j->...", weights, _likeness(weights.shape[-1]), weights)
    variance = levels.spread * shared + levels.doubt * _likeness(months.shape[-2]).mean(axis=1).sum()
    reach = _reach(variance, levels.freedom(variance, shared))
    return _effect(Method.SERIES, months.sum(axis=-2), after, levels.at, reach, months.shape[-2])


def _likeness(months: int) -> Numbers:
    """How much each month tells about each other one, fading with the distance."""
    place = np.arange(months)
    return np.asarray(ALIKE ** np.abs(place[:, None] - place[None, :]))


def _effect(
    method: Method, before: Numbers, after: Numbers, level: Numbers, reach: Numbers, compared: int
) -> Effect:
    """The difference of what is and what was to be expected, each with its own interval (Zou, Donner 2008, MOVER)."""
    expected, least, most = _expit(level), _expit(level - reach), _expit(level + reach)
    reached = _rate(after)
    under, over = _wilson(after)
    gain = reached - expected
    low = gain - np.hypot(reached - under, most - expected)
    high = gain + np.hypot(over - reached, expected - least)
    return Effect(method, _rate(before), reached, expected, gain, low, high, compared)


@dataclass(frozen=True)
class _Centre:
    """Where others lie, the doubt (variance) about that, and how far each lies from it beyond chance (variance)."""

    at: Numbers
    doubt: Numbers
    spread: Numbers
    information: Numbers

    def freedom(self, variance: Numbers, share: Numbers) -> Numbers:
        """The degrees of freedom of a variance of which the spread is a share (Satterthwaite 1946).

        Small peers tell little about the spread, so what rests on it alone has few; the noise of chance is known.
        """
        doubt_of_spread = 2 * share**2 / self.information
        return np.maximum(2 * variance**2 / doubt_of_spread, LEAST_FREEDOM)


def _centre(values: Numbers, noises: Numbers) -> _Centre:
    spread = _spread(values, noises)
    weights = 1 / (noises + spread[..., None])
    at = (weights * values).sum(axis=-1) / weights.sum(axis=-1)
    information = (weights**2).sum(axis=-1) * (1 - 1 / values.shape[-1])
    return _Centre(at, _doubt_of_centre(values, weights, at), spread, information)


def _reach(variance: Numbers, freedom: Numbers) -> Numbers:
    return np.asarray(t_quantile(HALF, freedom) * np.sqrt(variance))


def _doubt_of_centre(others: Numbers, weights: Numbers, centre: Numbers) -> Numbers:
    """The variance of the centre, by how far the others really lie apart (Hartung, Knapp 2001), never below theory."""
    total = weights.sum(axis=-1)
    residual = (weights * (others - centre[..., None]) ** 2).sum(axis=-1) / (others.shape[-1] - 1)
    return np.asarray(np.maximum(residual, 1) / total)


def _spread(values: Numbers, noises: Numbers) -> Numbers:
    """The variance beyond chance: where the weighted squares equal their degrees of freedom (Paule, Mandel 1982)."""
    freedom = values.shape[-1] - 1
    low = np.zeros(values.shape[:-1])
    high = values.var(axis=-1) * (freedom + 1) + noises.max(axis=-1)
    for _ in range(STEPS):
        middle = (low + high) / 2
        weights = 1 / (noises + middle[..., None])
        centre = (weights * values).sum(axis=-1) / weights.sum(axis=-1)
        too_small = (weights * (values - centre[..., None]) ** 2).sum(axis=-1) > freedom
        low, high = np.where(too_small, middle, low), np.where(too_small, high, middle)
    return np.asarray(high)


def _logit(counts: Numbers) -> tuple[Numbers, Numbers]:
    """The empirical logit and its variance (Gart, Zweifel 1967): half a case on either side, so 100 % is finite."""
    good, bad = counts[..., 0] + 0.5, counts[..., 1] - counts[..., 0] + 0.5
    return np.log(good / bad), 1 / good + 1 / bad


def _rate(counts: Numbers) -> Numbers:
    return np.asarray(counts[..., 0] / np.maximum(counts[..., 1], 1))


def _wilson(counts: Numbers) -> tuple[Numbers, Numbers]:
    """The score interval of a rate (Wilson 1927): it has a width even where every case is good."""
    rate, cases = _rate(counts), np.maximum(counts[..., 1], 1)
    z = NormalDist().inv_cdf(HALF)
    middle = (rate + z**2 / (2 * cases)) / (1 + z**2 / cases)
    half = z * np.sqrt(rate * (1 - rate) / cases + (z / (2 * cases)) ** 2) / (1 + z**2 / cases)
    return middle - half, middle + half


def _expit(level: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-level)))


def t_quantile(probability: float, freedom: Numbers) -> Numbers:
    """Student's t, from the normal quantile (Abramowitz, Stegun 26.7.5): right to 0.001 from 4 degrees of freedom."""
    z: float = NormalDist().inv_cdf(probability)
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return np.asarray(z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms)))
