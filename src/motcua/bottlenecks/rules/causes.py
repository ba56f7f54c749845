"""Why each piece of work waited: five parts that sum exactly to the wait.

A piece waits from the end of its source until it is started. The wait is cut where anything changes, and each stretch
has the first cause that holds:

1. batching: its batch was still gathering;
2. contention: its resource did work that had been ready no later than it (or than its whole batch, see `within`);
3. prioritization: its resource did other work, which became ready later;
4. unavailability: its resource was off duty;
5. extraneous: none of these; nothing that the log tells of kept it waiting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np

from motcua.bottlenecks.rules.batches import Done, batches_in
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled, side_by_side
from motcua.bottlenecks.rules.concurrency import concurrent_in
from motcua.bottlenecks.rules.duty import Days, Duty
from motcua.bottlenecks.rules.handing import NONE, sources
from motcua.bottlenecks.rules.sorting import grouped, sort_by
from motcua.bottlenecks.rules.timetables import Timetable, timetable
from motcua.bottlenecks.rules.waiting import Parts, fill_in, fill_in_nobody
from motcua.bottlenecks.rules.work import Work

CAUSES = ("batching", "prioritization", "contention", "unavailability", "extraneous")
_AT_ONCE = 1 << 15  # pieces: what fits near a processor
_ROOM = 1 << 20  # duties x days

Answer = TypeVar("Answer")


class Columns(NamedTuple):
    """Of all the work."""

    activity: Ints
    start: Ints
    end: Ints
    ready: Ints


class Mine(NamedTuple):
    """Of some resources: their pieces, and where those of each begin (counted from the first of them)."""

    pieces: Ints
    edges: Ints
    activities: int


@dataclass(frozen=True)
class Waits:
    """One entry a hand-over, by resource of the target; times in microseconds. `source` and `target` are places in
    the work.
    """

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
    several = each_wait(work, duties, days, lambda waits: waits)
    columns = zip(*(vars(waits).values() for waits in several), strict=True)
    return Waits(*(np.concatenate(column) for column in columns))


def each_wait(
    work: Work, duties: Mapping[int, Duty], days: Days, ask: Callable[[Waits], Answer]
) -> list[Answer]:
    """What `ask` makes of the hand-overs to some resources, of those to others, and so on: side by side, and never
    all in memory.
    """
    source, ready = sources(work, concurrent_in(work))
    edges, pieces = grouped(work.resource, work.nobody + 1)

    def of_some(resources: tuple[int, int]) -> Answer:
        table, row = _timetable([duties[one] for one in range(*resources)], days)
        mine = edges[resources[0] : resources[1] + 1]
        own = pieces[mine[0] : mine[-1]]
        parts = Parts(*(np.zeros(own.size, np.int64) for _each in Parts._fields))
        columns = Columns(work.activity, work.start, work.end, ready)
        _fill(columns, Mine(own, mine, len(work.activities)), work.nobody - resources[0], row, table, parts)
        return ask(_waits(source, own, parts))

    return side_by_side(of_some, _cut(edges, len(days)))


def _timetable(duties: Sequence[Duty], days: Days) -> tuple[Timetable, Ints]:
    """Every different duty once, and which of them each is."""
    different = {id(duty): duty for duty in duties}
    rows = {one: row for row, one in enumerate(different)}
    return timetable(list(different.values()), days), np.array([rows[id(duty)] for duty in duties], np.int64)


def _cut(edges: Ints, days: int) -> list[tuple[int, int]]:
    """Resources that lie together, not too much work and not too many duties at once."""
    resources = np.arange(edges.size - 1)
    new = (np.diff(edges[:-1] // _AT_ONCE) > 0) | (np.diff(resources * days // _ROOM) > 0)
    cuts = np.flatnonzero(new) + 1
    return list(pairwise([0, *cuts.tolist(), resources.size]))


def _waits(source: Ints, own: Ints, parts: Parts) -> Waits:
    source = source[own]
    handed = source != NONE
    total, *known = (part[handed] for part in parts)
    batching, prioritization, contention, unavailability = known
    rest = total - batching - prioritization - contention - unavailability
    return Waits(
        source[handed], own[handed], total, batching, prioritization, contention, unavailability, rest
    )


@compiled
def _fill(work: Columns, mine: Mine, nobody: int, row: Ints, table: Timetable, parts: Parts) -> None:
    for resource in range(row.size):
        from_, to = mine.edges[resource] - mine.edges[0], mine.edges[resource + 1] - mine.edges[0]
        if from_ == to:
            continue
        done = _done(work, mine.pieces[from_:to])
        own = Parts(
            parts.total[from_:to],
            parts.batching[from_:to],
            parts.prioritization[from_:to],
            parts.contention[from_:to],
            parts.unavailability[from_:to],
        )
        if resource == nobody:
            fill_in_nobody(own, done, table, row[resource])
        else:
            fill_in(own, done, batches_in(done, mine.activities), table, row[resource])


@compiled
def _done(work: Columns, own: Ints) -> Done:
    start, ready = work.start[own], work.ready[own]
    order, by_ready, spare = np.arange(own.size), np.arange(own.size), np.empty(own.size, np.int64)
    sort_by(start, order, spare)
    sort_by(ready, by_ready, spare)
    rank = 0
    for place in range(own.size):
        if not place or ready[by_ready[place]] > ready[by_ready[place - 1]]:
            rank += 1
        spare[by_ready[place]] = rank
    return Done(work.activity[own], start, work.end[own], ready, order, by_ready, spare)
