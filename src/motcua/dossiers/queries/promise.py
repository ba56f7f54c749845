"""The promised date: what it is, how it is counted, and every change of it with its reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from motcua.catalog.rules.document import Document
from motcua.clock.queries import calendar, say
from motcua.clock.rules.counting import Line, due_at, explain
from motcua.clock.rules.limits import Pause
from motcua.dossiers.models import Dossier, Extension, Supplement
from motcua.dossiers.queries.terms import terms_of
from motcua.dossiers.rules.life import SUPPLEMENT_CAUSE
from motcua.ledger.queries import entries_of

FIXED, SUPPLEMENTED, EXTENDED = "fixed", "supplemented", "extended"
KINDS = {
    "dossier.received": FIXED,
    "supplement.given": SUPPLEMENTED,
    "dossier.extended": EXTENDED,
}


@dataclass(frozen=True)
class Told:
    """One line of the count, in the reader's language. `counted`: of the limit's own unit; `0` is not counted."""

    on: date
    counted: str
    why: str


@dataclass(frozen=True)
class Change:
    """When a date was promised, and which. `kind`: fixed, supplemented, extended."""

    at: datetime
    due_at: datetime
    kind: str
    reason: str = ""


@dataclass(frozen=True)
class Promise:
    """`stopped_since`: the clock stands still since then, so the date will move by the wait."""

    due_at: datetime
    lines: tuple[Told, ...]
    changes: tuple[Change, ...] = ()
    stopped_since: datetime | None = None


def promised_if_received(document: Document, calendar_code: str, *, at: datetime) -> Promise:
    """The date that would be promised if the dossier were received at this moment."""
    days = calendar(calendar_code, as_known_on=localdate(at))
    limit, policy = document.time_limit.limit, document.time_limit.policy
    return Promise(due_at(at, limit, policy, days), _told(explain(at, limit, policy, days)))


def promise_of(dossier: Dossier) -> Promise | None:
    """What was promised to the applicant of a received dossier; None before its receipt."""
    if dossier.received_at is None or dossier.due_at is None:
        return None
    terms = terms_of(dossier, on=localdate(dossier.received_at))
    pauses = pauses_of(dossier)
    extension: Extension | None = getattr(dossier, "extension", None)
    lines = explain(
        dossier.received_at,
        terms.limit,
        terms.policy,
        terms.calendar,
        pauses=pauses,
        reset_at=pauses[-1].until if pauses else None,
        extended_to=extension.due_at if extension else None,
    )
    return Promise(dossier.due_at, _told(lines), _changes(dossier), dossier.paused_at)


def pauses_of(dossier: Dossier) -> tuple[Pause, ...]:
    """The ended waits that are taken out of the limit."""
    supplement: Supplement | None = getattr(dossier, "supplement", None)
    if supplement is None or supplement.answered_at is None or dossier.received_at is None:
        return ()
    if supplement.requested_at < dossier.received_at:  # asked before receipt: the clock did not run yet
        return ()
    return (Pause(supplement.requested_at, supplement.answered_at, SUPPLEMENT_CAUSE),)


def _changes(dossier: Dossier) -> tuple[Change, ...]:
    extension: Extension | None = getattr(dossier, "extension", None)
    found = []
    for entry in entries_of(dossier.code):
        due = entry.data.get("due_at")
        if entry.kind in KINDS and due:
            kind = KINDS[entry.kind]
            reason = extension.reason if extension and kind == EXTENDED else ""
            found.append(Change(entry.occurred_at, datetime.fromisoformat(due), kind, reason))
    return tuple(found)


def _told(lines: tuple[Line, ...]) -> tuple[Told, ...]:
    return tuple(Told(line.on, line.counted.replace(".", ","), say(line)) for line in lines)
