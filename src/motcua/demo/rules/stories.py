"""What the demo's world is made of: who asks, whom, and what was done, act by act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.catalog.rules.document import Document, Paper
from motcua.dossiers.rules.life import Life, Terms
from motcua.payments.rules import Line

ONLINE, COUNTER, POST = "online", "counter", "post"


@dataclass(frozen=True, slots=True)
class Applicant:
    """`account` is the code of an account, with its key; empty for somebody known only from his dossier."""

    kind: str
    name: str
    id_number: str
    address: str
    phone: str
    email: str = ""
    account: str = ""
    account_key: int | None = None


@dataclass(frozen=True)
class Variant:
    """One way to fill in a procedure's form, with what it brings about."""

    answers: Mapping[str, Any]
    papers: tuple[Paper, ...]
    fees: tuple[Line, ...]
    drafted: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A procedure at a body that decides it. `units`: step → unit; `counter`: the body's own one-stop unit."""

    document: Document
    version: int
    version_key: int
    body: str
    body_key: int
    calendar: str
    counter: str
    units: Mapping[str, str]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, named after the verb of `dossiers.services` that does it."""

    verb: str
    at: datetime
    by: str
    step: str = ""
    outcome: str = "done"
    opinion: str = ""
    reasons: tuple[str, ...] = ()
    text: str = ""
    items: tuple[str, ...] = ()
    until: datetime | None = None
    channel: str = ""


@dataclass(slots=True)
class Turn:
    """One opening of one step, as a row of tasks keeps it."""

    step: str
    round: int
    kind: str
    role: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    officer: str = ""
    taken_at: datetime | None = None
    finished_at: datetime | None = None
    finished_by: str = ""
    outcome: str = ""
    checklist: tuple[str, ...] = ()
    opinion: str = ""


@dataclass(slots=True)
class Attached:
    """A paper brought. `scanned` False: on paper only."""

    paper: str
    scanned: bool
    reused: bool
    round: int
    at: datetime | None = None


@dataclass(slots=True)
class Story:
    """One dossier as it is told.

    For the tour: `shown` ones go quickly and without chance; `halts` are the steps (or `receive`, `hand_over`) at which
    they rest, `held_by` the officer who has taken such a step; `waits`: a supplement is asked for that never comes.
    """

    number: int
    place: Place
    applicant: Applicant
    channel: str
    receiving_unit: str
    receiving_body: str
    filed_at: datetime
    variant: Variant
    answers: Mapping[str, Any]
    attached: list[Attached]
    result_by: str
    terms: Terms
    shown: bool = False
    halts: frozenset[str] = frozenset()
    held_by: str = ""
    waits: bool = False
    code: str = ""
    life: Life | None = None
    revision: int = 0
    received_by: str = ""
    turns: dict[tuple[str, int], Turn] = field(default_factory=dict)
    paid: Act | None = None
    receipt: int = 0
    drafted: Act | None = None
    issued: bool = False
    supplement: Act | None = None
    answered: Act | None = None
    extension: Act | None = None
    old_due_at: datetime | None = None
    ending: Act | None = None
    touched: set[str] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)
    specialist: dict[str, str] = field(default_factory=dict)

    @property
    def device(self) -> str:
        """What the applicant's browser would tell of itself: everybody has his own."""
        return f"device of {self.applicant.account}" if self.channel == ONLINE else ""

    @property
    def now(self) -> Life:
        if self.life is None:
            raise ValueError("a story begins with its filing")
        return self.life

    @property
    def fee(self) -> int:
        return sum(line.amount for line in self.variant.fees)

    @property
    def owes(self) -> bool:
        return self.fee > 0 and self.paid is None
