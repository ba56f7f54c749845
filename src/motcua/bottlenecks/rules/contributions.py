"""What makes up the waiting of a log: how much of it each activity, resource, hand-over and cause bears.

Waits of single hand-overs add up, so that what each bears is also its exact Shapley value: taken away in whatever
order, it takes away its own waiting and nothing else. The parts of each table sum to the total without remainder.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.causes import CAUSES
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.duty import days_of
from motcua.bottlenecks.rules.given import Given
from motcua.bottlenecks.rules.handoffs import duties
from motcua.bottlenecks.rules.kinds import SUMS, Kinds, kinds_in
from motcua.bottlenecks.rules.work import Work, work_of
from motcua.criteria.rules.logs.log import Log


@dataclass(frozen=True)
class Borne:
    """The waiting before one activity, or of what one resource (None: nobody) was to take up; times in microseconds."""

    name: str | None
    frequency: int
    waited: dict[str, int]  # by SUMS
    share: float  # of all waiting


@dataclass(frozen=True)
class Contributions:
    """Each the one that bears most first. Times in microseconds; `causes` sum to the total."""

    total: int
    causes: dict[str, int]
    activities: tuple[Borne, ...]
    resources: tuple[Borne, ...]


def contributions_of(log: Log, calendar: Given | None = None) -> Contributions:
    """Of a log. Working time is what the calendar tells, and else what the log shows.

    Raises Unknown if the log tells no starts.
    """
    work = work_of(log)
    if not len(work):
        return Contributions(0, dict.fromkeys(CAUSES, 0), (), ())
    days = days_of(work.start, work.end, log.zone)
    return contributions(work, kinds_in(work, duties(work, days, calendar), days))


def contributions(work: Work, several: Sequence[Kinds]) -> Contributions:
    targets = np.concatenate([kinds.target for kinds in several])
    frequency = np.concatenate([kinds.frequency for kinds in several])
    sums = np.concatenate([kinds.sums for kinds in several], axis=1)
    whole = {name: int(part.sum()) for name, part in zip(SUMS, sums, strict=True)}
    total = whole.pop("total")
    return Contributions(
        total,
        whole,
        _borne(work.activity[targets], work.activities, frequency, sums, total),
        _borne(work.resource[targets], [*work.resources, None], frequency, sums, total),
    )


def _borne(
    codes: Ints, names: Sequence[str | None], frequency: Ints, sums: Ints, total: int
) -> tuple[Borne, ...]:
    counts, *waited = (_sums(codes, column, len(names)) for column in (frequency, *sums))
    rows = [
        Borne(names[code], count, dict(zip(SUMS, parts, strict=True)), _share(parts[0], total))
        for code, (count, parts) in enumerate(
            zip(counts.tolist(), np.transpose(waited).tolist(), strict=True)
        )
        if count
    ]
    return tuple(sorted(rows, key=lambda row: (-row.waited["total"], row.name or "")))


def _sums(codes: Ints, values: Ints, number: int) -> Ints:
    sums = np.zeros(number, np.int64)
    np.add.at(sums, codes, values)
    return sums


def _share(part: int, total: int) -> float:
    return part / total if total else 0.0
