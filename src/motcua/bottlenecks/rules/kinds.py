"""Kinds of hand-overs, by who hands what over to whom: how often, and how long they waited for which cause."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.causes import CAUSES, Waits, each_wait
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
from motcua.bottlenecks.rules.duty import Days, Duty
from motcua.bottlenecks.rules.sorting import grouped
from motcua.bottlenecks.rules.tables import FREE, slot_of, table_for
from motcua.bottlenecks.rules.work import Work

SUMS = ("total", *CAUSES)


class Kinds(NamedTuple):
    """All the kinds of hand-overs to some resources. `source` and `target` are places in the work of one of each.

    `sums` has a row for each of SUMS and a column a kind, in microseconds. Of every single hand-over: its kind, and the
    place of its target, in order.
    """

    source: Ints
    target: Ints
    frequency: Ints
    sums: Ints
    kind: Ints
    targets: Ints

    def cases(self, work: Work) -> list[tuple[str, ...]]:
        """By kind, in the order of the file."""
        edges, places = grouped(self.kind, self.source.size)
        cases = work.case[self.targets[places]].tolist()
        names = work.cases
        return [
            tuple(names[case] for case in dict.fromkeys(cases[from_:to]))
            for from_, to in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        ]


def kinds_in(work: Work, duties: Mapping[int, Duty], days: Days) -> list[Kinds]:
    """Every kind once; `duties` is the working time of each resource, and of nobody."""
    resources = work.nobody + 1

    def of_some(waits: Waits) -> Kinds:
        sums = np.zeros((len(SUMS), waits.target.size), np.int64)
        parts = tuple(getattr(waits, each) for each in SUMS)
        found = _kinds(
            waits.source,
            waits.target,
            work.activity,
            work.resource,
            len(work.activities),
            resources,
            parts,
            sums,
        )
        kind, first, frequency = found
        return Kinds(
            waits.source[first],
            waits.target[first],
            frequency,
            sums[:, : first.size].copy(),
            kind,
            waits.target,
        )

    return each_wait(work, duties, days, of_some)


@compiled
def _kinds(
    source: Ints,
    target: Ints,
    activity: Ints,
    resource: Ints,
    activities: int,
    resources: int,
    parts: tuple[Ints, ...],
    sums: Ints,
) -> tuple[Ints, Ints, Ints]:
    """The kind of each, the first of each kind, and how many there are. The targets lie together by resource."""
    kind, first = np.empty(target.size, np.int64), np.empty(target.size, np.int64)
    frequency = np.zeros(target.size, np.int64)
    known, to = 0, 0
    table, numbers = table_for(0)
    for one in range(target.size):
        if one == to:
            while to < target.size and resource[target[to]] == resource[target[one]]:
                to += 1
            table, numbers = table_for(to - one)
        code = activity[source[one]] * activities + activity[target[one]]
        slot = slot_of(table, code * resources + resource[source[one]])
        if table[slot] == FREE:
            table[slot], numbers[slot], first[known] = code * resources + resource[source[one]], known, one
            known += 1
        found = numbers[slot]
        kind[one] = found
        frequency[found] += 1
        for part in range(len(parts)):
            sums[part, found] += parts[part][one]
    return kind, first[:known].copy(), frequency[:known].copy()
