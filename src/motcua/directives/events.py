"""What happens to directives. Codes, numbers and dates only: what people wrote stays in the tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class DirectiveOpened(Event):
    """Given to one lead, with a date. With a criterion: what the finding said when it was opened, and the aim.

    `body` is the one that is measured; `target` the rate to be reached, in percent.
    """

    kind: ClassVar[str] = "directive.opened"
    lead_unit: str
    due_on: date
    lead: str | None = None
    supporting: tuple[str, ...] = ()
    set: str | None = None
    criterion: str | None = None
    body: str | None = None
    procedure: str | None = None
    period: str | None = None
    numerator: int | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    window_months: int | None = None


@dataclass(frozen=True)
class DirectiveAccepted(Event):
    kind: ClassVar[str] = "directive.accepted"


@dataclass(frozen=True)
class DirectiveContested(Event):
    """The lead says that it is not his, or cannot be done; once."""

    kind: ClassVar[str] = "directive.contested"


@dataclass(frozen=True)
class DirectiveUpheld(Event):
    kind: ClassVar[str] = "directive.upheld"


@dataclass(frozen=True)
class DirectiveReassigned(Event):
    """The lead was right: another unit leads from now on. The deadline stays."""

    kind: ClassVar[str] = "directive.reassigned"
    old_lead_unit: str
    lead_unit: str
    old_lead: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class DirectiveStarted(Event):
    kind: ClassVar[str] = "directive.started"


@dataclass(frozen=True)
class ExtensionAsked(Event):
    kind: ClassVar[str] = "directive.extension_asked"
    asked_due_on: date


@dataclass(frozen=True)
class ExtensionGranted(Event):
    kind: ClassVar[str] = "directive.extension_granted"
    old_due_on: date
    due_on: date


@dataclass(frozen=True)
class ExtensionRefused(Event):
    kind: ClassVar[str] = "directive.extension_refused"


@dataclass(frozen=True)
class DirectiveReported(Event):
    """The lead says that it is done. `file`: SHA-256 of the evidence."""

    kind: ClassVar[str] = "directive.reported"
    late_working_days: int
    file: str | None = None


@dataclass(frozen=True)
class DirectiveSentBack(Event):
    kind: ClassVar[str] = "directive.sent_back"


@dataclass(frozen=True)
class MeasuringBegun(Event):
    """The giver takes the report; the same measure is taken again over these months, the last one included."""

    kind: ClassVar[str] = "directive.measuring_begun"
    first_month: str
    last_month: str


@dataclass(frozen=True)
class DirectiveMeasured(Event):
    """The measure, taken again. Rates in percent; `gain` with its 95 % interval, in percentage points."""

    kind: ClassVar[str] = "directive.measured"
    verdict: str
    method: str | None = None
    compared: int | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    gain: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class DirectiveVerified(Event):
    """Closed: `measured`, by the number; else a person judged, and said why."""

    kind: ClassVar[str] = "directive.verified"
    measured: bool


@dataclass(frozen=True)
class DirectiveReopened(Event):
    """`not-met`: the window did not show what was aimed at; `regression`: what had been verified was lost again."""

    kind: ClassVar[str] = "directive.reopened"
    reason: str
    due_on: date


@dataclass(frozen=True)
class DirectiveEscalated(Event):
    """Late by so many working days: told up the line. `rung`: 1 lead's leaders, 2 giver, 3 those above."""

    kind: ClassVar[str] = "directive.escalated"
    rung: int
    late_working_days: int


@dataclass(frozen=True)
class DirectiveWithdrawn(Event):
    kind: ClassVar[str] = "directive.withdrawn"


@dataclass(frozen=True)
class InstructionGiven(Event):
    """An instruction of a notice of conclusions (the subject) became a directive; `round` 2 and on: given again."""

    kind: ClassVar[str] = "instruction.given"
    instruction: int
    directive: str
    round: int = 1
