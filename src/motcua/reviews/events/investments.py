"""What happens to IT investments and their milestones. Codes, numbers and dates only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from motcua.ledger.events import Event


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
