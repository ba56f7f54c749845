"""What a resource was busy with, told as its time goes on: the least rank of all that it does at once.

Pieces under way are a heap by rank, without those that another outlasts and outranks. Time that has passed is summed
by the rank it was spent on in a tree of sums (Fenwick, 1994).
"""

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled


@compiled
def add(sums: Ints, rank: int, amount: int) -> None:
    while rank < sums.size:
        sums[rank] += amount
        rank += rank & -rank


@compiled
def sum_up_to(sums: Ints, rank: int) -> int:
    total = 0
    while rank > 0:
        total += sums[rank]
        rank -= rank & -rank
    return total


@compiled
def begin(ranks: Ints, ends: Ints, under_way: int, rank: int, end: int) -> int:
    """Takes a piece into the heap, unless it can never show; the number that is under way then."""
    if under_way and ranks[0] <= rank and ends[0] >= end:
        return under_way
    here = under_way
    while here and ranks[(here - 1) // 2] > rank:
        above = (here - 1) // 2
        ranks[here], ends[here] = ranks[above], ends[above]
        here = above
    ranks[here], ends[here] = rank, end
    return under_way + 1


@compiled
def drop_first(ranks: Ints, ends: Ints, under_way: int) -> int:
    """Takes the least rank out of the heap; the number that is under way then."""
    last = under_way - 1
    rank, end = ranks[last], ends[last]
    here, below = 0, 1
    while below < last:
        if below + 1 < last and ranks[below + 1] < ranks[below]:
            below += 1
        if ranks[below] >= rank:
            break
        ranks[here], ends[here] = ranks[below], ends[below]
        here, below = below, 2 * below + 1
    ranks[here], ends[here] = rank, end
    return last


@compiled
def pass_time(
    ranks: Ints, ends: Ints, under_way: int, now: int, until: int, covered: int, sums: Ints
) -> tuple[int, int]:
    """Sums what is done from now on, by rank, except before `covered`; until that moment or until nothing is under way.

    Tells the moment that it came to, and the number that is under way then.
    """
    while under_way:
        if ends[0] <= now:
            under_way = drop_first(ranks, ends, under_way)
            continue
        if now >= until:
            break
        upto = min(ends[0], until)
        if upto > covered:
            add(sums, ranks[0], upto - max(now, covered))
        now = upto
    return now, under_way
