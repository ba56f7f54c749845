"""Whose overrun made a dossier late: an exact Shapley split of its one miss over the steps of its process.

A coalition of steps saves the dossier if, had each kept its limit, the time won would have covered the lateness:
the sum of their overruns is at least the lateness. A step's share is the mean, over all orders in which the steps
could be mended one by one, of being the one that saves it. Shares are whole numbers over lcm(1…n), n steps. If all
overruns together do not save it, the limits themselves are too slack, and the miss is nobody's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb, lcm
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

MOST_VECTORS = 8
_AT_ONCE = 16_384
Step = TypeVar("Step")
Whole = NDArray[np.int64]


class Shares(NamedTuple):
    """What each step bears of one miss, over `common`: `of` and `too_slack` sum to it."""

    of: Mapping[Any, int]
    too_slack: int
    common: int

    def fraction(self, step: object) -> Fraction:
        return Fraction(self.of[step], self.common)


def denominator(steps: int) -> int:
    """The whole number over which the shares of so many steps are whole: 60 for six."""
    return lcm(*range(1, max(steps, 1) + 1))


def split(overruns: Mapping[Step, int], lateness: int) -> Shares:
    """Split one late dossier's miss. Overruns over the limits and lateness in whole minutes (of the same clock).

    A step within its limit (overrun 0 or below) bears nothing. Lateness below 1 minute counts as 1. Takes time with
    steps² × different sums of overruns, at most 2^steps.
    """
    common = denominator(len(overruns))
    late = max(lateness, 1)
    over = {step: minutes for step, minutes in overruns.items() if minutes > 0}
    if sum(over.values()) < late:
        return Shares(dict.fromkeys(overruns, 0), common, common)
    weights = [common // (len(over) * comb(len(over) - 1, size)) for size in range(len(over))]
    shares = {step: _pivots(over, step, late, weights) for step in over}
    return Shares({step: shares.get(step, 0) for step in overruns}, 0, common)


def _pivots(over: Mapping[Step, int], step: Step, late: int, weights: Sequence[int]) -> int:
    """Σ weight of the coalitions of the others that do not save the dossier, and with this step do."""
    sums: dict[tuple[int, int], int] = {
        (0, 0): 1
    }  # (size, minutes) → how many coalitions: only those still short
    for other, minutes in over.items():
        if other == step:
            continue
        grown = defaultdict(int, sums)
        for (size, total), many in sums.items():
            if total + minutes < late:
                grown[size + 1, total + minutes] += many
        sums = grown
    needed = late - over[step]
    return sum(weights[size] * many for (size, total), many in sums.items() if total >= needed)


def split_all(overruns: Whole, lateness: Whole) -> Whole:
    """The same for many dossiers at once: a row each, a column for each of at most 8 kinds of steps.

    Gives the shares over `denominator(columns)`, with one more column for “limits too slack”; rows sum to it. Products
    of small whole numbers, exact in floating point.
    """
    rows, steps = overruns.shape
    if steps > MOST_VECTORS:
        raise ValueError(f"at most {MOST_VECTORS} kinds of steps, not {steps}")
    coalitions = np.arange(1 << steps)
    members = (coalitions[:, None] >> np.arange(steps)) & 1
    every, signed = members.T.astype(np.float64), _signed_weights(members, steps)
    shares = np.empty((rows, steps + 1), np.int64)
    for start in range(0, rows, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        sums = np.maximum(overruns[part], 0).astype(np.float64) @ every
        saves = sums >= np.maximum(lateness[part], 1)[:, None]
        shares[part, :steps] = np.rint(saves.astype(np.float32) @ signed).astype(np.int64)
    shares[:, steps] = denominator(steps) - shares[:, :steps].sum(axis=1)
    return shares


def _signed_weights(members: Whole, steps: int) -> NDArray[np.float32]:
    """For each coalition and step: what the coalition's saving adds to the step's share. Small whole numbers: exact
    in floating point.
    """
    common = denominator(steps)
    weights = np.array([common // (steps * comb(steps - 1, size)) for size in range(steps)])
    sizes = members.sum(axis=1)
    with_step = weights[np.maximum(sizes - 1, 0)][:, None] * members
    without = weights[np.minimum(sizes, steps - 1)][:, None] * (1 - members)
    signed: NDArray[np.float32] = (with_step - without).astype(np.float32)
    return signed
