"""Within a batch, pieces are held against each other by the moment when each of them became ready.

Everything else that the resource did is held against the batch as a whole, which is ready when it has gathered.
"""

from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.work import Work
from tests.bottlenecks.earlier.batches import Batches
from tests.bottlenecks.earlier.cells import Cells
from tests.bottlenecks.earlier.timeline import least_over


@dataclass(frozen=True)
class Batched:
    """The work of a log with its batches; `ready` says since when each piece could have been started."""

    work: Work
    ready: Ints
    batches: Batches
    cells: Cells

    def correction(self) -> Ints:
        """For each piece, what its contention within its batch differs by from the rule outside batches.

        That is nothing where the batch was done in the order in which its pieces became ready.
        """
        found = np.zeros(len(self.work), np.int64)
        of, start = self.batches.of, self.work.start
        order = np.lexsort((self.ready, start, of))
        order = order[np.searchsorted(of[order], 0) :]
        overtaken = (of[order[1:]] == of[order[:-1]]) & (self.ready[order[1:]] < self.ready[order[:-1]])
        near = _Near(self.work, self.cells)
        edges = np.searchsorted(of[order], np.arange(self.batches.begun.size + 1))
        for batch in np.unique(of[order[1:]][overtaken]).tolist():
            members = order[edges[batch] : edges[batch + 1]]
            later = members[start[members] > self.batches.begun[batch]]
            if later.size:
                found[later] = self._of_batch(batch, later, near)
        return found

    def _of_batch(self, batch: int, later: Ints, near: "_Near") -> Ints:
        """Of the members that were started later than the first."""
        cells, this = self.cells, slice(batch, batch + 1)
        resource = self.work.resource[later]
        first = int(cells.at(resource[:1], self.batches.begun[this])[0])
        last = cells.at(resource, self.work.start[later]) - first
        size = int(last.max())
        pieces, from_, to = near.between(first, first + size)
        since, member = cells.rank(self.ready[pieces]), self.batches.of[pieces] == batch
        members, others = (least_over(from_[each], to[each], since[each], size) for each in (member, ~member))
        length, least = cells.length[first : first + size], cells.least[first : first + size]
        whole = cells.rank(self.batches.gathered[this])[0]
        outside = np.where(least <= whole, length, 0)
        own = cells.rank(self.ready[later])
        return np.array(
            [
                length[:until][(members[:until] <= each) | (others[:until] <= whole)].sum()
                - outside[:until].sum()
                for each, until in zip(own, last, strict=True)
            ]
        )


class _Near:
    """Which pieces of a resource overlap a range of its cells."""

    def __init__(self, work: Work, cells: Cells) -> None:
        known = np.flatnonzero(work.resource != work.nobody)
        first = cells.at(work.resource[known], work.start[known])
        order = np.argsort(first, kind="stable")
        self._pieces, self._first = known[order], first[order]
        self._last = cells.at(work.resource[self._pieces], work.end[self._pieces])
        self._reach = np.maximum.accumulate(self._last)

    def between(self, first: int, last: int) -> tuple[Ints, Ints, Ints]:
        """The pieces (a few may be over before), and where they begin and end, counted from `first`."""
        here = slice(
            int(np.searchsorted(self._reach, first, side="right")),
            int(np.searchsorted(self._first, last, side="left")),
        )
        from_, to = (np.clip(each[here] - first, 0, last - first) for each in (self._first, self._last))
        return self._pieces[here], from_, to
