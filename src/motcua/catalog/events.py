"""What can happen to the catalogue. The subject is the procedure's code, if there is one."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class ProcedurePublished(Event):
    """A version was published, and the one before it ends the day before.

    `digest`: SHA-256 of its document.
    """

    kind: ClassVar[str] = "procedure.published"
    version: int
    effective_from: date
    effective_until: date | None
    digest: str


@dataclass(frozen=True)
class CatalogueListed(Event):
    """The list of procedures was written.

    The subject is `catalogue`; `changed` counts new and changed rows.
    """

    kind: ClassVar[str] = "catalogue.listed"
    listed: int
    changed: int


@dataclass(frozen=True)
class ProcedureEdited(Event):
    """A draft of the next version was saved. The actor of the last one may not publish it.

    `revision` counts the savings of the draft; `digest`: SHA-256 of what was saved.
    """

    kind: ClassVar[str] = "procedure.edited"
    revision: int
    digest: str
