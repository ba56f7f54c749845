"""Hand-overs by who hands what over to whom: how often, and how long the next one's work waited for which cause."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.causes import CAUSES, Waits, waits_in
from motcua.bottlenecks.rules.discovering import discovered
from motcua.bottlenecks.rules.duty import Days, Duty, days_of
from motcua.bottlenecks.rules.given import Given
from motcua.bottlenecks.rules.work import Ints, Work, work_of
from motcua.criteria.rules.logs.log import Log


@dataclass(frozen=True)
class Handoff:
    """All hand-overs of one kind; a resource is None where the log names nobody. Times in microseconds.

    `wt_total` is exactly the sum of the five parts. `cases` are in the order of the file.
    """

    source_activity: str
    source_resource: str | None
    target_activity: str
    target_resource: str | None
    frequency: int
    cases: tuple[str, ...]
    wt_total: int
    wt_batching: int
    wt_prioritization: int
    wt_contention: int
    wt_unavailability: int
    wt_extraneous: int


def handoffs(log: Log, calendar: Given | None = None) -> list[Handoff]:
    """Every kind of hand-over, by names. Working time is what the calendar tells, and else what the log shows.

    Raises Unknown if the log tells no starts.
    """
    work = work_of(log)
    if not len(work):
        return []
    days = days_of(np.concatenate((work.start, work.end)), log.zone)
    return list(_rows(work, waits_in(work, duties(work, days, calendar), days)))


def duties(work: Work, days: Days, calendar: Given | None) -> dict[int, Duty]:
    """The working time of every resource, and of nobody."""
    names = {code: name for code, name in enumerate(work.resources)}
    told = {
        code: duty
        for code in (*names, work.nobody)
        if calendar and (duty := calendar.duty(names.get(code), days)) is not None
    }
    return told if len(told) == len(names) + 1 else discovered(work, days) | told


def _rows(work: Work, waits: Waits) -> Iterator[Handoff]:
    kinds = np.column_stack(
        [column[place] for place in (waits.source, waits.target) for column in (work.activity, work.resource)]
    )
    found, kind = np.unique(kinds, axis=0, return_inverse=True)
    sums = {each: _sums(getattr(waits, each), kind, len(found)) for each in ("total", *CAUSES)}
    order = np.argsort(kind, kind="stable")
    edges = np.searchsorted(kind[order], np.arange(len(found) + 1))
    activity, resource = work.activities, (*work.resources, None)
    rows = []
    for place, (one, by, other, to) in enumerate(found.tolist()):
        cases = work.case[waits.target[order[edges[place] : edges[place + 1]]]]
        rows.append(
            Handoff(
                activity[one],
                resource[by],
                activity[other],
                resource[to],
                frequency=int(edges[place + 1] - edges[place]),
                cases=tuple(work.cases[case] for case in dict.fromkeys(cases.tolist())),
                **{f"wt_{each}": int(sums[each][place]) for each in sums},
            )
        )
    yield from sorted(rows, key=_name)


def _sums(values: Ints, kind: Ints, kinds: int) -> Ints:
    sums = np.zeros(kinds, np.int64)
    np.add.at(sums, kind, values)
    return sums


def _name(row: Handoff) -> tuple[str, ...]:
    return (row.source_activity, row.source_resource or "", row.target_activity, row.target_resource or "")
