"""What happened to a directive: the ledger's entries, in words, with what people wrote to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.directives.models import Directive, Note
from motcua.directives.rules.windows import spoken
from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer


@dataclass(frozen=True)
class Happening:
    """`who` is empty where the house itself acted. `note`: what was written, and the file that came with it."""

    title: str
    at: datetime
    who: str
    note: Note | None
    entry: int


def story_of(directive: Directive) -> list[Happening]:
    """Oldest first. Three queries."""
    entries = list(entries_of(directive.code))
    codes = {entry.actor for entry in entries}
    names = dict(Officer.objects.filter(code__in=codes).values_list("code", "name"))
    notes = {note.entry: note for note in directive.notes.select_related("file")}
    return [
        Happening(
            title(entry),
            entry.occurred_at,
            names.get(entry.actor, ""),
            notes.get(entry.sequence),
            entry.sequence,
        )
        for entry in entries
    ]


def title(entry: Entry) -> str:
    """One sentence. An entry of a kind that is not known here shows its kind."""
    say = _SAID.get(entry.kind)
    return say(entry.data) if say else entry.kind


def verdict_in_words(code: str) -> str:
    words = {
        "met": _("the aim is reached, and the gain is no chance"),
        "not-met": _("the aim is not reached"),
        "not-shown": _("the aim is reached, but it may be chance, or what moved everybody"),
        "too-few": _("too few cases to tell"),
        "kept": _("what was reached is kept"),
        "lost": _("what was reached has been lost again"),
    }
    return words.get(code, code)


def comma(number: str) -> str:
    """A stored number as people write it: `-1.50` → `−1,50`."""
    return number.replace(".", ",").replace("-", "\u2212")


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def _measured(data: dict[str, Any]) -> str:
    told = {"verdict": verdict_in_words(data["verdict"])}
    if "gain" not in data:
        return _("Measured: %(verdict)s.") % told
    number = {name: comma(data[name]) for name in ("gain", "low", "high")}
    return _(
        "Measured: %(verdict)s. Gain: %(gain)s percentage points; 95 in 100: between %(low)s and %(high)s."
    ) % (told | number)


def _reopened(data: dict[str, Any]) -> str:
    why = (
        _("what was reached has been lost again")
        if data["reason"] == "regression"
        else _("the aim is not reached")
    )
    return _("Reopened: %(why)s. New deadline: %(day)s.") % {"why": why, "day": _day(data["due_on"])}


def _escalated(data: dict[str, Any]) -> str:
    to = [_("the lead's leaders"), _("the giver"), _("the leaders above")][data["rung"] - 1]
    days = data["late_working_days"]
    return ngettext(
        "%(days)s working day late: told to %(to)s.", "%(days)s working days late: told to %(to)s.", days
    ) % {"days": days, "to": to}


def _reported(data: dict[str, Any]) -> str:
    days = data["late_working_days"]
    if not days:
        return _("Reported done, in time.")
    return ngettext(
        "Reported done, %(days)s working day late.", "Reported done, %(days)s working days late.", days
    ) % {"days": days}


_SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "directive.opened": lambda data: _("Given, due on %(day)s.") % {"day": _day(data["due_on"])},
    "directive.accepted": lambda data: _("Accepted."),
    "directive.contested": lambda data: _("Contested."),
    "directive.upheld": lambda data: _("Upheld by the giver."),
    "directive.reassigned": lambda data: _("Given to another lead: %(unit)s.") % {"unit": data["lead_unit"]},
    "directive.started": lambda data: _("Work has begun."),
    "directive.extension_asked": lambda data: (
        _("More time asked for: %(day)s.") % {"day": _day(data["asked_due_on"])}
    ),
    "directive.extension_granted": lambda data: (
        _("More time granted: due on %(day)s.") % {"day": _day(data["due_on"])}
    ),
    "directive.extension_refused": lambda data: _("More time refused."),
    "directive.reported": _reported,
    "directive.sent_back": lambda data: _("The report was sent back."),
    "directive.measuring_begun": lambda data: (
        _("Report taken; measured over %(first)s to %(last)s.")
        % {"first": spoken(data["first_month"]), "last": spoken(data["last_month"])}
    ),
    "directive.measured": _measured,
    "directive.verified": lambda data: (
        _("Verified by the number.") if data["measured"] else _("Verified by the giver.")
    ),
    "directive.reopened": _reopened,
    "directive.escalated": _escalated,
    "directive.withdrawn": lambda data: _("Withdrawn."),
}
