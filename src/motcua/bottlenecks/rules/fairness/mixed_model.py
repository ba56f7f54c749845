"""A mixed model: what of a result comes from the kind of work, and what from who did it, each pooled partially.

    link(result) = level + Σ factors (kind of work, month, load, unit, officer …) + spell

Every factor is a random effect, so that a rare kind of work or a person with few cases is drawn towards the others
(Robinson 1991, “That BLUP is a good thing”). A *spell* (an officer in one month) has an effect of its own: cases of
the same weeks share what happened then, and taking them for independent would make intervals far too narrow.

Fitted by penalised quasi-likelihood (Breslow, Clayton 1993) for shares and exactly for measured values; spells are
absorbed, so that the equations have the size of the factors (Henderson 1953). The variances follow from the effects and
from the doubt about them (MacKay 1992, the fixed point of restricted maximum likelihood).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
ROUNDS = 40
NEAR = 0.01
LEAST_VARIANCE = 1e-5
MOST_VARIANCE = 4.0
LENGTH = 1.9
LONGEST = 3.0
HALVINGS = 12
MOST_ETA = 6.0


@dataclass(frozen=True)
class Cases:
    """One row a case. `factors`: the code of each case in each; `spells`: whose cases of which time belong together."""

    factors: Mapping[str, Codes]
    spells: Codes

    @property
    def count(self) -> int:
        return len(self.spells)


@dataclass(frozen=True)
class Fit:
    """`effects` and `doubts` (standard deviations) of each factor, on the scale of the link; `variances` of each,
    of spells (`spell`) and, for measured values, of what is left (`rest`). `eta`: the fitted value of each case.
    """

    level: float
    effects: Mapping[str, Numbers]
    doubts: Mapping[str, Numbers]
    variances: Mapping[str, float]
    eta: Numbers
    spells: Numbers


def fit_shares(happened: NDArray[np.bool_], cases: Cases) -> Fit:
    """For what happened or not; effects are log odds."""
    return _fit(happened.astype(np.float64), cases, binary=True)


def fit_values(values: Numbers, cases: Cases) -> Fit:
    """For measured values; effects are in their unit."""
    return _fit(values, cases, binary=False)


def shares_of(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -50, 50))))


@dataclass
class _State:
    """Where the fit stands. `places`: the columns of each factor; column 0 is the level."""

    places: dict[str, slice]
    b: Numbers
    spells: Numbers
    variances: dict[str, float]
    covariance: Numbers


def _fit(y: Numbers, cases: Cases, *, binary: bool) -> Fit:
    state = _begin(y, cases, binary=binary)
    for _ in range(ROUNDS):
        before = dict(state.variances)
        eta = _eta(state, cases)
        weights, aims = _working(y, eta, state, binary=binary)
        was = (state.b, state.spells)
        doubt = _solve(state, cases, weights, aims)
        if binary:
            _hold_back(state, was, y, cases)
        state.variances["spell"] = _variance(state.spells, doubt, state.variances["spell"])
        _revise(state, y, cases, weights, binary=binary)
        if all(abs(state.variances[name] - was) < NEAR * (was + NEAR) for name, was in before.items()):
            break
    spread = np.sqrt(np.diag(state.covariance))
    return Fit(
        float(state.b[0]),
        {name: state.b[at] for name, at in state.places.items()},
        {name: spread[at] for name, at in state.places.items()},
        state.variances,
        _eta(state, cases),
        state.spells,
    )


def _begin(y: Numbers, cases: Cases, *, binary: bool) -> _State:
    places, first = {}, 1
    for name, codes in cases.factors.items():
        places[name] = slice(first, first + int(codes.max()) + 1)
        first = places[name].stop
    spread = 0.25 if binary else float(y.var()) / 8 + LEAST_VARIANCE
    variances = dict.fromkeys((*places, "spell"), spread)
    if not binary:
        variances["rest"] = float(y.var()) / 2 + LEAST_VARIANCE
    level = np.clip(y.mean(), 0.001, 0.999) if binary else y.mean()
    b = np.zeros(first)
    b[0] = np.log(level / (1 - level)) if binary else level
    return _State(places, b, np.zeros(int(cases.spells.max()) + 1), variances, np.eye(1))


def _eta(state: _State, cases: Cases) -> Numbers:
    eta = state.b[0] + state.spells[cases.spells]
    for name, codes in cases.factors.items():
        eta += state.b[state.places[name]][codes]
    return np.asarray(eta)


def _working(y: Numbers, eta: Numbers, state: _State, *, binary: bool) -> tuple[Numbers, Numbers]:
    """The weights and working values of one step of iteratively weighted least squares."""
    if not binary:
        return np.full(len(y), 1 / state.variances["rest"]), y
    eta = np.clip(eta, -MOST_ETA, MOST_ETA)
    share = shares_of(eta)
    weights = share * (1 - share)
    return weights, eta + (y - share) / weights


def _solve(state: _State, cases: Cases, weights: Numbers, aims: Numbers) -> Numbers:
    """Henderson's equations with the spells absorbed; `covariance` becomes that of all effects together.

    Returns the variance of each spell's effect.
    """
    own = np.bincount(cases.spells, weights, len(state.spells)) + 1 / state.variances["spell"]
    sums = np.bincount(cases.spells, weights * aims, len(state.spells))
    within = _by_spell(state, cases, weights)
    scaled = within / own[:, None]
    left = _crossed(state, cases, weights) - within.T @ scaled
    left[np.diag_indices_from(left)] += _penalties(state)
    right = _by_column(state, cases, weights * aims) - scaled.T @ sums
    state.covariance = np.asarray(np.linalg.inv(left), dtype=np.float64)
    state.b = state.covariance @ right
    state.spells = (sums - within @ state.b) / own
    return np.asarray(1 / own + np.einsum("ij,ij->i", scaled @ state.covariance, scaled))


def _hold_back(state: _State, was: tuple[Numbers, Numbers], y: Numbers, cases: Cases) -> None:
    """A step that makes things worse is halved until it does not: rare events make whole steps jump to and fro."""
    aim = (state.b, state.spells)
    state.b, state.spells = was
    before = _likelihood(state, y, cases)
    for halvings in range(HALVINGS):
        part = 0.5**halvings
        state.b, state.spells = (old + part * (new - old) for old, new in zip(was, aim, strict=True))
        if _likelihood(state, y, cases) >= before:
            return
    state.b, state.spells = was


def _likelihood(state: _State, y: Numbers, cases: Cases) -> float:
    """The penalised log likelihood of what happened."""
    eta = np.clip(_eta(state, cases), -50, 50)
    pull = float((state.spells**2).sum()) / state.variances["spell"]
    pull += sum(float((state.b[at] ** 2).sum()) / state.variances[name] for name, at in state.places.items())
    return float((y * eta - np.logaddexp(0, eta)).sum()) - pull / 2


def _revise(state: _State, y: Numbers, cases: Cases, weights: Numbers, *, binary: bool) -> None:
    doubts = np.diag(state.covariance)
    free = 1.0
    for name, at in state.places.items():
        was = state.variances[name]
        state.variances[name] = _variance(state.b[at], doubts[at], was)
        free += float((1 - doubts[at] / was).sum())
    if not binary:
        rest = y - _eta(state, cases)
        state.variances["rest"] = float(rest @ rest) / max(len(y) - free - _spells_free(state, cases), 1.0)


def _spells_free(state: _State, cases: Cases) -> float:
    """How many numbers the spells have used up, near enough: each as if it stood alone."""
    counts = np.bincount(cases.spells, minlength=len(state.spells))
    return float((counts / (counts + state.variances["rest"] / state.variances["spell"])).sum())


def _variance(effects: Numbers, doubts: Numbers, was: float) -> float:
    """From the effects and the doubt about each (expectation-maximisation), stepping further: plain steps creep.

    Never quite nought, or it could not grow again.
    """
    step = (effects**2 + doubts).mean() / was
    longer = float(np.clip(step**LENGTH, 1 / LONGEST, LONGEST))
    return float(np.clip(was * longer, LEAST_VARIANCE, MOST_VARIANCE))


def _penalties(state: _State) -> Numbers:
    found = np.full(len(state.b), 1e-9)
    for name, at in state.places.items():
        found[at] = 1 / state.variances[name]
    return found


def _by_column(state: _State, cases: Cases, weights: Numbers) -> Numbers:
    found = np.empty(len(state.b))
    found[0] = weights.sum()
    for name, codes in cases.factors.items():
        at = state.places[name]
        found[at] = np.bincount(codes, weights, at.stop - at.start)
    return found


def _by_spell(state: _State, cases: Cases, weights: Numbers) -> Numbers:
    many = len(state.spells)
    found = np.empty((many, len(state.b)))
    found[:, 0] = np.bincount(cases.spells, weights, many)
    for name, codes in cases.factors.items():
        at = state.places[name]
        wide = at.stop - at.start
        found[:, at] = np.bincount(cases.spells * wide + codes, weights, many * wide).reshape(many, wide)
    return found


def _crossed(state: _State, cases: Cases, weights: Numbers) -> Numbers:
    found = np.zeros((len(state.b), len(state.b)))
    found[0] = found[:, 0] = _by_column(state, cases, weights)
    names = list(cases.factors)
    for place, one in enumerate(names):
        for other in names[: place + 1]:
            rows, columns = state.places[one], state.places[other]
            wide = columns.stop - columns.start
            both = cases.factors[one] * wide + cases.factors[other]
            table = np.bincount(both, weights, (rows.stop - rows.start) * wide).reshape(-1, wide)
            found[rows, columns], found[columns, rows] = table, table.T
    return found
