"""`motcua bench effect`: reforms of known effect are invented, judged, and the judgements counted."""

from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.directives.rules.effect import Effect, Numbers, against_itself, against_peers
from motcua.kernel.benchmarks import benchmark

BEFORE, BETWEEN, AFTER = 12, 3, 3  # months


class Reforms(NamedTuple):
    """Counts (reforms, bodies, months, 2); the reformed body is the first. `truth`: what the reform really added."""

    counts: Numbers
    truth: Numbers

    @property
    def before(self) -> Numbers:
        return self.counts[:, :, :BEFORE]

    @property
    def after(self) -> Numbers:
        return self.counts[:, :, -AFTER:]


def invent(
    count: int, *, seed: int, largest: float, peers: int = 20, alike: float = 0.5, chosen_low: bool = False
) -> Reforms:
    """Bodies of all sizes and levels, a season that all share, and months of which each is like the one before.

    `largest`: effects lie between 0 and this share. `chosen_low`: the reformed body is the one that stood lowest when
    the finding was measured, as directives are really given.
    """
    rng = np.random.default_rng(seed)
    months = BEFORE + BETWEEN + AFTER
    shape = (count, peers + 1, months)
    cases = rng.poisson(np.exp(rng.normal(3.5, 1, (*shape[:2], 1))) + 5, shape) + 1
    level = rng.normal(1.5, 0.8, (*shape[:2], 1)) + rng.normal(0, 0.25, (count, 1, months))
    rates = 1 / (1 + np.exp(-level - _wandering(rng, shape, alike)))
    if chosen_low:
        _put_lowest_first(rng, cases, rates)
    reformed = rates.copy()
    gain = rng.uniform(0, largest, (count, 1)) if largest else 0.0
    left = rates[:, 0, -AFTER:]
    reformed[:, 0, -AFTER:] = np.maximum(left, np.minimum(left + gain, 0.995)) if largest else left
    good = rng.binomial(cases, reformed)
    weights = cases[:, 0, -AFTER:]
    truth = ((reformed - rates)[:, 0, -AFTER:] * weights).sum(axis=-1) / weights.sum(axis=-1)
    return Reforms(np.stack([good, cases], axis=-1).astype(np.float64), truth)


def judged_by_peers(reforms: Reforms) -> Effect:
    before, after = reforms.before.sum(axis=-2), reforms.after.sum(axis=-2)
    return against_peers(before[:, 0], after[:, 0], before[:, 1:], after[:, 1:])


def judged_by_itself(reforms: Reforms) -> Effect:
    return against_itself(reforms.before[:, 0], reforms.after[:, 0])


def covered(effect: Effect, truth: Numbers) -> float:
    """The share of the reforms whose true effect lies in the interval."""
    return float(((effect.low <= truth) & (truth <= effect.high)).mean())


@benchmark("effect")
def effect(reforms: int = 1_000) -> dict[str, Any]:
    began = perf_counter()
    told: dict[str, Any] = {"reforms": reforms}
    for name, chosen_low in (("chosen_by_chance", False), ("chosen_for_being_low", True)):
        real = invent(reforms, seed=1, largest=0.15, chosen_low=chosen_low)
        idle = invent(reforms, seed=2, largest=0, chosen_low=chosen_low)
        found, nothing = judged_by_peers(real), judged_by_peers(idle)
        told[name] = {
            "covered": covered(found, real.truth),
            "covered_without_effect": covered(nothing, idle.truth),
            "said_it_worked": float(found.worked.mean()),
            "falsely_said_it_worked": float(nothing.worked.mean()),
        }
    return told | {"seconds": round(perf_counter() - began, 2)}


def _wandering(rng: np.random.Generator, shape: tuple[int, int, int], alike: float) -> Numbers:
    """What a body's months have of their own, each leaning on the one before."""
    shocks = rng.normal(0, 0.3, shape)
    for month in range(1, shape[2]):
        shocks[..., month] = alike * shocks[..., month - 1] + np.sqrt(1 - alike**2) * shocks[..., month]
    return np.asarray(shocks)


def _put_lowest_first(rng: np.random.Generator, cases: NDArray[np.int64], rates: Numbers) -> None:
    seen = rng.binomial(cases[:, :, BEFORE], rates[:, :, BEFORE]) / cases[:, :, BEFORE]
    rows, lowest = np.arange(len(cases)), seen.argmin(axis=1)
    for one in (cases, rates):
        first = one[rows, 0].copy()
        one[rows, 0] = one[rows, lowest]
        one[rows, lowest] = first
