"""What directly follows what in a part of a log, and after how long; the times of each way lie together."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
from motcua.bottlenecks.rules.sorting import sort_by
from motcua.bottlenecks.rules.tables import FREE, slot_of, table_for


@dataclass(frozen=True)
class Following:
    """A way is one number: an activity x the number of activities + the one that follows it.

    The waits of the way `ways[n]` lie from `edges[n]` to `edges[n + 1]`, those below 0 as 0: `overlaps` counts them.
    `counts` are of events, `first` and `last` of those that begin and end a case, by activity.
    """

    ways: Ints
    edges: Ints
    waits: Ints
    overlaps: Ints
    counts: Ints
    first: Ints
    last: Ints

    def _place(self, way: int) -> int | None:
        found = np.flatnonzero(self.ways == way)
        return int(found[0]) if found.size else None

    def durations(self, way: int) -> Ints:
        place = self._place(way)
        return self.waits[:0] if place is None else self.waits[self.edges[place] : self.edges[place + 1]]

    def overlaps_of(self, way: int) -> int:
        place = self._place(way)
        return 0 if place is None else int(self.overlaps[place])


def following(case: Ints, activity: Ints, start: Ints, end: Ints, activities: int) -> Following:
    """Of whole cases that lie together; within a case events are put in the order of start, end and place."""
    counts, first, last = (np.zeros(activities, np.int64) for _each in range(3))
    columns = _Events(case, activity, start, end)
    numbers, waits, ways, times = _timed(columns, activities, counts, first, last)
    edges = np.concatenate(([0], np.cumsum(times)))
    together, overlaps = _together(numbers, waits, edges)
    return Following(ways, edges, together, overlaps, counts, first, last)


class _Events(NamedTuple):
    case: Ints
    activity: Ints
    start: Ints
    end: Ints


@compiled
def _timed(
    events: _Events, activities: int, counts: Ints, first: Ints, last: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """The number of the way to each event that follows one, and the wait; the ways, and how often each is gone."""
    case, activity = events.case, events.activity
    table, number = table_for(min(case.size, activities * activities))
    ways, times = np.empty(table.size, np.int64), np.zeros(table.size, np.int64)
    numbers, waits = np.empty(case.size, np.int64), np.empty(case.size, np.int64)
    longest = _longest(case)
    order, spare = np.empty(longest, np.int64), np.empty(longest, np.int64)
    from_ = known = found = 0
    while from_ < case.size:
        size = _by_start(events, from_, order, spare)
        from_ += size
        first[activity[order[0]]] += 1
        last[activity[order[size - 1]]] += 1
        counts[activity[order[0]]] += 1
        for nth in range(1, size):
            before, event = order[nth - 1], order[nth]
            way = activity[before] * activities + activity[event]
            slot = slot_of(table, way)
            if table[slot] == FREE:
                table[slot], number[slot], ways[known] = way, known, way
                known += 1
            counts[activity[event]] += 1
            times[number[slot]] += 1
            numbers[found], waits[found] = number[slot], events.start[event] - events.end[before]
            found += 1
    return numbers[:found], waits[:found], ways[:known].copy(), times[:known].copy()


@compiled
def _longest(case: Ints) -> int:
    longest = here = 0
    for event in range(case.size):
        here = here + 1 if event and case[event] == case[event - 1] else 1
        longest = max(longest, here)
    return longest


@compiled
def _by_start(events: _Events, from_: int, order: Ints, spare: Ints) -> int:
    """Puts the events of the case that begins there in order; their number."""
    size, amiss = 0, False
    while from_ + size < events.case.size and events.case[from_ + size] == events.case[from_]:
        event = from_ + size
        order[size] = event
        amiss |= size > 0 and events.start[event] < events.start[event - 1]
        amiss |= size > 0 and events.end[event] < events.end[event - 1]
        size += 1
    if amiss:
        sort_by(events.end, order[:size], spare[:size])
        sort_by(events.start, order[:size], spare[:size])
    return size


@compiled
def _together(numbers: Ints, waits: Ints, edges: Ints) -> tuple[Ints, Ints]:
    """The waits by way, and how many of each are below 0."""
    together, overlaps = np.empty(waits.size, np.int64), np.zeros(edges.size - 1, np.int64)
    free = edges.copy()
    for event in range(waits.size):
        way, wait = numbers[event], waits[event]
        overlaps[way] += wait < 0
        together[free[way]] = max(wait, 0)
        free[way] += 1
    return together, overlaps
