"""What happened to a recommendation or an investment: the ledger's entries, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer
from motcua.reviews.models.findings import ActNote


@dataclass(frozen=True)
class Happening:
    """`who` is None where the house itself acted. `note`: what came with the act."""

    title: str
    at: datetime
    who: Officer | None
    note: ActNote | None
    entry: int


Says = Mapping[str, Callable[[dict[str, Any]], str]]


def story(code: str, notes: Mapping[int, ActNote], says: Says) -> list[Happening]:
    """Oldest first. Two queries."""
    entries = list(entries_of(code))
    officers = Officer.objects.filter(code__in={entry.actor for entry in entries})
    who = {one.code: one for one in officers.select_related("unit", "body")}
    return [
        Happening(
            _title(entry, says),
            entry.occurred_at,
            who.get(entry.actor),
            notes.get(entry.sequence),
            entry.sequence,
        )
        for entry in entries
    ]


def day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def document(data: dict[str, Any]) -> dict[str, str]:
    return {"number": data["number"], "day": day(data["dated_on"])}


def _title(entry: Entry, says: Says) -> str:
    """One sentence. An entry of a kind that is not known here shows its kind."""
    say = says.get(entry.kind)
    return say(entry.data) if say else entry.kind
