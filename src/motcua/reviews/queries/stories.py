"""What happened to a report: the ledger's entries, in words, with what people wrote to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer
from motcua.reviews.models import Report


@dataclass(frozen=True)
class Happening:
    """`who` is empty where the house itself acted."""

    title: str
    at: datetime
    who: str
    text: str


def story_of(report: Report) -> list[Happening]:
    """Oldest first. Three queries. Who acts for a body does so in its name, so he stands by title."""
    entries = [entry for entry in entries_of(report.code) if entry.kind.startswith("review.")]
    titles = dict(
        Officer.objects.filter(code__in={entry.actor for entry in entries}).values_list("code", "title_vi")
    )
    notes = dict(report.notes.values_list("entry", "text"))
    return [
        Happening(title(entry), entry.occurred_at, titles.get(entry.actor, ""), notes.get(entry.sequence, ""))
        for entry in entries
    ]


def title(entry: Entry) -> str:
    """One sentence. An entry of a kind that is not known here shows its kind."""
    say = _SAID.get(entry.kind)
    return say(entry.data) if say else entry.kind


def _sent(data: dict[str, Any]) -> str:
    if not data["late_working_days"]:
        return _("Sent in time.")
    return _("Sent, %(days)s working days late.") % {"days": data["late_working_days"]}


def _reminded(data: dict[str, Any]) -> str:
    left = data["working_days_left"]
    if left < 0:
        return _("Reminded, %(days)s working days after the deadline.") % {"days": -left}
    return _("Reminded, %(days)s working days before the deadline.") % {"days": left}


_SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "review.report_drafted": lambda data: (
        _("Version %(number)s drafted, its figures frozen: %(short)s criteria fall short.")
        % {"number": data["version"], "short": data["short"]}
    ),
    "review.report_edited": lambda data: _("Texts edited."),
    "review.report_submitted": lambda data: _("Submitted for signature."),
    "review.report_taken_back": lambda data: _("Taken back to write on."),
    "review.report_signed": lambda data: _("Signed: number %(number)s.") % {"number": data["number"]},
    "review.report_sent": _sent,
    "review.report_returned": lambda data: _("Returned by the caller."),
    "review.report_reminded": _reminded,
}
