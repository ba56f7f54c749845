"""Within a batch, pieces are held against each other by the moment when each of them became ready.

Everything else that the resource did is held against the batch as a whole, which is ready when it has gathered. That
makes a difference only where a piece of a batch comes after one that was ready later.
"""

import numpy as np

from motcua.bottlenecks.rules.batches import Batches, Done
from motcua.bottlenecks.rules.busy import begin, pass_time, sum_up_to
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled


@compiled
def given_way(done: Done, batches: Batches) -> Ints:
    """For each piece, for how long its resource did nothing but pieces of its batch that became ready later."""
    number = done.order.size
    found = np.zeros(number, np.int64)
    if not batches.mixed.any():
        return found
    busy_until = _outlasting(done, batches)
    ranks, ends = np.empty(number, np.int64), np.empty(number, np.int64)
    sums = np.zeros(number + 1, np.int64)
    for batch in range(batches.mixed.size):
        if batches.mixed[batch]:
            _in_batch(batch, done, batches, busy_until[batch], ranks, ends, sums, found)
    return found


@compiled
def _outlasting(done: Done, batches: Batches) -> Ints:
    """For each batch, until when something lasts that was begun before and was ready when it had gathered.

    The latest ends by rank in a tree of maxima.
    """
    found = np.full(batches.first.size, np.iinfo(np.int64).min)
    latest = np.full(done.order.size + 1, np.iinfo(np.int64).min)
    begins = np.full(done.order.size, -1)
    for batch in range(batches.first.size):
        begins[batches.first[batch]] = batch
    for place in range(done.order.size):
        batch, piece = begins[place], done.order[place]
        if batch >= 0:
            rank = done.rank[batches.latest[batch]]
            while rank > 0:
                found[batch] = max(found[batch], latest[rank])
                rank -= rank & -rank
        rank = done.rank[piece]
        while rank < latest.size:
            latest[rank] = max(latest[rank], done.end[piece])
            rank += rank & -rank
    return found


@compiled
def _in_batch(
    batch: int, done: Done, batches: Batches, covered: int, ranks: Ints, ends: Ints, sums: Ints, found: Ints
) -> None:
    """Goes through all that was begun from the first to the last of the batch; leaves `sums` empty."""
    first, last = batches.first[batch], batches.last[batch]
    now, under_way, gathered = done.start[done.order[first]], 0, done.rank[batches.latest[batch]]
    for place in range(first, last + 1):
        piece = done.order[place]
        rank = done.rank[piece]
        now, under_way = pass_time(ranks, ends, under_way, now, done.start[piece], covered, sums)
        if batches.of[piece] == batch:
            found[piece] = sum_up_to(sums, sums.size - 1) - sum_up_to(sums, rank)
            under_way = begin(ranks, ends, under_way, rank, done.end[piece])
        elif rank <= gathered:
            covered = max(covered, done.end[piece])
    for place in range(first, last + 1):
        rank = done.rank[done.order[place]]
        while rank < sums.size and batches.of[done.order[place]] == batch:
            sums[rank] = 0
            rank += rank & -rank
