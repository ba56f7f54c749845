"""The frame of every act on a report: the row is locked, the rules are asked, what was done is written down."""

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.reviews.models import Report, ReviewNote, Version
from motcua.reviews.queries.duties import duty_of, parts_in
from motcua.reviews.queries.norms import norms
from motcua.reviews.rules.states import RULES, Act, NotAllowed, Part, State, after
from motcua.reviews.services.saying import refusal_of

HOUSE = "system"


def held_for(report: Report, act: Act, *, by: Officer | None, at: datetime) -> Report:
    """The report, locked, with the state that follows. `by` None: the house itself. Raises what the rules refuse."""
    locked = Report.objects.select_for_update(of=("self", "call"))
    held = locked.select_related("call__keeper", "body__parent").get(pk=report.pk)
    try:
        held.state = after(State(held.state), act, _parts(held, by, at), closed=held.call.is_closed).value
    except NotAllowed as no:
        raise refusal_of(no, act, held) from no
    return held


def done(held: Report, act: Act, event: Event, *, by: Officer | None, at: datetime, text: str = "") -> Report:
    if RULES[act].says:
        check_reason(text, at)
    held.save()
    actor = by.code if by else HOUSE
    entry = append(event, subject=held.code, body=held.body.code, actor=actor, at=at)
    if text.strip():
        ReviewNote.objects.create(report=held, entry=entry.sequence, text=text.strip())
    return held


def newest(held: Report) -> Version:
    return held.versions.get(number=held.version)


def _parts(held: Report, by: Officer | None, at: datetime) -> Collection[Part]:
    if by is None:
        return {Part.HOUSE}
    return parts_in(held, duty_of(by, localdate(at)), at)


def check_reason(text: str, at: datetime, field: str = "text") -> None:
    least = norms(localdate(at)).reason_least_letters
    if len(" ".join(text.split())) < least:
        raise Refusal(
            _("Say it so that others can follow: %(number)s letters at least.") % {"number": least},
            code="no-reason",
            fields={field: "short"},
        )
