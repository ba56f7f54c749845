"""What the lead and the giver do. Each verb: the row is locked, the rules are asked, the act is written down."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.criteria.rules.periods import period
from motcua.directives import events
from motcua.directives.models import Directive, Note
from motcua.directives.queries.duties import duty_of, parts_in
from motcua.directives.queries.norms import norms
from motcua.directives.rules.lateness import working_days_after
from motcua.directives.rules.states import RULES, Act, Asked, NotAllowed, after
from motcua.directives.rules.windows import next_watch, of_reform
from motcua.directives.services.opening import check_deadline, check_lead
from motcua.directives.services.saying import refusal_of
from motcua.files.models import StoredFile
from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append
from motcua.organizations.models import Officer, Unit


class Evidence(NamedTuple):
    file: StoredFile
    name: str


def accept(directive: Directive, *, by: Officer, at: datetime) -> Directive:
    """The lead takes it on."""
    return _act(directive, Act.ACCEPT, events.DirectiveAccepted(), by=by, at=at)


def contest(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    """The lead says why it is not his, or cannot be done: once. The giver answers."""
    return _act(directive, Act.CONTEST, events.DirectiveContested(), by=by, at=at, text=reason)


def uphold(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    return _act(directive, Act.UPHOLD, events.DirectiveUpheld(), by=by, at=at, text=reason)


@transaction.atomic
def reassign(
    directive: Directive, *, to: Unit, lead: Officer | None = None, reason: str, by: Officer, at: datetime
) -> Directive:
    """The giver agrees and gives it to another. Refusals of `check_lead`, and `same-lead`."""
    held = _allowed(directive, Act.REASSIGN, by=by, at=at)
    if (to.pk, lead and lead.pk) == (held.lead_unit_id, held.lead_id):
        raise Refusal(
            _("This is the lead who contested it. Choose another, or uphold the task."),
            code="same-lead",
            fields={"lead_unit": "same"},
        )
    check_lead(to, lead, duty_of(by, localdate(at)))
    told = events.DirectiveReassigned(
        old_lead_unit=held.lead_unit.code,
        lead_unit=to.code,
        old_lead=held.lead.code if held.lead else None,
        lead=lead.code if lead else None,
    )
    held.lead_unit, held.lead, held.escalated = to, lead, 0
    held.supporting.remove(to)
    return _done(held, Act.REASSIGN, told, by=by, at=at, text=reason)


def start(directive: Directive, *, by: Officer, at: datetime) -> Directive:
    return _act(directive, Act.START, events.DirectiveStarted(), by=by, at=at)


@transaction.atomic
def ask_extension(directive: Directive, *, to: date, reason: str, by: Officer, at: datetime) -> Directive:
    """The lead asks for a later day, once and before the deadline. Refusal `not-later` besides the rules'."""
    held = _allowed(directive, Act.ASK_EXTENSION, by=by, at=at)
    check_deadline(to, held.lead_unit.body, at)
    if to <= held.due_on:
        raise Refusal(
            _("The new day must be later than the deadline it replaces."),
            code="not-later",
            fields={"due_on": "early"},
        )
    held.asked_due_on = to
    return _done(held, Act.ASK_EXTENSION, events.ExtensionAsked(to), by=by, at=at, text=reason)


@transaction.atomic
def grant_extension(directive: Directive, *, by: Officer, at: datetime) -> Directive:
    held = _allowed(directive, Act.GRANT_EXTENSION, by=by, at=at)
    assert held.asked_due_on is not None
    told = events.ExtensionGranted(old_due_on=held.due_on, due_on=held.asked_due_on)
    held.due_on, held.escalated = held.asked_due_on, 0
    return _done(held, Act.GRANT_EXTENSION, told, by=by, at=at)


def refuse_extension(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    return _act(directive, Act.REFUSE_EXTENSION, events.ExtensionRefused(), by=by, at=at, text=reason)


@transaction.atomic
def report(
    directive: Directive, *, evidence: str, file: Evidence | None = None, by: Officer, at: datetime
) -> Directive:
    """The lead says that it is done and shows it. From here on the deadline does not run."""
    held = _allowed(directive, Act.REPORT, by=by, at=at)
    late = working_days_after(calendar(held.lead_unit.body.calendar), held.due_on, localdate(at))
    told = events.DirectiveReported(max(late, 0), file.file.digest if file else None)
    held.reported_at = at
    return _done(held, Act.REPORT, told, by=by, at=at, text=evidence, file=file)


@transaction.atomic
def send_back(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    """The giver does not take the report, or judges that an unclear measure is not enough."""
    held = _allowed(directive, Act.SEND_BACK, by=by, at=at)
    held.reported_at = None
    return _done(held, Act.SEND_BACK, events.DirectiveSentBack(), by=by, at=at, text=reason)


@transaction.atomic
def measure(directive: Directive, *, by: Officer, at: datetime) -> Directive:
    """The giver takes the report: the same measure is taken again when whole months after it are over."""
    held = _allowed(directive, Act.MEASURE, by=by, at=at)
    assert held.reported_at is not None
    assert held.window_months is not None
    windows = of_reform(
        period(held.period),
        held.reported_at,
        before_months=norms(localdate(held.opened_at)).before_months,
        window_months=held.window_months,
    )
    told = events.MeasuringBegun(windows.first_month, windows.last_month)
    held.ready_on = windows.ready_on
    return _done(held, Act.MEASURE, told, by=by, at=at)


@transaction.atomic
def confirm(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    """The giver judges, where no number can: without a criterion, or when the measure could not tell."""
    held = _allowed(directive, Act.CONFIRM, by=by, at=at)
    if held.ready_on is not None and held.window_months is not None:
        held.ready_on = next_watch(held.ready_on, held.window_months)
    held.inconclusive = False
    return _done(held, Act.CONFIRM, events.DirectiveVerified(measured=False), by=by, at=at, text=reason)


def withdraw(directive: Directive, *, reason: str, by: Officer, at: datetime) -> Directive:
    """The giver takes it back; it stays on record."""
    return _act(directive, Act.WITHDRAW, events.DirectiveWithdrawn(), by=by, at=at, text=reason)


@transaction.atomic
def _act(
    directive: Directive, act: Act, event: Event, *, by: Officer, at: datetime, text: str = ""
) -> Directive:
    return _done(_allowed(directive, act, by=by, at=at), act, event, by=by, at=at, text=text)


def _allowed(directive: Directive, act: Act, *, by: Officer, at: datetime) -> Directive:
    """The directive, locked, with the state that follows. Raises what the rules refuse, in words."""
    locked = Directive.objects.select_for_update(of=("self",)).select_related("lead_unit__body", "giver")
    held = locked.get(pk=directive.pk)
    on = localdate(at)
    try:
        follows = after(held.standing, act, parts_in(held, duty_of(by, on)), on)
    except NotAllowed as no:
        raise refusal_of(no, held) from no
    held.state, held.asked, held.contested = follows.state.value, follows.asked.value, follows.contested
    held.ready_on, held.inconclusive = follows.ready_on, follows.inconclusive
    if follows.asked is Asked.NOT:
        held.asked_due_on = None
    return held


def _done(
    held: Directive,
    act: Act,
    event: Event,
    *,
    by: Officer,
    at: datetime,
    text: str = "",
    file: Evidence | None = None,
) -> Directive:
    if RULES[act].says:
        _check_reason(text, at)
    held.save()
    entry = append(event, subject=held.code, body=held.lead_unit.body.code, actor=by.code, at=at)
    if text.strip() or file:
        Note.objects.create(
            directive=held,
            entry=entry.sequence,
            text=text.strip(),
            file=file.file if file else None,
            file_name=file.name if file else "",
        )
    return held


def _check_reason(text: str, at: datetime) -> None:
    least = norms(localdate(at)).reason_least_letters
    if len(" ".join(text.split())) < least:
        raise Refusal(
            _("Say it so that others can follow: %(number)s letters at least.") % {"number": least},
            code="no-reason",
            fields={"text": "short"},
        )
