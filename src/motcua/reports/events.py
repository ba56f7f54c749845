"""What happens to reports. Codes, numbers and dates only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class ReportFrozen(Event):
    """A version was made: its numbers are frozen. `digest` of what it says, `definition` of what it asks."""

    kind: ClassVar[str] = "report.frozen"
    report: int
    name: str
    grid: str
    period: str
    version: int
    horizon: datetime
    provisional: bool
    definition: str
    digest: str


@dataclass(frozen=True)
class ReportShared(Event):
    """A link was made that opens a version to everybody who has it, up to and including a day."""

    kind: ClassVar[str] = "report.shared"
    report: int
    until_on: date


@dataclass(frozen=True)
class ReportKept(Event):
    """A report to be made again: its blocks in order; `days_after`: made by itself so many days after each period."""

    kind: ClassVar[str] = "report.kept"
    saved: int
    name: str
    grid: str
    span: str
    blocks: tuple[str, ...]
    days_after: int | None = None


@dataclass(frozen=True)
class ReportDropped(Event):
    """A saved report is no longer made. Its versions stay."""

    kind: ClassVar[str] = "report.dropped"
    saved: int
