"""A run as it happened, the sheet that it should have followed, and what departs from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from motcua.bottlenecks.rules.conformance.aligning import Aligner
from motcua.catalog.rules.process import Net
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.limits import Pause


class Kind(StrEnum):
    """How a run departs from its sheet."""

    SKIPPED = "skipped"
    OUT_OF_ORDER = "out-of-order"
    EXTRA = "extra"
    WRONG_ROLE = "wrong-role"
    WRONG_UNIT = "wrong-unit"
    OVER_LIMIT = "over-limit"


@dataclass(frozen=True, slots=True)
class Doing:
    """One round of a step, as it happened. What is not known is empty, and is not judged.

    `outcome`: the way out that was taken. `roles`: those that the doer held when he finished it. `unit`: the kind of
    unit that it lay with, of `body`. `closed_at` None: it lies open. `cancelled`: the dossier ended past it.
    `due_at`: what the clock said when it was opened.
    """

    step: str
    outcome: str = ""
    roles: frozenset[str] | None = None
    unit: str = ""
    body: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    cancelled: bool = False

    @property
    def is_done(self) -> bool:
        return self.closed_at is not None and not self.cancelled


@dataclass(frozen=True)
class Run:
    """A dossier's steps: those that were done in the order in which they were finished, the others after them.

    `ended`: the process came to its own end; else it goes on, or was broken off, and what did not happen was not
    skipped. `until`: the moment up to which it is known. `pauses`: waits for the applicant, an open one without end.
    """

    code: str
    doings: tuple[Doing, ...]
    ended: bool
    until: datetime
    body: str = ""
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """An approved version: its net, and the clock that its limits run by."""

    net: Net
    clock: Calendar
    names: Mapping[str, str] = field(default_factory=dict)
    aligner: Aligner = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "aligner", Aligner(self.net))


class Deviation(NamedTuple):
    """`nth`: which of the run's doings it is; None for a step that was skipped. `minutes` of working time over the
    limit; `seen`: the role, unit or body that was found instead; of what is extra or out of order the step before it.
    """

    kind: Kind
    step: str
    nth: int | None = None
    minutes: int = 0
    seen: str = ""


class Verdict(NamedTuple):
    """What departs; `unjudged`: doings whose limit could not be counted because a moment is not known, or lies
    outside the years of the calendar.
    """

    deviations: tuple[Deviation, ...]
    unjudged: int = 0
