"""What happens to recommendations to other bodies. Codes, numbers and dates only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class RecommendationDrafted(Event):
    """Asked of a body outside (`receiver`, a code of the register). With a criterion: what the finding said then."""

    kind: ClassVar[str] = "recommendation.drafted"
    receiver: str
    set: str | None = None
    criterion: str | None = None
    body: str | None = None
    procedure: str | None = None
    period: str | None = None
    numerator: int | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class RecommendationAmended(Event):
    """Its draft was changed; the finding, if it has one, was measured anew."""

    kind: ClassVar[str] = "recommendation.amended"
    receiver: str
    criterion: str | None = None
    numerator: int | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class RecommendationSentBack(Event):
    """Whoever signs does not sign it as it is, and said why."""

    kind: ClassVar[str] = "recommendation.sent_back"


@dataclass(frozen=True)
class RecommendationSent(Event):
    """Signed off by another person than who drafted it. `delegation`: by which power, if it was lent."""

    kind: ClassVar[str] = "recommendation.sent"
    number: str
    dated_on: date
    answer_due_on: date
    delegation: str | None = None


@dataclass(frozen=True)
class RecommendationAcknowledged(Event):
    kind: ClassVar[str] = "recommendation.acknowledged"
    number: str
    dated_on: date


@dataclass(frozen=True)
class RecommendationAnswered(Event):
    """`verdict`: accepted, partly, rejected, no_competence. `file`: SHA-256 of the letter."""

    kind: ClassVar[str] = "recommendation.answered"
    verdict: str
    number: str
    dated_on: date
    late_working_days: int
    file: str | None = None


@dataclass(frozen=True)
class RecommendationUrged(Event):
    """A letter asked for the answer."""

    kind: ClassVar[str] = "recommendation.urged"
    number: str
    dated_on: date
    answer_due_on: date


@dataclass(frozen=True)
class RecommendationUnanswered(Event):
    """The day of the answer has passed: its keeper is told, once for each such day."""

    kind: ClassVar[str] = "recommendation.unanswered"
    answer_due_on: date
    late_working_days: int


@dataclass(frozen=True)
class RecommendationBegun(Event):
    """The receiver works on what it agreed to."""

    kind: ClassVar[str] = "recommendation.begun"


@dataclass(frozen=True)
class RecommendationDone(Event):
    """What was asked for is there, by this document."""

    kind: ClassVar[str] = "recommendation.done"
    number: str
    dated_on: date


@dataclass(frozen=True)
class RecommendationMerged(Event):
    """Of the same content as another one, which stands for both from now on."""

    kind: ClassVar[str] = "recommendation.merged"
    into: str


@dataclass(frozen=True)
class RecommendationSeparated(Event):
    kind: ClassVar[str] = "recommendation.separated"
    out_of: str


@dataclass(frozen=True)
class RecommendationWithdrawn(Event):
    kind: ClassVar[str] = "recommendation.withdrawn"
