"""Who bears the misses of many late cases at once: the split of `shapley`, over whole columns.

A case is a late dossier in a period in which it counts. It misses once; its one miss is split over the steps that ran
over, in whole numbers over `common`, and what no step bears is the limits' own (`too_slack`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.criteria.rules.shapley import MOST_VECTORS, denominator, split, split_all

Whole = NDArray[np.int64]


class Attributed(NamedTuple):
    """`shares`: of each overrun; `too_slack`: of each case. Those of a case sum to `common`."""

    shares: Whole
    too_slack: Whole
    common: int


def attributed(case: Whole, overrun: Whole, lateness: Whole) -> Attributed:
    """Split every case's miss. `case`: of each overrun, a number below `len(lateness)`, in ascending order; `overrun`:
    above 0, one for each step that a case ran over in. ValueError if they are not so.
    """
    if np.any(np.diff(case) < 0) or np.any(overrun <= 0):
        raise ValueError("cases in ascending order, overruns above 0")
    steps = np.bincount(case, minlength=len(lateness))
    first = np.cumsum(steps) - steps
    common = denominator(max(MOST_VECTORS, int(steps.max(initial=0))))
    shares, too_slack = np.zeros(len(case), np.int64), np.full(len(lateness), common, np.int64)
    for many in np.unique(steps[steps > 0]).tolist():
        (cases,) = np.nonzero(steps == many)
        places = first[cases][:, None] + np.arange(many)
        told = _split(overrun[places], lateness[cases]) * (common // denominator(many))
        shares[places], too_slack[cases] = told[:, :many], told[:, many]
    return Attributed(shares, too_slack, common)


def _split(overruns: Whole, lateness: Whole) -> Whole:
    if overruns.shape[1] <= MOST_VECTORS:
        return split_all(overruns, lateness)
    told = (
        split(dict(enumerate(one)), late)
        for one, late in zip(overruns.tolist(), lateness.tolist(), strict=True)
    )
    return np.array([[*one.of.values(), one.too_slack] for one in told], np.int64)
