"""For how long a resource had done, when it started a piece, what was ready no later than that piece's batch."""

import numpy as np

from motcua.bottlenecks.rules.batches import Done
from motcua.bottlenecks.rules.busy import begin, pass_time, sum_up_to
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled

_EVER = np.iinfo(np.int64).min


@compiled
def done_before(done: Done, until: Ints) -> Ints:
    """For each piece: of all the time until its start, that in which something of rank `until` or less was done."""
    number = done.order.size
    found = np.empty(number, np.int64)
    ranks, ends, sums = np.empty(number, np.int64), np.empty(number, np.int64), np.zeros(number + 1, np.int64)
    under_way, now = 0, 0
    for piece in done.order:
        start = done.start[piece]
        now, under_way = pass_time(ranks, ends, under_way, now, start, _EVER, sums)
        now = start
        found[piece] = sum_up_to(sums, until[piece])
        under_way = begin(ranks, ends, under_way, done.rank[piece], done.end[piece])
    return found
