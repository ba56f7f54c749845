"""What can happen to a dossier, in the past tense. The subject of every entry is the dossier's code."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class DossierFiled(Event):
    """`channel`: online, counter, post; computed from the session, never entered. Counts are of papers.

    The marks are keyed pseudonyms (`rules.marks`), empty when unknown: of the applicant, of the phone, and of the
    browser on that day. `scans`: the first 16 hexadecimal digits of the SHA-256 of each file that was scanned anew;
    `blank`: pages of those of them that bear no ink at all. Entries before these fields say nothing of them.
    """

    kind: ClassVar[str] = "dossier.filed"
    procedure: str
    version: int
    channel: str
    receiving_unit: str
    applicant_kind: str
    online_level: str
    fee_total: int
    papers: int
    digitised: int
    reused: int
    identity_verified: bool
    applicant_mark: str = ""
    phone_mark: str = ""
    device_mark: str = ""
    scans: tuple[str, ...] = ()
    blank: int = 0


@dataclass(frozen=True)
class IntakeRefused(Event):
    kind: ClassVar[str] = "dossier.intake_refused"
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DossierReceived(Event):
    """The legal clock starts. `limit_quantity` is a decimal or fraction as text, `limit_unit` of clock.rules."""

    kind: ClassVar[str] = "dossier.received"
    procedure: str
    version: int
    limit_quantity: str
    limit_unit: str
    calendar: str
    due_at: datetime


@dataclass(frozen=True)
class DossierHandedOver(Event):
    kind: ClassVar[str] = "dossier.handed_over"
    from_unit: str
    to_unit: str


@dataclass(frozen=True)
class StepOpened(Event):
    """Work lies with a unit from now on. `round` counts how often this step has been opened."""

    kind: ClassVar[str] = "step.opened"
    step: str
    round: int
    step_kind: str
    role: str
    unit: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class StepTaken(Event):
    """An officer took the step: waiting ends, working begins."""

    kind: ClassVar[str] = "step.taken"
    step: str
    round: int
    officer: str


@dataclass(frozen=True)
class StepFinished(Event):
    kind: ClassVar[str] = "step.finished"
    step: str
    round: int
    unit: str
    outcome: str


@dataclass(frozen=True)
class StepCancelled(Event):
    kind: ClassVar[str] = "step.cancelled"
    step: str
    round: int
    unit: str


@dataclass(frozen=True)
class OpinionGiven(Event):
    """`opinion`: agree, disagree, remarks."""

    kind: ClassVar[str] = "opinion.given"
    step: str
    round: int
    unit: str
    opinion: str


@dataclass(frozen=True)
class SupplementRequested(Event):
    """The one supplement. The clock stops. `items` are codes of papers and questions."""

    kind: ClassVar[str] = "supplement.requested"
    items: tuple[str, ...]
    respond_by: datetime


@dataclass(frozen=True)
class SupplementGiven(Event):
    """The clock goes on, or begins again where the policy says so. No `due_at` if asked before receipt."""

    kind: ClassVar[str] = "supplement.given"
    items: tuple[str, ...]
    due_at: datetime | None = None


@dataclass(frozen=True)
class DossierExtended(Event):
    """The one apology with a new appointment."""

    kind: ClassVar[str] = "dossier.extended"
    old_due_at: datetime
    due_at: datetime
    reason: str


@dataclass(frozen=True)
class DossierStopped(Event):
    kind: ClassVar[str] = "dossier.stopped"
    reason: str


@dataclass(frozen=True)
class DossierWithdrawn(Event):
    """The citizen's own act, never an officer's."""

    kind: ClassVar[str] = "dossier.withdrawn"


@dataclass(frozen=True)
class DossierRefused(Event):
    """Processing ended with a signed refusal."""

    kind: ClassVar[str] = "dossier.refused"
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DossierCompleted(Event):
    """Processing ended with its result. `digitised` and `electronic` say what exists in electronic form."""

    kind: ClassVar[str] = "dossier.completed"
    due_at: datetime
    document: bool
    electronic: bool


@dataclass(frozen=True)
class DossierDelivered(Event):
    """`channel`: online, counter, post."""

    kind: ClassVar[str] = "dossier.delivered"
    channel: str


@dataclass(frozen=True)
class DossierCorrected(Event):
    """A later entry that sets an earlier one right. Never an edit."""

    kind: ClassVar[str] = "dossier.corrected"
    entry: int
    reason: str
