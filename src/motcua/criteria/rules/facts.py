"""The facts that are measured, and their documented columns: what expressions of criteria sets may name.

A fact is folded from ledger entries alone (`folding`), by the moment at which they were recorded, never by the
moment that somebody said. Lateness is monotone: once a `late_…` moment has passed, no later act clears it.
Column types are `str`, `int`, `bool`, or a moment (datetime with zone); `| None` may be absent.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class DossierFact:
    """One dossier.

    `late_at`: the first instant at which it was open, its clock running, and past its due moment; or of a second
    supplement request (domain.md 2.4). It lies in the future while the dossier is in time, is None while the clock
    stands or after an end in time. `late_day_at`: the same by calendar date: midnight after the due day.
    `document`: its end owes a document; `electronic`: and that exists in electronic form. `channel`: online,
    counter, post. `ending`: completed, refused, stopped, withdrawn, or empty. Counts are of papers. The marks are keyed
    pseudonyms; `scans` are digests of scanned papers, divided by spaces; `blank` counts pages without ink.
    """

    kind: ClassVar[str] = "dossier"
    key: ClassVar[tuple[str, ...]] = ("code",)

    code: str
    body: str
    procedure: str
    filed_at: datetime
    version: int = 0
    channel: str = ""
    online_level: str = ""
    eligible: bool = False
    citizen: bool = False
    papers: int = 0
    digitised: int = 0
    reused: int = 0
    verified: bool = False
    fee: int = 0
    received_at: datetime | None = None
    refused_at_intake_at: datetime | None = None
    due_at: datetime | None = None
    late_at: datetime | None = None
    late_day_at: datetime | None = None
    paused_at: datetime | None = None
    supplements: int = 0
    extended: bool = False
    ended_at: datetime | None = None
    ending: str = ""
    document: bool = False
    electronic: bool = False
    delivered_at: datetime | None = None
    paid_at: datetime | None = None
    paid_online: bool = False
    stars: int | None = None
    rated_at: datetime | None = None
    rated_by: str = ""
    petitions: int = 0
    disliked: bool = False
    corrections: int = 0
    receiver: str = ""
    asker: str = ""
    finisher: str = ""
    applicant_mark: str = ""
    phone_mark: str = ""
    device_mark: str = ""
    scans: str = ""
    blank: int = 0


@dataclass(frozen=True, slots=True)
class StepFact:
    """One round of one step of a dossier's process: work that lay with a unit.

    `closed_at` by whatever outcome; `outcome` is `cancelled` where the way led past it.
    """

    kind: ClassVar[str] = "step"
    key: ClassVar[tuple[str, ...]] = ("code", "step", "round")

    code: str
    step: str
    round: int
    body: str
    procedure: str
    step_kind: str
    role: str
    unit: str
    opened_at: datetime
    due_at: datetime | None = None
    taken_at: datetime | None = None
    officer: str = ""
    closed_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PetitionFact:
    """One petition (phản ánh, kiến nghị). `about`: regulation or conduct; `late_at` as of a dossier."""

    kind: ClassVar[str] = "petition"
    key: ClassVar[tuple[str, ...]] = ("code",)

    code: str
    body: str
    about: str
    sent_at: datetime
    dossier: str = ""
    procedure: str = ""
    due_at: datetime | None = None
    late_at: datetime | None = None
    transferred_at: datetime | None = None
    answered_at: datetime | None = None
    published_at: datetime | None = None
    liked: bool | None = None
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One procedure that one body offers, as it stands between two moments.

    `fee`: it may cost something; `document`: it returns one; `citizen`: its subjects are people; `complete`: all
    component parts of NĐ 63/2010 Đ8.2 are published. `decided_at`: of the decision that publishes it;
    `decision_on_time`, `publication_on_time`: by 766 1.1 and 1.2, None where the dates are not known.
    """

    kind: ClassVar[str] = "offer"
    key: ClassVar[tuple[str, ...]] = ("body", "procedure", "begins_at")

    body: str
    procedure: str
    begins_at: datetime
    ends_at: datetime | None = None
    online_level: str = ""
    eligible: bool = False
    fee: bool = False
    document: bool = False
    citizen: bool = False
    complete: bool = False
    decided_at: datetime | None = None
    published_at: datetime | None = None
    decision_on_time: bool | None = None
    publication_on_time: bool | None = None


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """A figure that comes from outside the system, of one body and month, with the paper that it stands in."""

    kind: ClassVar[str] = "declared"
    key: ClassVar[tuple[str, ...]] = ("body", "month_at", "name")

    body: str
    month_at: datetime
    name: str
    amount: int
    procedure: str = ""


Fact = DossierFact | StepFact | PetitionFact | OfferFact | DeclaredFact
KINDS: dict[str, type[Any]] = {
    one.kind: one for one in (DossierFact, StepFact, PetitionFact, OfferFact, DeclaredFact)
}


def columns(kind: str) -> tuple[str, ...]:
    """The documented columns of a kind of fact, in order."""
    return tuple(field.name for field in fields(KINDS[kind]))


def digest_of(facts: Iterable[Fact]) -> str:
    """The SHA-256 of a set of facts, in whatever order they come."""
    told = sorted(map(repr, facts))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
