"""What people say of the service. Declared now, so that the demo's history carries it; verbs come with their issue."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class DossierRated(Event):
    """One rating of one finished dossier: 1 (very bad) to 5 (very good); `asked_by`: link, kiosk, counter."""

    kind: ClassVar[str] = "dossier.rated"
    stars: int
    asked_by: str


@dataclass(frozen=True)
class PetitionSent(Event):
    """`about`: regulation (class A) or conduct (class B); `dossier` if it is about one."""

    kind: ClassVar[str] = "petition.sent"
    about: str
    due_at: datetime
    dossier: str | None = None


@dataclass(frozen=True)
class PetitionTransferred(Event):
    kind: ClassVar[str] = "petition.transferred"
    to_body: str


@dataclass(frozen=True)
class PetitionAnswered(Event):
    kind: ClassVar[str] = "petition.answered"
    on_time: bool


@dataclass(frozen=True)
class PetitionPublished(Event):
    kind: ClassVar[str] = "petition.published"


@dataclass(frozen=True)
class PetitionRated(Event):
    """The sender's like or dislike of the answer."""

    kind: ClassVar[str] = "petition.rated"
    liked: bool


@dataclass(frozen=True)
class PetitionReopened(Event):
    kind: ClassVar[str] = "petition.reopened"
    reason: str
