"""What happens to meetings and to the notices of their conclusions. Codes, numbers and moments only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class MeetingDrafted(Event):
    kind: ClassVar[str] = "meeting.drafted"
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class MeetingCalled(Event):
    """The letter of invitation is signed: those invited may rely on it."""

    kind: ClassVar[str] = "meeting.called"
    begins_at: datetime
    ends_at: datetime
    invited: int
    letter: str


@dataclass(frozen=True)
class MeetingChanged(Event):
    """Called anew with other facts; `sequence` is that of the calendar file."""

    kind: ClassVar[str] = "meeting.changed"
    begins_at: datetime
    ends_at: datetime
    sequence: int
    letter: str


@dataclass(frozen=True)
class MeetingAddedTo(Event):
    """Somebody or something was added: `what` is invitation, site or document, `number` which one."""

    kind: ClassVar[str] = "meeting.added_to"
    what: str
    number: int
    body: str | None = None
    officer: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class MeetingTakenFrom(Event):
    """An invitation was taken back or a site removed: `what` is invitation or site, `number` which one."""

    kind: ClassVar[str] = "meeting.taken_from"
    what: str
    number: int
    body: str | None = None
    officer: str | None = None


@dataclass(frozen=True)
class MeetingPostponed(Event):
    kind: ClassVar[str] = "meeting.postponed"
    sequence: int


@dataclass(frozen=True)
class MeetingCancelled(Event):
    kind: ClassVar[str] = "meeting.cancelled"
    sequence: int


@dataclass(frozen=True)
class InvitationAnswered(Event):
    """`delegate`: who comes for the invited officer or body."""

    kind: ClassVar[str] = "meeting.answered"
    invitation: int
    answer: str
    delegate: str | None = None


@dataclass(frozen=True)
class SiteChecked(Event):
    kind: ClassVar[str] = "meeting.site_checked"
    site: int
    connection: str


@dataclass(frozen=True)
class AttendanceTaken(Event):
    """At one site: how many came, and which invitations were kept."""

    kind: ClassVar[str] = "meeting.attendance_taken"
    site: int
    came: int
    invitations: tuple[int, ...] = ()


@dataclass(frozen=True)
class MeetingHeld(Event):
    kind: ClassVar[str] = "meeting.held"


@dataclass(frozen=True)
class MinutesWritten(Event):
    kind: ClassVar[str] = "meeting.minutes_written"


@dataclass(frozen=True)
class MinutesApproved(Event):
    kind: ClassVar[str] = "meeting.minutes_approved"
    sha256: str


@dataclass(frozen=True)
class MeetingConcluded(Event):
    """By a notice of conclusions, or without one once the minutes are approved."""

    kind: ClassVar[str] = "meeting.concluded"
    notice: str | None = None


@dataclass(frozen=True)
class NoticeDrafted(Event):
    kind: ClassVar[str] = "notice.drafted"
    meeting: str
    corrects: str | None = None


@dataclass(frozen=True)
class NoticeIssued(Event):
    """Signed and numbered; nothing in it changes any more. `due_on`: of each instruction, empty: regularly."""

    kind: ClassVar[str] = "notice.issued"
    number: str
    instructions: int
    lead_units: tuple[str, ...]
    due_on: tuple[str, ...]


@dataclass(frozen=True)
class NoticeCorrected(Event):
    kind: ClassVar[str] = "notice.corrected"
    by_notice: str


@dataclass(frozen=True)
class FeedOpened(Event):
    """The officer made himself a secret address for his calendar; an earlier one ended with it."""

    kind: ClassVar[str] = "calendar_feed.opened"
    on: date
