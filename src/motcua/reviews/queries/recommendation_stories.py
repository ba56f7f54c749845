"""What happened to a recommendation: the ledger's entries, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer
from motcua.reviews.models import ANSWERS
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


def _sent(data: dict[str, Any]) -> str:
    said = _("Signed and sent: %(number)s of %(day)s.") % document(data)
    return f"{said} " + _("An answer is awaited by %(day)s.") % {"day": day(data["answer_due_on"])}


def _answered(data: dict[str, Any]) -> str:
    verdict = str(dict(ANSWERS).get(data["verdict"], data["verdict"]))
    said = _("Answered: %(verdict)s (%(number)s of %(day)s).") % {"verdict": verdict, **document(data)}
    if not data["late_working_days"]:
        return said
    return f"{said} " + _("%(days)s working days after the day awaited.") % {
        "days": data["late_working_days"]
    }


RECOMMENDATION_SAYS: Says = {
    "recommendation.drafted": lambda data: _("Drafted."),
    "recommendation.amended": lambda data: _("The draft was changed."),
    "recommendation.sent_back": lambda data: _("Sent back to its drafter."),
    "recommendation.sent": _sent,
    "recommendation.acknowledged": lambda data: (
        _("The receiver acknowledged it: %(number)s of %(day)s.") % document(data)
    ),
    "recommendation.answered": _answered,
    "recommendation.urged": lambda data: _("The answer was urged: %(number)s of %(day)s.") % document(data),
    "recommendation.unanswered": lambda data: (
        _("No answer came by %(day)s.") % {"day": day(data["answer_due_on"])}
    ),
    "recommendation.begun": lambda data: _("The receiver is working on it."),
    "recommendation.done": lambda data: _("Carried out by %(number)s of %(day)s.") % document(data),
    "recommendation.merged": lambda data: (
        _("Of the same content as %(code)s, which stands for it.") % {"code": data["into"]}
    ),
    "recommendation.separated": lambda data: (
        _("Stands for itself again, apart from %(code)s.") % {"code": data["out_of"]}
    ),
    "recommendation.withdrawn": lambda data: _("Withdrawn."),
}
