"""What happens to calls for review and to the reports that answer them. Codes, numbers and dates only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class ReviewCalled(Event):
    """Bodies are asked to report before a day. `outside`: somebody outside the house asks, and the body recorded it.

    `feeds`: the call whose answer is gathered by this one.
    """

    kind: ClassVar[str] = "review.called"
    before_on: date
    period: str
    set: str
    bodies: tuple[str, ...]
    outside: bool
    feeds: str | None = None


@dataclass(frozen=True)
class ReviewConsolidated(Event):
    """The picture of all reports was frozen and sent on. `sha256`: of the picture; `reports`: how many are in it."""

    kind: ClassVar[str] = "review.consolidated"
    number: int
    sha256: str
    reports: int


@dataclass(frozen=True)
class ReviewClosed(Event):
    """No report is taken any more. `missing`: how many never came."""

    kind: ClassVar[str] = "review.closed"
    missing: int


@dataclass(frozen=True)
class ReviewReportDrafted(Event):
    """A version with frozen figures. `sha256`: of the figures; `short`: criteria below full points."""

    kind: ClassVar[str] = "review.report_drafted"
    version: int
    sha256: str
    short: int


@dataclass(frozen=True)
class ReviewReportEdited(Event):
    """Texts were changed; figures never are."""

    kind: ClassVar[str] = "review.report_edited"
    version: int


@dataclass(frozen=True)
class ReviewReportSubmitted(Event):
    kind: ClassVar[str] = "review.report_submitted"
    version: int


@dataclass(frozen=True)
class ReviewReportTakenBack(Event):
    """Before it was signed: to write on."""

    kind: ClassVar[str] = "review.report_taken_back"
    version: int


@dataclass(frozen=True)
class ReviewReportSigned(Event):
    """`number`: of the signed document."""

    kind: ClassVar[str] = "review.report_signed"
    version: int
    number: str
    sha256: str


@dataclass(frozen=True)
class ReviewReportSent(Event):
    """`late_working_days`: 0 in time."""

    kind: ClassVar[str] = "review.report_sent"
    version: int
    late_working_days: int


@dataclass(frozen=True)
class ReviewReportReturned(Event):
    """The caller does not take it, and said why."""

    kind: ClassVar[str] = "review.report_returned"
    version: int


@dataclass(frozen=True)
class ReviewReportReminded(Event):
    """Asked for again: by the caller, or by the house on a reminder day. `working_days_left`: negative once late."""

    kind: ClassVar[str] = "review.report_reminded"
    working_days_left: int


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


@dataclass(frozen=True)
class InvestmentProposed(Event):
    """`planned`: whole đồng. `basis`: the decree, by its code. With a criterion: what it should mend, and the aim."""

    kind: ClassVar[str] = "investment.proposed"
    task: str
    funds: str
    basis: str
    planned: int
    set: str | None = None
    criterion: str | None = None
    body: str | None = None
    procedure: str | None = None
    period: str | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class InvestmentAmended(Event):
    kind: ClassVar[str] = "investment.amended"
    task: str
    funds: str
    basis: str
    planned: int
    criterion: str | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class InvestmentSentBack(Event):
    """Whoever decides does not approve it as it is, and said why."""

    kind: ClassVar[str] = "investment.sent_back"


@dataclass(frozen=True)
class InvestmentApproved(Event):
    """By another person than who proposed it. The figure that it should mend is frozen here."""

    kind: ClassVar[str] = "investment.approved"
    number: str
    dated_on: date
    planned: int
    numerator: int | None = None
    denominator: Decimal | None = None
    delegation: str | None = None


@dataclass(frozen=True)
class InvestmentProcured(Event):
    """The choice of a contractor has begun."""

    kind: ClassVar[str] = "investment.procuring"


@dataclass(frozen=True)
class InvestmentContracted(Event):
    kind: ClassVar[str] = "investment.contracted"
    number: str
    dated_on: date
    amount: int


@dataclass(frozen=True)
class InvestmentChanged(Event):
    """A changed decision on its cost, by another person than who proposed it. Whole đồng."""

    kind: ClassVar[str] = "investment.changed"
    number: str
    dated_on: date
    old_planned: int
    planned: int


@dataclass(frozen=True)
class InvestmentRenegotiated(Event):
    """An annex to the contract, within the decision."""

    kind: ClassVar[str] = "investment.renegotiated"
    number: str
    dated_on: date
    old_amount: int
    amount: int


@dataclass(frozen=True)
class InvestmentPaid(Event):
    """`paid`: all payments together, this one included."""

    kind: ClassVar[str] = "investment.paid"
    number: str
    dated_on: date
    amount: int
    paid: int


@dataclass(frozen=True)
class MilestonePlanned(Event):
    kind: ClassVar[str] = "investment.milestone_planned"
    milestone: int
    due_on: date


@dataclass(frozen=True)
class MilestoneReached(Event):
    kind: ClassVar[str] = "investment.milestone_reached"
    milestone: int
    reached_on: date
    late_working_days: int


@dataclass(frozen=True)
class InvestmentHandedOver(Event):
    """In use from a day on; with a criterion, measured over these months, the last one included."""

    kind: ClassVar[str] = "investment.handed_over"
    number: str
    in_use_on: date
    first_month: str | None = None
    last_month: str | None = None


@dataclass(frozen=True)
class InvestmentMeasured(Event):
    """As a directive's measure. Rates in percent, `gain` with its 95 % interval in percentage points.

    `points`: regained on the criterion; `watch`: a later look at what was reached.
    """

    kind: ClassVar[str] = "investment.measured"
    verdict: str
    watch: bool
    first_month: str
    last_month: str
    method: str | None = None
    compared: int | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    gain: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    points: Decimal | None = None


@dataclass(frozen=True)
class InvestmentClosed(Event):
    """Settled. What it brought is watched on."""

    kind: ClassVar[str] = "investment.closed"
    number: str
    dated_on: date


@dataclass(frozen=True)
class InvestmentStopped(Event):
    kind: ClassVar[str] = "investment.stopped"
