"""What the house does by itself: measures what is ready, watches what was verified, tells the line what is late."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.periods import first_instant, period
from motcua.directives import events
from motcua.directives.models import Directive
from motcua.directives.queries.measuring import as_told, asked_of, seen_in
from motcua.directives.queries.norms import norms
from motcua.directives.rules import verdicts, windows
from motcua.directives.rules.lateness import date_in, rung, working_days_after
from motcua.directives.rules.states import WORKED_ON, Act, NotAllowed, Part, State, after
from motcua.directives.rules.verdicts import Verdict
from motcua.directives.services.saying import refusal_of
from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append_all

HOUSE = "system"
REOPENS = {Verdict.NOT_MET: "not-met", Verdict.LOST: "regression"}


@dataclass
class Followed:
    """What one round of following did, by code of directive. `waiting`: ready, but not yet counted so far."""

    verified: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    escalated: list[str] = field(default_factory=list)


def watch(*, at: datetime) -> Followed:
    """Every directive whose window is over is measured; every late one is told one rung up. Safe to repeat."""
    on, done = localdate(at), Followed()
    ready = Directive.objects.filter(
        state__in=[State.MEASURING, State.VERIFIED], ready_on__lte=on, inconclusive=False
    )
    for directive in ready.exclude(criterion="").order_by("pk"):
        try:
            found = look(directive, at=at)
        except Refusal:
            done.waiting.append(directive.code)
            continue
        _list_of(done, found).append(directive.code)
    for directive in Directive.objects.filter(state__in=WORKED_ON, due_on__lt=on).order_by("pk"):
        if escalate(directive, at=at):
            done.escalated.append(directive.code)
    return done


@transaction.atomic
def look(directive: Directive, *, at: datetime) -> Verdict:
    """Takes the measure again and lets the number speak: verified, reopened, or left to a person.

    Raises Refusal `window-running`, `not-now`, and `not-counted-yet` while the index has not got there.
    """
    held = (
        Directive.objects.select_for_update(of=("self",))
        .select_related("lead_unit__body")
        .get(pk=directive.pk)
    )
    watched = held.state == State.VERIFIED
    _check(held, Act.REOPEN if watched else Act.VERIFY, localdate(at))
    compared = _windows(held)
    _check_counted(compared)
    bound = norms(localdate(held.opened_at))
    seen, effect = seen_in(asked_of(held), compared, bound, spoiled=_spoiled(held))
    assert held.target is not None
    verdict = verdicts.of_watch(seen) if watched else verdicts.of_reform(seen, Fraction(held.target) / 100)
    told = as_told(seen, effect)
    if not watched:
        held.measured = {
            **told,
            "verdict": verdict.value,
            "from": compared.after.start,
            "months": len(compared.after),
        }
    acts = [_measured(verdict, told), *_follow(held, verdict, localdate(at))]
    held.save()
    append_all(acts, subject=held.code, body=held.lead_unit.body.code, actor=HOUSE, at=at)
    return verdict


@transaction.atomic
def escalate(directive: Directive, *, at: datetime) -> bool:
    """Tells a late directive up the line, each rung once. False: it has been told so far already."""
    held = (
        Directive.objects.select_for_update(of=("self",))
        .select_related("lead_unit__body")
        .get(pk=directive.pk)
    )
    late = working_days_after(calendar(held.lead_unit.body.calendar), held.due_on, localdate(at))
    reached = rung(late, norms(localdate(at)).escalate_working_days_after)
    if State(held.state) not in WORKED_ON or reached <= held.escalated:
        return False
    told = [events.DirectiveEscalated(step, late) for step in range(held.escalated + 1, reached + 1)]
    held.escalated = reached
    held.save()
    append_all(told, subject=held.code, body=held.lead_unit.body.code, actor=HOUSE, at=at)
    return True


def _list_of(done: Followed, found: Verdict) -> list[str]:
    if found is Verdict.MET:
        return done.verified
    if found in REOPENS:
        return done.reopened
    return done.kept if found is Verdict.KEPT else done.unclear


def _check(held: Directive, act: Act, on: date) -> None:
    try:
        after(held.standing, act, {Part.HOUSE}, on)
    except NotAllowed as no:
        raise refusal_of(no, held) from no


def _windows(held: Directive) -> windows.Windows:
    assert held.reported_at is not None
    assert held.window_months is not None
    if held.state == State.VERIFIED:
        assert held.ready_on is not None
        verified = _first_look(held)
        return windows.of_watch(verified.after, held.ready_on)
    return _first_look(held)


def _first_look(held: Directive) -> windows.Windows:
    assert held.reported_at is not None
    assert held.window_months is not None
    return windows.of_reform(
        period(held.period),
        held.reported_at,
        before_months=norms(localdate(held.opened_at)).before_months,
        window_months=held.window_months,
    )


def _check_counted(compared: windows.Windows) -> None:
    seen = horizon()
    if seen is None or seen < first_instant(compared.after.stop):
        raise Refusal(
            _("The index has not been counted up to the end of %(month)s yet. Try again later.")
            % {"month": compared.last_month},
            code="not-counted-yet",
        )


def _spoiled(held: Directive) -> frozenset[str]:
    """Bodies that were told to mend the same thing: they are no measure of what happens by itself."""
    same = Directive.objects.filter(criteria_set=held.criteria_set, criterion=held.criterion)
    return frozenset(same.exclude(state=State.WITHDRAWN).exclude(pk=held.pk).values_list("body", flat=True))


def _follow(held: Directive, verdict: Verdict, on: date) -> list[Event]:
    """What the verdict does to the directive, and what is told of it."""
    if verdict in REOPENS:
        return [_reopened(held, REOPENS[verdict], on)]
    if verdict in (Verdict.NOT_SHOWN, Verdict.TOO_FEW) and held.state == State.MEASURING:
        held.inconclusive = True
        return []
    assert held.ready_on is not None
    assert held.window_months is not None
    held.ready_on = windows.next_watch(held.ready_on, held.window_months)
    if held.state == State.VERIFIED:
        return []
    held.state = State.VERIFIED.value
    return [events.DirectiveVerified(measured=True)]


def _reopened(held: Directive, reason: str, on: date) -> Event:
    """Back to its lead, with a new deadline and the right to ask for time once more."""
    follows = after(held.standing, Act.REOPEN, {Part.HOUSE}, on)
    works = calendar(held.lead_unit.body.calendar)
    held.state, held.asked, held.asked_due_on = follows.state.value, follows.asked.value, None
    held.ready_on, held.inconclusive, held.reported_at = None, False, None
    held.due_on, held.escalated = date_in(works, on, norms(on).deadline_working_days), 0
    return events.DirectiveReopened(reason, held.due_on)


def _measured(verdict: Verdict, told: dict[str, Any]) -> events.DirectiveMeasured:
    number = {
        name: Decimal(told[name]) for name in ("before", "after", "gain", "low", "high") if told.get(name)
    }
    return events.DirectiveMeasured(
        verdict=verdict.value, method=told.get("method"), compared=told.get("compared"), **number
    )


__all__ = ["HOUSE", "Followed", "escalate", "look", "watch"]
