"""The figures that were declared, with the papers that they stand in, from the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.criteria.rules.folding import DECLARED
from motcua.criteria.rules.periods import Period
from motcua.ledger.models import Entry


@dataclass(frozen=True)
class Declaration:
    """What somebody declared. `is_latest`: nobody has declared the same figure since."""

    body: str
    month: str
    name: str
    amount: int
    paper: str
    paper_on: date
    issuer: str
    by: str
    at: datetime
    number: int
    is_latest: bool


def latest(subjects: Iterable[str]) -> dict[str, Entry]:
    """The entry that holds for each figure (by its subject) that was declared."""
    rows = Entry.objects.filter(subject__in=list(subjects), kind=DECLARED)
    return {entry.subject: entry for entry in rows.order_by("subject", "-sequence").distinct("subject")}


def declarations(month: Period) -> list[Declaration]:
    """Everything that was declared of a month, by body and figure, the newest first."""
    rows = Entry.objects.filter(kind=DECLARED, data__month=month.code).order_by(
        "body", "subject", "-sequence"
    )
    told: list[Declaration] = []
    before = ""
    for entry in rows:
        told.append(_told(entry, is_latest=entry.subject != before))
        before = entry.subject
    return told


def _told(entry: Entry, *, is_latest: bool) -> Declaration:
    said: dict[str, Any] = entry.data
    return Declaration(
        body=entry.body,
        month=said["month"],
        name=said["name"],
        amount=said["amount"],
        paper=said["paper"],
        paper_on=date.fromisoformat(said["paper_on"]),
        issuer=said["issuer"],
        by=entry.actor,
        at=entry.recorded_at,
        number=entry.sequence,
        is_latest=is_latest,
    )
