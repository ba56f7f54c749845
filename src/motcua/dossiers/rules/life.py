"""A dossier's life as plain facts: what the acts read and give back. Services store it; the demo only computes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.catalog.rules.document import Document
from motcua.catalog.rules.process import Marking
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import due_at
from motcua.clock.rules.limits import CountFrom, Limit, Pause, Policy, Rounding
from motcua.dossiers.rules.breaches import Breach
from motcua.ledger.events import Event

FILED, NOT_ACCEPTED, RECEIVED, IN_PROGRESS = "filed", "not_accepted", "received", "in_progress"
AWAITING_SUPPLEMENT, WITHDRAWN, STOPPED = "awaiting_supplement", "withdrawn", "stopped"
REFUSED, COMPLETED, DELIVERED = "refused", "completed", "delivered"
OPEN = frozenset({FILED, RECEIVED, IN_PROGRESS, AWAITING_SUPPLEMENT})

STEP_POLICY = Policy(count_from=CountFrom.MOMENT, rounding=Rounding.NONE)
SUPPLEMENT_CAUSE = "supplement"


@dataclass(frozen=True)
class Terms:
    """What a dossier is processed under, fixed at its receipt: procedure version, calendar as then known, places."""

    document: Document
    calendar: Calendar
    calendar_code: str
    receiving_unit: str
    units: Mapping[str, str]  # step id → code of the unit that does it

    @property
    def policy(self) -> Policy:
        return self.document.time_limit.policy

    @property
    def limit(self) -> Limit:
        return self.document.time_limit.limit


@dataclass(frozen=True)
class OpenStep:
    """A step that lies with a unit, taken by an officer or by nobody yet."""

    step: str
    round: int
    unit: str
    opened_at: datetime
    due_at: datetime | None
    officer: str = ""


@dataclass(frozen=True)
class Life:
    """Where one dossier stands. `moved_at` is the moment of its last act: acts never go back in time."""

    state: str
    moved_at: datetime
    received_at: datetime | None = None
    due_at: datetime | None = None
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    reset_at: datetime | None = None
    extended_to: datetime | None = None
    supplements: int = 0
    extensions: int = 0
    marking: Marking = Marking()
    steps: tuple[OpenStep, ...] = ()
    rounds: tuple[tuple[str, int], ...] = ()

    def round_of(self, step: str) -> int:
        """How often the step has been opened so far."""
        return dict(self.rounds).get(step, 0)

    def open_step(self, step: str) -> OpenStep:
        for candidate in self.steps:
            if candidate.step == step:
                return candidate
        raise Breach("step-not-open", step=step)


@dataclass(frozen=True)
class Act:
    """The life after an act, and what is to be written down of it, in order."""

    life: Life
    events: tuple[Event, ...]


def at_moment(life: Life, at: datetime) -> Life:
    """The life moved on to `at`; refuses a moment before the last act."""
    if at < life.moved_at:
        raise Breach("backdated", last=life.moved_at)
    return replace(life, moved_at=at)


def require(life: Life, *states: str) -> None:
    if life.state not in states:
        raise Breach("wrong-state", state=life.state)


def counted_due_at(life: Life, terms: Terms) -> datetime:
    """The due date, derived anew from the whole life; there is no other way to get one."""
    if life.received_at is None:
        raise Breach("not-received")
    return due_at(
        life.received_at,
        terms.limit,
        terms.policy,
        terms.calendar,
        pauses=life.pauses,
        reset_at=life.reset_at,
        extended_to=life.extended_to,
    )


def step_due_at(step_limit: Limit | None, opened_at: datetime, life: Life, terms: Terms) -> datetime | None:
    """When a step should be finished: its own limit from the minute it was opened, waits taken out."""
    if step_limit is None:
        return None
    pauses = tuple(pause for pause in life.pauses if pause.until is not None and pause.until > opened_at)
    return due_at(opened_at, step_limit, STEP_POLICY, terms.calendar, pauses=pauses)
