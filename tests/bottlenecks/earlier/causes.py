"""Why each piece of work waited: five parts that sum exactly to the wait.

A piece waits from the end of its source until it is started. The wait is cut where anything changes, and each stretch
has the first cause that holds:

1. batching: its batch was still gathering;
2. contention: its resource did work that had been ready no later than it (or than its whole batch, see `within`);
3. prioritization: its resource did other work, which became ready later;
4. unavailability: its resource was off duty;
5. extraneous: none of these; nothing that the log tells of kept it waiting.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.duty import Days, Duty
from motcua.bottlenecks.rules.work import Work
from tests.bottlenecks.earlier.batches import batches_in
from tests.bottlenecks.earlier.cells import cells_of
from tests.bottlenecks.earlier.concurrency import concurrent_in
from tests.bottlenecks.earlier.handing import NONE, ready_since, sources
from tests.bottlenecks.earlier.timeline import FREE, before, sums_up_to
from tests.bottlenecks.earlier.within import Batched

CAUSES = ("batching", "prioritization", "contention", "unavailability", "extraneous")


@dataclass(frozen=True)
class Waits:
    """One entry a hand-over; times in microseconds. `source` and `target` are places in the work."""

    source: Ints
    target: Ints
    total: Ints
    batching: Ints
    prioritization: Ints
    contention: Ints
    unavailability: Ints
    extraneous: Ints


def waits_in(work: Work, duties: Mapping[int, Duty], days: Days) -> Waits:
    """Every hand-over of the work. `duties` is the working time of each resource, and of nobody."""
    source = sources(work, concurrent_in(work))
    ready = ready_since(work, source)
    batches = batches_in(work, ready)
    gathered = batches.gathering(ready)
    cells = cells_of(work, ready, gathered, duties, days)
    target = np.flatnonzero(source != NONE)
    first = cells.at(work.resource[target], gathered[target])
    last = cells.at(work.resource[target], work.start[target])
    earlier = sums_up_to(cells.least, cells.length, first, last, cells.rank(gathered[target]))
    contention = earlier + Batched(work, ready, batches, cells).correction()[target]
    busy = cells.least != FREE
    worked, idle_off = before(np.where(busy, cells.length, 0)), before(np.where(busy, 0, cells.off))
    prioritization = worked[last] - worked[first] - contention
    unavailability = idle_off[last] - idle_off[first]
    parts = (gathered - ready)[target], prioritization, contention, unavailability
    total = (work.start - ready)[target]
    return Waits(source[target], target, total, *parts, extraneous=total - sum(parts, np.zeros_like(total)))
