"""Hand-overs by who hands what over to whom: how often, and how long the next one's work waited for which cause."""

from collections.abc import Iterator
from dataclasses import dataclass

from motcua.bottlenecks.rules.discovering import discovered
from motcua.bottlenecks.rules.duty import Days, Duty, days_of
from motcua.bottlenecks.rules.given import Given
from motcua.bottlenecks.rules.kinds import Kinds, kinds_in
from motcua.bottlenecks.rules.work import Work, work_of
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
    days = days_of(work.start, work.end, log.zone)
    several = kinds_in(work, duties(work, days, calendar), days)
    return sorted((row for kinds in several for row in _rows(work, kinds)), key=_name)


def duties(work: Work, days: Days, calendar: Given | None) -> dict[int, Duty]:
    """The working time of every resource, and of nobody."""
    told = {} if calendar is None else calendar.duties([*work.resources, None], days)
    return told if len(told) == work.nobody + 1 else discovered(work, days) | told


def _rows(work: Work, kinds: Kinds) -> Iterator[Handoff]:
    activity, resource = work.activities, (*work.resources, None)
    sources, targets = (
        zip(work.activity[one].tolist(), work.resource[one].tolist(), strict=True)
        for one in (kinds.source, kinds.target)
    )
    rows = zip(
        sources, targets, kinds.frequency.tolist(), kinds.cases(work), kinds.sums.T.tolist(), strict=True
    )
    for (one, by), (other, to), frequency, cases, sums in rows:
        yield Handoff(activity[one], resource[by], activity[other], resource[to], frequency, cases, *sums)


def _name(row: Handoff) -> tuple[str, ...]:
    return (row.source_activity, row.source_resource or "", row.target_activity, row.target_resource or "")
