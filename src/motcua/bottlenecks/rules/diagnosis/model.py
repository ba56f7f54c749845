"""What a diagnosis says, as plain data. Times are whole minutes of working time by the body's calendar.

Points are those that the measured node lost of the criterion; everything under `Diagnosis` sums to them exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from motcua.criteria.rules.bearing import Holder

NONE = Fraction(0)


@dataclass(frozen=True)
class Asked:
    """What is diagnosed: a criterion at a body (any node: nation, province, body), of one procedure or all (empty),
    in a period of the grid (2026-10, 2026-Q4, 2026).
    """

    criteria_set: str
    criterion: str
    body: str
    procedure: str
    period: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `count` durations the median and the 90th percentile (the smallest that so many of them do not exceed)."""

    count: int
    median: int
    p90: int


class Key(NamedTuple):
    """A step as the tables have it: its code in the ISO sheet where one procedure is looked at, else empty; its kind
    (process, consult, draft, submit, approve, sign, deliver) and the position that does it.
    """

    step: str
    kind: str
    role: str


@dataclass(frozen=True)
class StepFigures:
    """One step. `waiting`: until it was taken; `processing`: from then to its end; `all`: both. `limit`: the median of
    what the ISO sheet gave, None where it gives none; `over`: rounds that ran over their own limit; `returns`: rounds
    after the first of a dossier; `open`: rounds that nobody had finished by the end of the period.
    """

    key: Key
    dossiers: int
    rounds: int
    open: int
    returns: int
    waiting: Spread | None
    processing: Spread | None
    all: Spread | None
    limit: int | None
    over: int
    points: Fraction = NONE
    made_late: int = 0
    regained: Fraction = NONE
    saved: int = 0

    @property
    def over_share(self) -> Fraction | None:
        return Fraction(self.over, self.rounds) if self.rounds else None


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """From one step to the next: how often, and how long the next one then waited to be taken. `back`: a return."""

    source: Key
    target: Key
    count: int
    waiting: Spread | None
    back: bool


class Contribution(NamedTuple):
    """Points borne by one holder in one step; `cases`: late dossiers that it made late, wholly or in part."""

    key: Key
    holder: Holder
    points: Fraction
    cases: int
    rounds: int
    waiting: int | None


class Part(NamedTuple):
    """A procedure's or body's part of the points lost: `code` empty where it is of no procedure."""

    code: str
    points: Fraction
    cases: int
    missing: int


class UnitPart(NamedTuple):
    """What the dossiers lost that a unit was the first to work on; `unit` empty: nobody has yet. Below 0 it offsets
    what others lost. `missing`: of its `cases`, those that miss the criterion.
    """

    unit: str
    points: Fraction
    cases: int
    missing: int


@dataclass(frozen=True)
class Conclusion:
    """Where the time goes: one step, and the position and unit that bear most of it.

    `share` of the late dossiers' points; `late` of `of` late dossiers were made late there; `saved` of them would have
    been in time, had this step alone kept its limit (a what-if of one step, never a share), and `regained` are their
    points. `through`: how many of the late dossiers passed the unit that bears most; `waiting`, `processing` and
    `limit` are medians there, in the dossiers that were made late.
    """

    key: Key
    holder: Holder
    share: Fraction
    points: Fraction
    late: int
    of: int
    through: int
    waiting: int | None
    processing: int | None
    limit: int | None
    saved: int
    regained: Fraction
    sample: int

    @property
    def waits(self) -> bool:
        """More of the time goes before the step is taken than after."""
        return (self.waiting or 0) >= (self.processing or 0)


class Reason(StrEnum):
    """A cause of waits that the ledger's facts can show."""

    CITIZEN = "citizen"
    AGENCY = "agency"
    PAYMENT = "payment"
    SIGNATURE = "signature"
    BATCH = "batch"
    OPINION = "opinion"
    SYSTEM = "system"
    ABSENCE = "absence"
    OVERLOAD = "overload"
    PAPER = "paper"


@dataclass(frozen=True)
class Cause:
    """A cause that was found, with its evidence. `where`: codes (unit, officer, procedure, body, step kind) as far as
    they matter; `numbers`: what was counted; `p`: the chance of so much without any cause, after the correction for how
    many were tested; `dossiers`: those that it touched.
    """

    reason: Reason
    where: Mapping[str, str]
    numbers: Mapping[str, Any]
    p: float
    dossiers: tuple[str, ...] = ()


class Excluded(NamedTuple):
    """A wait that is nobody's of the body: what it was (citizen, agency, payment), of how many dossiers, how long."""

    reason: Reason
    dossiers: int
    waits: int
    time: Spread
    late: int


@dataclass(frozen=True)
class Peer:
    """The body that does the same procedures best, with enough cases. `steps`: median time there and here, by step."""

    body: str
    cases: int
    in_time: int
    own_cases: int
    own_in_time: int
    steps: Mapping[Key, tuple[int, int]]


@dataclass(frozen=True)
class LateCase:
    """A dossier that lost points. `key`: the step that bears most of it, None where no step does."""

    code: str
    body: str
    procedure: str
    due_at: datetime | None
    ended_at: datetime | None
    points: Fraction
    overdue: int
    key: Key | None


@dataclass(frozen=True)
class Diagnosis:
    """`points` = all `contributions` + `rest` by its reasons, exactly; where the criterion counts no lateness: = all
    `parts` + `rest`, and there are no steps. `cases`: dossiers that were measured; `late` of them were late (without
    lateness: missed the criterion). `enough`: so many that something may be concluded; otherwise `conclusion` is None.
    """

    asked: Asked
    horizon: datetime | None
    points: Fraction
    most: Fraction
    by_steps: bool
    cases: int
    late: int
    enough: bool
    least: int
    conclusion: Conclusion | None = None
    steps: tuple[StepFigures, ...] = ()
    flows: tuple[FlowFigures, ...] = ()
    causes: tuple[Cause, ...] = ()
    causes_over: tuple[datetime, datetime] | None = None
    contributions: tuple[Contribution, ...] = ()
    parts: tuple[Part, ...] = ()
    units: tuple[UnitPart, ...] = ()
    rest: Mapping[str, Fraction] | None = None
    peer: Peer | None = None
    excluded: tuple[Excluded, ...] = ()
    dossiers: tuple[LateCase, ...] = ()
    left_out: int = 0
    """Dossiers without a single step in the ledger."""
