from dataclasses import dataclass
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class ResultDrafted(Event):
    kind: ClassVar[str] = "result.drafted"
    template: str


@dataclass(frozen=True)
class ResultIssued(Event):
    """Signed and in force. `sha256` is of the whole signed file; `under` names the delegation used."""

    kind: ClassVar[str] = "result.issued"
    number: str
    sha256: str
    electronic: bool
    under: str | None = None


@dataclass(frozen=True)
class ResultReplaced(Event):
    kind: ClassVar[str] = "result.replaced"
    number: str
    by_number: str


@dataclass(frozen=True)
class ResultRevoked(Event):
    kind: ClassVar[str] = "result.revoked"
    number: str
    reason: str
