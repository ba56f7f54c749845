"""A report is signed, sent in time or late, returned, asked for again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer
from motcua.results import services as results
from motcua.results.models import Instrument, Standing
from motcua.reviews import events
from motcua.reviews.models import Report, Version
from motcua.reviews.queries.norms import norms
from motcua.reviews.queries.papers import content_of, fingerprint, holder_of, title_of
from motcua.reviews.rules.states import NOT_SENT, Act
from motcua.reviews.rules.timing import days_left, is_late, is_reminder_day
from motcua.reviews.services.acting import done, held_for, newest
from motcua.reviews.services.telling import tell_reminded, tell_returned, tell_sent

TEMPLATE = "bao_cao"


@transaction.atomic
def sign(report: Report, *, by: Officer, at: datetime, shown: str | None = None) -> Report:
    """The paper is made, numbered and signed, with what was gathered from other bodies, if they were asked.

    The paper of an earlier version is replaced by it.

    `shown`: `queries.papers.fingerprint` of what the signer read; refused if it was changed since. Besides the rules',
    refusals of `results.services.sign` (no certificate, none that holds).
    """
    held = held_for(report, Act.SIGN, by=by, at=at)
    version = newest(held)
    if shown is not None and shown != fingerprint(held, version):
        raise Refusal(
            _("The report was changed after you opened it. Read it again, then sign."), code="draft-changed"
        )
    version.instrument = _signed(held, version, by, at)
    version.save(update_fields=["instrument"])
    event = events.ReviewReportSigned(held.version, version.instrument.number, version.instrument.digest)
    return done(held, Act.SIGN, event, by=by, at=at)


@transaction.atomic
def send(report: Report, *, by: Officer, at: datetime) -> Report:
    """To who called. Taken as long as the call is open; marked late from the day named in the call on."""
    held = held_for(report, Act.SEND, by=by, at=at)
    on = localdate(at)
    if held.first_sent_at is None:
        held.first_sent_at, held.late = at, is_late(held.call.before_on, on)
    held.sent_at, held.sent_by = at, by
    left = days_left(calendar(held.body.calendar), held.call.before_on, on)
    event = events.ReviewReportSent(held.version, max(-left, 0) if held.late else 0)
    made = done(held, Act.SEND, event, by=by, at=at)
    tell_sent(made, newest(made).instrument, at=at)
    return made


@transaction.atomic
def send_back(report: Report, *, reason: str, by: Officer, at: datetime) -> Report:
    """The caller does not take it: a new version has to be drafted. That it had come in time stays true."""
    held = held_for(report, Act.RETURN, by=by, at=at)
    held.sent_at, held.sent_by = None, None
    event = events.ReviewReportReturned(held.version)
    made = done(held, Act.RETURN, event, by=by, at=at, text=reason)
    tell_returned(made, reason, at=at)
    return made


@transaction.atomic
def remind(report: Report, *, by: Officer | None, at: datetime) -> Report:
    """Asks for it again; once a day is enough. `by` None: the house, on a reminder day. Refusal `reminded-today`."""
    held = held_for(report, Act.REMIND, by=by, at=at)
    on = localdate(at)
    if held.reminded_at is not None and localdate(held.reminded_at) == on:
        raise Refusal(
            _("%(body)s has been reminded today already.") % {"body": held.body.name}, code="reminded-today"
        )
    held.reminders, held.reminded_at = held.reminders + 1, at
    left = days_left(calendar(held.body.calendar), held.call.before_on, on)
    made = done(held, Act.REMIND, events.ReviewReportReminded(left), by=by, at=at)
    tell_reminded(made, left, at=at)
    return made


def remind_all(call: Any, *, by: Officer, at: datetime) -> list[Report]:
    """Everybody of a call who has not sent and was not reminded today: one press."""
    return [remind(report, by=by, at=at) for report in _to_remind(at).filter(call=call)]


def remind_due(*, at: datetime) -> list[Report]:
    """What the house does on its own on reminder days. Safe to repeat on a day."""
    on, reminded = localdate(at), []
    days = norms(on).remind_working_days_before
    for report in _to_remind(at).filter(call__closed_at=None):
        works = calendar(report.body.calendar)
        if is_reminder_day(works, report.call.before_on, on, days):
            reminded.append(remind(report, by=None, at=at))
    return reminded


def _to_remind(at: datetime) -> Any:
    waiting = Report.objects.filter(state__in=NOT_SENT).select_related("call", "body").order_by("pk")
    return waiting.exclude(reminded_at__date=localdate(at))


def _signed(held: Report, version: Version, by: Officer, at: datetime) -> Instrument:
    data, title, holder = content_of(held, version), title_of(held), holder_of(held)
    old = Instrument.objects.filter(reference=held.code, standing=Standing.IN_FORCE).first()
    if old is not None:
        return results.replace(old, data=data, by=by, at=at, title=title, holder=holder)
    made = results.draft(
        reference=held.code,
        body=held.body,
        template=TEMPLATE,
        title=title,
        holder=holder,
        data=data,
        by=by,
        at=at,
    )
    return results.sign(made, by=by, at=at)
