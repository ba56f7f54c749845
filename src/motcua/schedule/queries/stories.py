"""What happened to a meeting: the ledger's entries, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer
from motcua.schedule.models import ANSWERS, Connection, Meeting

HIDDEN = ("result.",)
_ANSWERS, _CONNECTIONS = dict(ANSWERS), dict(Connection.choices)


@dataclass(frozen=True)
class Happening:
    title: str
    at: datetime
    who: str


def story_of(meeting: Meeting) -> list[Happening]:
    """Oldest first. Two queries. What the signed paper tells of itself is told by the acts already."""
    entries = [entry for entry in entries_of(meeting.code) if not entry.kind.startswith(HIDDEN)]
    codes = {entry.actor for entry in entries}
    names = dict(Officer.objects.filter(code__in=codes).values_list("code", "name"))
    return [Happening(title(entry), entry.occurred_at, names.get(entry.actor, "")) for entry in entries]


def title(entry: Entry) -> str:
    """One sentence. An entry of a kind that is not known here shows its kind."""
    say = _SAID.get(entry.kind)
    return say(entry.data) if say else entry.kind


def _added(data: dict[str, Any]) -> str:
    words = {
        "invitation": _("Invitation %(number)s was added."),
        "site": _("Site %(number)s was added."),
        "document": _("Document %(number)s was added."),
    }
    return words[data["what"]] % {"number": data["number"]}


def _taken(data: dict[str, Any]) -> str:
    words = {
        "invitation": _("Invitation %(number)s was taken back."),
        "site": _("Site %(number)s was removed."),
    }
    return words[data["what"]] % {"number": data["number"]}


def _answered(data: dict[str, Any]) -> str:
    return _("Invitation %(number)s: %(answer)s.") % {
        "number": data["invitation"],
        "answer": _ANSWERS.get(data["answer"], data["answer"]),
    }


def _checked(data: dict[str, Any]) -> str:
    return _("Site %(number)s: %(state)s.") % {
        "number": data["site"],
        "state": _CONNECTIONS.get(data["connection"], data["connection"]),
    }


def _counted(data: dict[str, Any]) -> str:
    if not data["site"]:
        return _("Attendance taken: %(came)s came.") % {"came": data["came"]}
    return _("Attendance taken at site %(number)s: %(came)s came.") % {
        "number": data["site"],
        "came": data["came"],
    }


_SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "meeting.drafted": lambda data: _("Drafted."),
    "meeting.called": lambda data: _("Called: letter %(number)s.") % {"number": data["letter"]},
    "meeting.changed": lambda data: _("Changed: letter %(number)s.") % {"number": data["letter"]},
    "meeting.added_to": _added,
    "meeting.taken_from": _taken,
    "meeting.postponed": lambda data: _("Postponed."),
    "meeting.cancelled": lambda data: _("Called off."),
    "meeting.answered": _answered,
    "meeting.site_checked": _checked,
    "meeting.attendance_taken": _counted,
    "meeting.held": lambda data: _("Held."),
    "meeting.minutes_written": lambda data: _("The minutes were written."),
    "meeting.minutes_approved": lambda data: _("The minutes were approved by the chair."),
    "meeting.concluded": lambda data: _("Concluded."),
}
