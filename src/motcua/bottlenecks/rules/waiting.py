"""Why the pieces that one resource did had to wait.

What is asked about a wait is only what was done from when its batch had gathered until it was started. All that was
done before had been ready before; so what was done with a readiness up to that moment, summed from the beginning, less
all that was done before that moment, is the contention.
"""

from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.batches import NONE, Batches, Done
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
from motcua.bottlenecks.rules.contending import done_before
from motcua.bottlenecks.rules.spells import passed_before, spells_of
from motcua.bottlenecks.rules.timetables import Timetable, off_before
from motcua.bottlenecks.rules.within import given_way


class Parts(NamedTuple):
    """Of each wait, in µs; what is left of its total has no cause in the log."""

    total: Ints
    batching: Ints
    prioritization: Ints
    contention: Ints
    unavailability: Ints


@compiled
def fill_in(parts: Parts, done: Done, batches: Batches, table: Timetable, duty: int) -> None:
    """The parts of all waits for a resource."""
    spells = spells_of(done, table, duty)
    at_start = passed_before(done.start, done.order, spells, table, duty)
    at_ready = passed_before(done.ready, done.by_ready, spells, table, duty)
    latest = _latest(batches)
    earlier, way = done_before(done, done.rank[latest]), given_way(done, batches)
    for piece in range(latest.size):
        since = latest[piece]
        contention = earlier[piece] - at_ready.busy[since] - way[piece]
        parts.total[piece] = done.start[piece] - done.ready[piece]
        parts.batching[piece] = done.ready[since] - done.ready[piece]
        parts.contention[piece] = contention
        parts.prioritization[piece] = at_start.busy[piece] - at_ready.busy[since] - contention
        parts.unavailability[piece] = at_start.resting[piece] - at_ready.resting[since]


@compiled
def fill_in_nobody(parts: Parts, done: Done, table: Timetable, duty: int) -> None:
    """Nobody is never busy, and lets nothing gather."""
    off_at_start, off_at_ready = np.empty(done.start.size, np.int64), np.empty(done.start.size, np.int64)
    off_before(done.start, done.order, table, duty, off_at_start)
    off_before(done.ready, done.by_ready, table, duty, off_at_ready)
    parts.total[:] = done.start - done.ready
    parts.unavailability[:] = off_at_start - off_at_ready


@compiled
def _latest(batches: Batches) -> Ints:
    """For each piece the one of its batch that was ready last; outside batches itself."""
    latest = np.arange(batches.of.size)
    for piece in range(batches.of.size):
        if batches.of[piece] != NONE:
            latest[piece] = batches.latest[batches.of[piece]]
    return latest
