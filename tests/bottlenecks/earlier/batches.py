"""Batches: pieces of one activity that somebody lets gather and then does in one go."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Bools, Ints
from motcua.bottlenecks.rules.work import Work
from tests.bottlenecks.earlier.handing import NONE


@dataclass(frozen=True)
class Batches:
    """`of` is the batch of each piece, or NONE; the rest is by batch.

    `gathered` is when its last piece became ready, `begun` when its first was started.
    """

    of: Ints
    gathered: Ints
    begun: Ints

    def gathering(self, ready: Ints) -> Ints:
        """For each piece, until when it waited for its batch to gather; outside a batch, when it was ready."""
        if not self.gathered.size:
            return ready
        return np.where(self.of == NONE, ready, np.maximum(ready, self.gathered[self.of]))


def batches_in(work: Work, ready: Ints) -> Batches:
    """Two or more pieces of one activity by one resource, each started before or as those before it were over.

    All of them were ready when the first was started. Pieces of nobody are in no batch.
    """
    of = np.full(len(work), NONE, np.int64)
    begun: list[int] = []
    for members in _runs(work, ready):
        of[members] = len(begun)
        begun.append(int(work.start[members[0]]))
    gathered = np.full(len(begun), np.iinfo(np.int64).min)
    inside = of != NONE
    np.maximum.at(gathered, of[inside], ready[inside])
    return Batches(of, gathered, np.array(begun, np.int64))


def _runs(work: Work, ready: Ints) -> Iterator[list[int]]:
    order = np.lexsort((work.start, work.activity, work.resource))
    order = order[work.resource[order] != work.nobody]
    goes_on = _may_go_on(work, order)
    members: list[int] = []
    first = over = 0
    for place in np.flatnonzero(goes_on | np.append(goes_on[1:], False)[: order.size]):
        piece = int(order[place])
        start, end = int(work.start[piece]), int(work.end[piece])
        if goes_on[place] and start <= over and ready[piece] <= first:
            members.append(piece)
            over = max(over, end)
            continue
        if len(members) > 1:
            yield members
        members, first, over = [piece], start, end
    if len(members) > 1:
        yield members


def _may_go_on(work: Work, order: Ints) -> Bools:
    """Whether a piece may belong with the one before it: a quick no for most."""
    may = np.zeros(order.size, bool)
    here, before = order[1:], order[:-1]
    same = (work.resource[here] == work.resource[before]) & (work.activity[here] == work.activity[before])
    may[1:] = same & (work.start[here] <= np.maximum.accumulate(work.end[order])[:-1])
    return may
