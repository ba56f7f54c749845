"""Calls and reports in the words and colours of the pages."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.reviews.models import Call, Report
from motcua.reviews.queries.pictures import Line
from motcua.reviews.rules.states import State

SOON = 3
TONES = {
    State.ASKED: "grey", State.DRAFTED: "blue", State.EDITED: "blue", State.SUBMITTED: "amber",
    State.SIGNED: "amber", State.SENT: "green", State.RETURNED: "red",
}  # fmt: skip


class Tag(NamedTuple):
    words: str
    tone: str


def state_of(report: Report) -> Tag:
    return Tag(str(report.get_state_display()), TONES[State(report.state)])


def time_of(line: Line) -> Tag | None:
    """How long is left, or how late it is; of what was sent: only if it was late. Nothing after closing."""
    if line.days is None:
        return Tag(_("Sent late"), "amber") if line.report.late else None
    if line.report.call.is_closed:
        return None
    return time_left(line.days)


def time_left(days: int) -> Tag:
    if days < 0:
        words = ngettext("%(num)s working day late", "%(num)s working days late", -days)
        return Tag(words % {"num": -days}, "red")
    if days == 0:
        return Tag(_("Due today"), "amber")
    words = ngettext("%(num)s working day left", "%(num)s working days left", days)
    return Tag(words % {"num": days}, "amber" if days <= SOON else "green")


def caller_in_words(call: Call) -> str:
    return call.outside or str(call.keeper.name)
