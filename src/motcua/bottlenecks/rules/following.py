"""What directly follows what in a part of a log, and after how long; the times of each way lie together."""

from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
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
    """Of whole cases, in order."""
    numbers, ways, counts = _numbered(case, activity, activities)
    edges = np.concatenate(([0], np.cumsum(counts)))
    waits, overlaps = _waits(numbers, edges, start, end)
    return Following(ways, edges, waits, overlaps, *_counted(case, activity, activities))


@compiled
def _numbered(case: Ints, activity: Ints, activities: int) -> tuple[Ints, Ints, Ints]:
    """The way that leads to each event (NONE to the first of a case), the ways, and how often each is gone."""
    table, number = table_for(min(case.size, activities * activities))
    ways, counts = np.empty(table.size, np.int64), np.zeros(table.size, np.int64)
    numbers = np.empty(case.size, np.int64)
    known = 0
    for event in range(case.size):
        if not event or case[event] != case[event - 1]:
            numbers[event] = FREE
            continue
        way = activity[event - 1] * activities + activity[event]
        slot = slot_of(table, way)
        if table[slot] == FREE:
            table[slot], number[slot], ways[known] = way, known, way
            known += 1
        numbers[event] = number[slot]
        counts[number[slot]] += 1
    return numbers, ways[:known].copy(), counts[:known].copy()


@compiled
def _waits(numbers: Ints, edges: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    waits, overlaps = np.empty(edges[-1], np.int64), np.zeros(edges.size - 1, np.int64)
    free = edges.copy()
    for event in range(1, numbers.size):
        way = numbers[event]
        if way == FREE:
            continue
        wait = start[event] - end[event - 1]
        overlaps[way] += wait < 0
        waits[free[way]] = max(wait, 0)
        free[way] += 1
    return waits, overlaps


@compiled
def _counted(case: Ints, activity: Ints, activities: int) -> tuple[Ints, Ints, Ints]:
    counts = np.zeros(activities, np.int64)
    first, last = counts.copy(), counts.copy()
    for event in range(case.size):
        counts[activity[event]] += 1
        if not event or case[event] != case[event - 1]:
            first[activity[event]] += 1
        if event + 1 == case.size or case[event] != case[event + 1]:
            last[activity[event]] += 1
    return counts, first, last
