"""Batches: pieces of one activity that somebody lets gather and then does in one go.

Two or more pieces of one activity by one resource, each started before or as those before it were over. All of them
were ready when the first was started. Pieces of nobody are in no batch.
"""

from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled

NONE = -1


class Done(NamedTuple):
    """What one resource did, as columns, and the places by start and by readiness.

    `rank` counts the different moments of readiness from 1 on.
    """

    activity: Ints
    start: Ints
    end: Ints
    ready: Ints
    order: Ints
    by_ready: Ints
    rank: Ints


class Batches(NamedTuple):
    """`of` is the batch of each piece, or NONE; the rest is by batch.

    `latest` is the piece that was ready last: then the batch had gathered. `first` and `last` are where, in the order
    by start, its first and last pieces lie. `mixed`: somewhere a piece comes after one that was ready later.
    """

    of: Ints
    latest: Ints
    first: Ints
    last: Ints
    mixed: Ints


@compiled
def batches_in(done: Done, activities: int) -> Batches:
    number = done.order.size
    of = np.full(number, NONE, np.int64)
    latest, mixed = np.empty(number, np.int64), np.zeros(number, np.int64)
    first, last = np.empty(number, np.int64), np.empty(number, np.int64)
    open_, over = np.full(activities, NONE, np.int64), np.empty(activities, np.int64)
    known = 0
    for place in range(number):
        piece = done.order[place]
        activity = done.activity[piece]
        head = done.order[open_[activity]] if open_[activity] != NONE else piece
        if head == piece or done.start[piece] > over[activity] or done.ready[piece] > done.start[head]:
            open_[activity], over[activity] = place, done.end[piece]
            continue
        if of[head] == NONE:
            of[head], latest[known], first[known] = known, head, open_[activity]
            known += 1
        batch = of[head]
        of[piece], last[batch] = batch, place
        if done.ready[piece] < done.ready[latest[batch]]:
            mixed[batch] = 1
        else:
            latest[batch] = piece
        over[activity] = max(over[activity], done.end[piece])
    return Batches(of, latest[:known], first[:known], last[:known], mixed[:known])
