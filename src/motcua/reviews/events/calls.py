"""What happens to calls for review and to the reports that answer them. Codes, numbers and dates only."""

from dataclasses import dataclass
from datetime import date
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
class ReviewExtended(Event):
    """Reports are due before a later day: all who were asked are told. What had come late by then stays late."""

    kind: ClassVar[str] = "review.extended"
    from_on: date
    to_on: date


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
