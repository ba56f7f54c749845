"""Meetings in the words and colours of the pages."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.kernel.bilingual import Text
from motcua.organizations.models import Body, Officer, Unit, UnitKind
from motcua.schedule.models import Connection, Flag, Invitation, Meeting
from motcua.schedule.queries.kinds import kinds
from motcua.schedule.rules.answers import Answer
from motcua.schedule.rules.states import State

TONES = {
    State.DRAFTED: "grey", State.CALLED: "blue", State.POSTPONED: "amber", State.CANCELLED: "red",
    State.HELD: "green", State.CONCLUDED: "green",
}  # fmt: skip
FLAG_TONES = {
    Flag.ADDED: "blue", Flag.CHANGED: "amber", Flag.POSTPONED: "amber", Flag.CANCELLED: "red",
}  # fmt: skip
ANSWER_TONES = {
    Answer.WAITING: "grey", Answer.ATTENDING: "green", Answer.STAND_IN: "blue", Answer.LEAVE_ASKED: "amber",
    Answer.LEAVE_GRANTED: "grey", Answer.LEAVE_REFUSED: "amber",
}  # fmt: skip
CONNECTION_TONES = {
    Connection.UNCHECKED: "grey", Connection.CONNECTING: "amber", Connection.CONNECTED: "green",
    Connection.DISCONNECTED: "red",
}  # fmt: skip


def shown(meeting: Meeting) -> dict[str, Any]:
    """A line of a list."""
    return {
        "code": meeting.code,
        "href": reverse("schedule:one", args=[meeting.code]),
        "title": meeting.title,
        "when": when(meeting.begins_at, meeting.ends_at),
        "begins_at": meeting.begins_at,
        "place": meeting.place,
        "host": meeting.host.name,
        "chair": person(meeting.chair, meeting.chair_outside),
        "preparing": meeting.preparing.name if meeting.preparing else "",
        "state": str(meeting.get_state_display()),
        "tone": TONES[State(meeting.state)],
        "flag": flag_of(meeting),
        "flag_tone": FLAG_TONES.get(Flag(meeting.flag), "grey"),
    }


def person(officer: Officer | None, outside: str) -> str:
    """`Trưởng Ban Trần Văn An`, in the reader's language; or as it was written."""
    return f"{officer.title} {officer.name}" if officer else outside


def flag_of(meeting: Meeting) -> str:
    """The mark of a change, where the state does not say the same."""
    said = meeting.flag in (Flag.POSTPONED, Flag.CANCELLED) or not meeting.flag
    return "" if said else str(meeting.get_flag_display())


def kind_of(meeting: Meeting) -> Text:
    return kinds().get(meeting.kind, Text(meeting.kind))


def when(begins_at: datetime, ends_at: datetime) -> str:
    """`08:00–11:30, 08/05/2024`."""
    begins, ends = localtime(begins_at), localtime(ends_at)
    if begins.date() == ends.date():
        return f"{begins:%H:%M}–{ends:%H:%M}, {begins:%d/%m/%Y}"
    return f"{begins:%H:%M, %d/%m/%Y} – {ends:%H:%M, %d/%m/%Y}"


def invitation_line(one: Invitation) -> dict[str, Any]:
    """Who is invited, what he answers, who comes, whether he came."""
    if one.officer is not None:
        who, below = one.officer.name, f"{one.officer.title}, {one.officer.body.name}"
    elif one.body is not None:
        who, below = str(one.body.name), ""
    else:
        who, below = one.guest, _("Guest")
    comes = f"{one.delegate.name}, {one.delegate.title}" if one.delegate else ""
    return {
        "number": one.number,
        "who": who,
        "below": below,
        "answer": str(one.get_answer_display()),
        "tone": ANSWER_TONES[Answer(one.answer)],
        "comes": comes,
        "is_stand_in": one.answer == Answer.STAND_IN,
        "reason": one.reason,
        "asks_leave": one.answer == Answer.LEAVE_ASKED,
        "has_vote": one.has_vote,
        "site": one.site.name if one.site else "",
        "came": one.came,
        "pk": one.pk,
    }


def officer_options(officers: list[Officer]) -> list[dict[str, Any]]:
    return [{"value": one.code, "label": f"{one.name} – {one.title} ({one.body.name})"} for one in officers]


def body_options(bodies: list[Body]) -> list[dict[str, Any]]:
    return [{"value": one.code, "label": one.name} for one in bodies]


def unit_options(units: list[Unit]) -> list[dict[str, Any]]:
    """A body's leadership is the body itself; other units stand with their body."""
    return [
        {
            "value": one.code,
            "label": one.body.name if one.kind == UnitKind.LEADERSHIP else f"{one.body.name} – {one.name}",
        }
        for one in units
    ]
