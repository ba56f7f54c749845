"""What a detector is given, and what it gives back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from motcua.criteria.rules.detectors.tables import NEVER, Flags, Ints, Table, begins_of, days_of, microseconds
from motcua.criteria.rules.detectors.worktime import WorkTime
from motcua.criteria.rules.periods import Period

Limits = Mapping[str, Any]


@dataclass(frozen=True)
class Suspicion:
    """One unit that a detector asked about, standing out or not: those that do not are told too, without rows, because
    whether others stand out depends on how many were asked about.

    `count` of `of` cases, where `expected` would be usual; `chance`: how likely so many are in an honest unit, None
    where the count itself is the reason to ask. `rows`: of the dossiers' table. `facts`: more words for the question.
    """

    body: str
    count: int
    of: int
    expected: float
    chance: float | None
    rows: Ints
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """The facts of all bodies as known at `horizon`, and the period that is asked about."""

    dossiers: Table
    steps: Table
    period: Period
    horizon: int
    work: WorkTime

    @property
    def starts(self) -> int:
        return microseconds(self.period.starts_at)

    @property
    def ends(self) -> int:
        """The period's end, or the horizon if that comes first."""
        return min(microseconds(self.period.ends_at), self.horizon)

    @property
    def is_over(self) -> bool:
        return self.horizon >= microseconds(self.period.ends_at)

    def within(self, name: str) -> Flags:
        """The dossiers of which this moment falls into the period."""
        moments = self.dossiers.moments(name)
        return (moments >= self.starts) & (moments < self.ends)

    def quiet(self, body: int, count: int, cases: int) -> Suspicion:
        """A body that was asked about and has too few to be questioned."""
        return Suspicion(self.body(body), count, cases, 0.0, 1.0, np.zeros(0, np.int64))

    @cached_property
    def filed_within(self) -> Flags:
        return self.within("filed_at")

    @cached_property
    def filed_on(self) -> Ints:
        return days_of(self.dossiers.moments("filed_at"))

    @cached_property
    def bodies(self) -> Ints:
        return self.dossiers.codes("body").ids

    def body(self, number: int) -> str:
        return self.dossiers.codes("body").names[number]

    @cached_property
    def worked_days(self) -> Ints:
        """The working days of the whole period, in days since 1970."""
        edges = days_of(np.array([self.starts, microseconds(self.period.ends_at)]))
        days = np.arange(edges[0], edges[1])
        worked: Ints = days[self.work.works(days)]
        return worked

    def last_days(self, count: int) -> tuple[int, int]:
        """The moments between which the period's last so many working days lie."""
        first = int(self.worked_days[-min(count, len(self.worked_days))])
        return begins_of(first), microseconds(self.period.ends_at)


Detector = Callable[[Scene, Limits], Iterator[Suspicion]]


def happened(moments: Ints) -> Flags:
    come: Flags = moments != NEVER
    return come
