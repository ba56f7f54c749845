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

SURE = 1.959964
BINS = 200


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
    others at the same work. `usual`: the share of all together. Numbers of holders below `least` are not to be used.
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
    usual: float


def judge(work: Work) -> Judged:
    """Raises ValueError without any step."""
    if not len(work.holders):
        raise ValueError("nobody has finished a step")
    cases = _cases(work)
    shares = fit_shares(work.over, cases)
    pace = fit_values(np.log((work.minutes + 1) / (work.limits + 1)), cases)
    own, doubt = shares.effects["holder"], shares.doubts["holder"]
    others = shares.eta - own[work.holders]
    centre, low, high = (_with_everybodys_work(others, own + reach * doubt) for reach in (0.0, -SURE, SURE))
    speed, unsure = pace.effects["holder"], pace.doubts["holder"]
    return Judged(
        steps=np.bincount(work.holders),
        over=np.bincount(work.holders, work.over).astype(np.int64),
        expected=_expected(work, shares),
        adjusted=centre,
        low=low,
        high=high,
        pace=np.exp(speed),
        pace_low=np.exp(speed - SURE * unsure),
        pace_high=np.exp(speed + SURE * unsure),
        usual=float(work.over.mean()),
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


def worth_a_look(adjusted: Numbers, low: Numbers, usual: float, least_difference: int) -> NDArray[np.bool_]:
    """Who might be asked about: the whole interval lies above what is usual, its middle by so many percentage points.

    Never more than a question: with many holders some lie there by chance.
    """
    return np.asarray((low > usual) & (adjusted >= usual + least_difference / 100))
