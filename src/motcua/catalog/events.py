"""What can happen to the catalogue. The subject of every entry is the procedure's code."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class ProcedurePublished(Event):
    """A version was published, and the one before it ends the day before. `digest`: SHA-256 of its document."""

    kind: ClassVar[str] = "procedure.published"
    version: int
    effective_from: date
    effective_until: date | None
    digest: str


@dataclass(frozen=True)
class ProcedureListed(Event):
    """What the list says of a procedure was written or changed."""

    kind: ClassVar[str] = "procedure.listed"
    field: str
    level: str
    online_level: str
    eligible: bool
