"""Directives in the words and colours of the pages."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.directives.models import Directive
from motcua.directives.queries.boards import Line
from motcua.directives.rules.lateness import Rung
from motcua.directives.rules.states import State
from motcua.kernel.bilingual import Text

SOON = 5
TONES = {
    State.OPENED: "blue", State.CONTESTED: "amber", State.ACCEPTED: "blue", State.IN_PROGRESS: "blue",
    State.REPORTED: "amber", State.MEASURING: "amber", State.VERIFIED: "green", State.REOPENED: "red",
    State.WITHDRAWN: "grey",
}  # fmt: skip


class Shown(NamedTuple):
    code: str
    title: str
    body: Text
    unit: Text
    lead: str
    due_on: date
    left: str
    left_tone: str
    state: str
    tone: str
    told: str
    about: str


def shown_line(line: Line) -> Shown:
    one = line.directive
    return Shown(
        code=one.code,
        title=one.title,
        body=one.lead_unit.body.name,
        unit=one.lead_unit.name,
        lead=one.lead.name if one.lead else "",
        due_on=one.due_on,
        left=time_left(line.days),
        left_tone=tone_of_time(line.days),
        state=str(one.get_state_display()),
        tone=TONES[State(one.state)],
        told=told_up_to(line.rung),
        about=f"{one.criterion} · {one.body}" if one.criterion else "",
    )


def time_left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return ngettext("%(num)s working day late", "%(num)s working days late", -days) % {"num": -days}
    if days == 0:
        return _("Due today")
    return ngettext("%(num)s working day left", "%(num)s working days left", days) % {"num": days}


def tone_of_time(days: int | None) -> str:
    if days is None:
        return "grey"
    return "red" if days < 0 else "amber" if days <= SOON else "green"


def told_up_to(rung: Rung) -> str:
    words = {
        Rung.LEADERS_OF_THE_LEAD: _("for the lead's leaders to hear"),
        Rung.GIVER: _("for the giver to hear"),
        Rung.LEADERS_ABOVE: _("for the leaders above to hear"),
    }
    return words.get(rung, "")


def state_of(directive: Directive) -> tuple[str, str]:
    return str(directive.get_state_display()), TONES[State(directive.state)]
