"""Which activities do not wait for each other.

Two activities are concurrent if the log shows either right after the other, neither order being rare. As in the
Heuristics Miner (Weijters and Ribeiro, 2011), an order is rare if the dependency |a>b - b>a| / (a>b + b>a + 1) reaches
0.9. Only cases that do each of the two once are asked: a dossier that is returned from b to a and done again shows
both orders too, and is no sign of concurrency.
"""

from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Bools, Ints
from motcua.bottlenecks.rules.work import Work

_ORDERED = 0.9


@dataclass(frozen=True)
class Concurrent:
    pairs: Ints  # sorted codes: one activity x number of activities + the other
    activities: int

    def are(self, one: Ints, other: Ints) -> Bools:
        """Whether each of `one` is concurrent with its counterpart in `other`."""
        return np.isin(one * self.activities + other, self.pairs)


def concurrent_in(work: Work) -> Concurrent:
    """The pairs of activities that the log shows to be concurrent."""
    number = len(work.activities)
    _codes, place, times = np.unique(
        work.case * number + work.activity, return_inverse=True, return_counts=True
    )
    once = times[place] == 1
    next_to = (work.case[1:] == work.case[:-1]) & once[1:] & once[:-1]
    before, after = work.activity[:-1][next_to], work.activity[1:][next_to]
    orders, seen = np.unique(before * number + after, return_counts=True)
    reversed_ = _counted(orders, seen, orders % max(number, 1) * number + orders // max(number, 1))
    dependency = np.abs(seen - reversed_) / (seen + reversed_ + 1)
    return Concurrent(orders[(reversed_ > 0) & (dependency < _ORDERED)], number)


def _counted(codes: Ints, counts: Ints, asked: Ints) -> Ints:
    if not codes.size:
        return np.zeros(asked.size, np.int64)
    place = np.minimum(np.searchsorted(codes, asked), codes.size - 1)
    return np.where(codes[place] == asked, counts[place], 0)
