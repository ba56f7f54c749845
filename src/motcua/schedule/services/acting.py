"""How a verb opens a meeting: the row is locked, the rules are asked, a no is said in words."""

from datetime import datetime

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer
from motcua.schedule.models import Book, Flag, Meeting
from motcua.schedule.queries.duties import duty_of, parts_in
from motcua.schedule.rules.states import RULES, Act, NotAllowed, Why, after

LEAST_LETTERS = 10


def opened(meeting: Meeting, act: Act, *, by: Officer, at: datetime, reason: str = "") -> Meeting:
    """The meeting, locked, in the state that follows. Refuses what the rules refuse, and an act without its reason."""
    locked = Meeting.objects.select_for_update(of=("self",))
    held = locked.select_related("host", "chair", "preparing", "minutes").get(pk=meeting.pk)
    try:
        state = after(held.standing, act, parts_in(held, duty_of(by, at)), at)
    except NotAllowed as no:
        raise refusal_of(no, held) from no
    if RULES[act].says:
        check_reason(reason)
        held.reason = reason.strip()[:500]
    held.state = state.value
    return held


def tell(held: Meeting, flag: Flag, at: datetime) -> None:
    """Those invited have to hear of it: their calendars take the higher number."""
    held.sequence += 1
    held.flag, held.told_at = flag.value, at


def check_reason(reason: str, field: str = "reason") -> None:
    if len(" ".join(reason.split())) < LEAST_LETTERS:
        raise Refusal(
            _("Say why, so that others can follow: %(number)s letters at least.") % {"number": LEAST_LETTERS},
            code="no-reason",
            fields={field: "short"},
        )


def next_code(series: str, at: datetime) -> str:
    """HOP-2026-0001: the book's row is held until the act is done, so no number is lost or given twice."""
    year = localdate(at).year
    Book.objects.get_or_create(series=series, year=year)
    Book.objects.filter(series=series, year=year).update(last=F("last") + 1)
    return f"{series}-{year}-{Book.objects.get(series=series, year=year).last:04}"


def refusal_of(no: NotAllowed, meeting: Meeting) -> Refusal:
    words = {
        Why.NOT_YOURS: _(
            "This step belongs to others: those who prepare %(code)s, its chair, or a leader who signs for %(host)s."
        ),
        Why.NOT_NOW: _("%(code)s is “%(state)s” now, so this cannot be done. Load the page again."),
        Why.NOT_HELD: _("%(code)s has not been held yet: minutes and conclusions come after it."),
        Why.NO_CHAIR: _("Nobody is named who chairs %(code)s. Name the chair, then call it."),
        Why.PAST: _("%(code)s would begin in the past. Choose a later time."),
        Why.NOT_BEGUN: _("%(code)s has not begun yet: it can be recorded as held when its time has come."),
        Why.NO_MINUTES: _("The minutes of %(code)s are missing: write them and let the chair approve them."),
        Why.APPROVED: _("The minutes of %(code)s have been approved by the chair; they stay as they are."),
    }
    told = {"code": meeting.code, "state": meeting.get_state_display(), "host": meeting.host.name}
    fields = {Why.NO_CHAIR: {"chair": "empty"}, Why.PAST: {"day": "past"}}.get(no.why, {})
    return Refusal(words[no.why] % told, code=no.why.value, fields=fields)
