"""From cases to figures: each holder's share over the limit and time against it, for the same work as everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.fairness.mixed_model import (
    Cases,
    Codes,
    Fit,
    Numbers,
    fit_shares,
    fit_values,
    shares_of,
)
from motcua.bottlenecks.rules.fairness.prompting import chance_below
from motcua.bottlenecks.rules.fairness.together import erring_together, told_by_both

SURE = 1.959964
BINS = 200
REACH = np.linspace(-10, 10, 801)


@dataclass(frozen=True)
class Work:
    """Finished steps of people in the same role, one row a step. Codes run from 0.

    `holders`: who is judged (an officer, or a unit). `within`: the holder's unit, so that what a whole unit suffers is
    not laid on one of its officers; None where units themselves are judged. `months`: when. `kinds`: the kind of work
    in each respect (procedure and step, round, channel, load). `minutes` in hands, `limits` in minutes.
    """

    holders: Codes
    within: Codes | None
    months: Codes
    kinds: Mapping[str, Codes]
    minutes: Numbers
    limits: Numbers

    @property
    def over(self) -> NDArray[np.bool_]:
        return self.minutes > self.limits


@dataclass(frozen=True)
class Judged:
    """By holder. `over`, `expected`, `adjusted` and its bounds are shares of one: what was, what the same work gives on
    the average, what he would have with everybody's work. `pace` and its bounds: his time as a multiple of that of
    others at the same work. `without_reason`: the probability that his share does not lie above `usual`, the share of
    all together, by the difference that matters. Of holders with few steps these numbers are not to be used.
    """

    steps: Codes
    over: Codes
    expected: Numbers
    adjusted: Numbers
    low: Numbers
    high: Numbers
    pace: Numbers
    pace_low: Numbers
    pace_high: Numbers
    without_reason: Numbers
    usual: float


@dataclass(frozen=True)
class Fits:
    """What steps say of their holders: by how often they were late (`shares`), and by how long they took (`pace`).
    `errors`: how both err together.
    """

    shares: Fit
    pace: Fit
    errors: float


def fits_of(work: Work) -> Fits:
    """Raises ValueError without any step."""
    if not len(work.holders):
        raise ValueError("nobody has finished a step")
    cases, took = _cases(work), np.log((work.minutes + 1) / (work.limits + 1))
    shares, pace = fit_shares(work.over, cases), fit_values(took, cases)
    return Fits(shares, pace, erring_together(work.over.astype(np.float64), shares, took, pace, cases))


def judge(work: Work, least_difference: int) -> Judged:
    """`least_difference`: percentage points above what is usual from which on it matters. ValueError without a step."""
    fits = fits_of(work)
    own, doubt = told_by_both(fits.shares, fits.pace, "holder", errors=fits.errors)
    return judged_with(work, fits, own, doubt, least_difference)


def judged_with(work: Work, fits: Fits, own: Numbers, doubt: Numbers, least_difference: int) -> Judged:
    """Figures from these effects on the share, and the doubt about each."""
    others = fits.shares.eta - fits.shares.effects["holder"][work.holders]
    centre, low, high = (_with_everybodys_work(others, own + reach * doubt) for reach in (0.0, -SURE, SURE))
    usual = float(work.over.mean())
    needed = np.interp(usual + least_difference / 100, _with_everybodys_work(others, REACH), REACH)
    speed, unsure = fits.pace.effects["holder"], fits.pace.doubts["holder"]
    return Judged(
        steps=np.bincount(work.holders),
        over=np.bincount(work.holders, work.over).astype(np.int64),
        expected=_expected(work, fits.shares),
        adjusted=centre,
        low=low,
        high=high,
        pace=np.exp(speed),
        pace_low=np.exp(speed - SURE * unsure),
        pace_high=np.exp(speed + SURE * unsure),
        without_reason=chance_below(float(needed), own, doubt),
        usual=usual,
    )


def _cases(work: Work) -> Cases:
    factors = {**work.kinds, "month": work.months}
    if work.within is not None:
        factors["unit"] = work.within
    spells = work.holders * (int(work.months.max()) + 1) + work.months
    _kept, dense = np.unique(spells, return_inverse=True)
    return Cases({**factors, "holder": work.holders}, dense.astype(np.int64))


def _with_everybodys_work(others: Numbers, own: Numbers) -> Numbers:
    """The share over the limit that a holder with this effect would have, had he had everybody's work."""
    middles = np.quantile(others, (np.arange(BINS) + 0.5) / BINS)
    return np.asarray(shares_of(middles[None, :] + own[:, None]).mean(axis=1))


def _expected(work: Work, fit: Fit) -> Numbers:
    """The share that the same work gives on the average, so that over all holders it sums to what was."""
    plain = fit.level + sum(fit.effects[name][codes] for name, codes in work.kinds.items())
    plain += fit.effects["month"][work.months]
    share = shares_of(plain)
    share *= work.over.sum() / max(float(share.sum()), 1e-9)
    return np.asarray(np.bincount(work.holders, share) / np.maximum(np.bincount(work.holders), 1))
