"""Which activities do not wait for each other.

Two activities are concurrent if the log shows either right after the other, neither order being rare. As in the
Heuristics Miner (Weijters and Ribeiro, 2011), an order is rare if the dependency |a>b - b>a| / (a>b + b>a + 1) reaches
0.9. Only cases that do each of the two once are asked: a dossier that is returned from b to a and done again shows
both orders too, and is no sign of concurrency.
"""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled, side_by_side
from motcua.bottlenecks.rules.tables import FREE, slot_of, table_for
from motcua.bottlenecks.rules.work import Work, slices

_ORDERED = 0.9


def concurrent_in(work: Work) -> Ints:
    """The pairs of activities that the log shows to be concurrent, both ways round and in order.

    A pair is written as one number: the first activity x the number of activities + the other.
    """
    number = len(work.activities)

    def orders(ends: tuple[int, int]) -> tuple[Ints, Ints]:
        here = slice(*ends)
        codes, counts = _orders(work.case[here], work.activity[here], number)
        return codes, counts

    several = side_by_side(orders, slices(work.case))
    codes, place = np.unique(np.concatenate([each for each, _counts in several]), return_inverse=True)
    seen = np.bincount(place, np.concatenate([counts for _each, counts in several]), codes.size)
    return _both_ways(codes, seen, number)


def _both_ways(codes: Ints, seen: Ints, number: int) -> Ints:
    turned = codes % number * number + codes // number
    order = np.argsort(turned)
    there = np.isin(codes, turned)
    back = np.zeros_like(seen)
    back[there] = seen[order][np.searchsorted(turned[order], codes[there])]
    dependency = np.abs(seen - back) / (seen + back + 1)
    found: Ints = codes[(back > 0) & (dependency < _ORDERED)]
    return found


@compiled
def _orders(case: Ints, activity: Ints, activities: int) -> tuple[Ints, Ints]:
    """Which follow each other how often, among those that their case does once."""
    times = np.zeros(activities, np.int64)
    table, numbers = table_for(min(case.size, activities * activities))
    codes, counts = np.empty(table.size, np.int64), np.zeros(table.size, np.int64)
    known, from_ = 0, 0
    while from_ < case.size:
        to = from_
        while to < case.size and case[to] == case[from_]:
            times[activity[to]] += 1
            to += 1
        for piece in range(from_ + 1, to):
            if times[activity[piece]] != 1 or times[activity[piece - 1]] != 1:
                continue
            code = activity[piece - 1] * activities + activity[piece]
            slot = slot_of(table, code)
            if table[slot] == FREE:
                table[slot], numbers[slot], codes[known] = code, known, code
                known += 1
            counts[numbers[slot]] += 1
        for piece in range(from_, to):
            times[activity[piece]] = 0
        from_ = to
    return codes[:known], counts[:known]
