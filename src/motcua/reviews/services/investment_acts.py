"""What is done with an IT investment. Each verb: the row is locked, the rules are asked, the act is written down."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.directives.queries.duties import duty_of
from motcua.directives.rules.lateness import working_days_after
from motcua.directives.services.acting import Evidence
from motcua.kernel.money import vnd
from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.reviews import events
from motcua.reviews.models import Investment, InvestmentNote, Milestone
from motcua.reviews.queries.investments import parts_in
from motcua.reviews.queries.windows import first_look
from motcua.reviews.rules.investments import RULES, Act, Cost, NotAllowed, Overrun, State, Why, after
from motcua.reviews.services.asking import Paper, Said, check_day, check_paper, check_reason, check_words

NOTHING = Said()


def send_back_proposal(investment: Investment, *, reason: str, by: Officer, at: datetime) -> Investment:
    """Whoever decides says what has to be better."""
    return _act(investment, Act.SEND_BACK, events.InvestmentSentBack(), Said(reason), by=by, at=at)


def procure(investment: Investment, *, by: Officer, at: datetime) -> Investment:
    """The choice of a contractor begins."""
    return _act(investment, Act.PROCURE, events.InvestmentProcured(), by=by, at=at)


def stop(investment: Investment, *, reason: str, by: Officer, at: datetime) -> Investment:
    """It is given up before it serves anybody; what was paid stays on record."""
    return _act(investment, Act.STOP, events.InvestmentStopped(), Said(reason), by=by, at=at)


@transaction.atomic
def contract(investment: Investment, *, amount: int, paper: Paper, by: Officer, at: datetime) -> Investment:
    """Within the decision: refusal `plan` else."""
    held = allowed(investment, Act.CONTRACT, by=by, at=at)
    check_paper(paper, at=at, since=held.approved_on, what=_("the day of the decision"))
    _check_money(held.cost, held.cost.to_contract(amount))
    held.contracted, held.contracted_on = amount, paper.dated_on
    told = events.InvestmentContracted(paper.number.strip(), paper.dated_on, amount)
    return done(held, Act.CONTRACT, told, Said(paper=paper), by=by, at=at, amount=amount)


@transaction.atomic
def change(
    investment: Investment, *, planned: int, reason: str, paper: Paper, by: Officer, at: datetime
) -> Investment:
    """A changed decision on the cost, by another person than who proposed it. Refusal `below-contract`."""
    held = allowed(investment, Act.CHANGE, by=by, at=at)
    check_paper(paper, at=at, since=held.approved_on, what=_("the day of the decision"))
    _check_money(held.cost, held.cost.to_plan(planned))
    told = events.InvestmentChanged(paper.number.strip(), paper.dated_on, held.planned, planned)
    held.planned = planned
    return done(held, Act.CHANGE, told, Said(reason, paper), by=by, at=at, amount=planned)


@transaction.atomic
def renegotiate(
    investment: Investment, *, amount: int, reason: str, paper: Paper, by: Officer, at: datetime
) -> Investment:
    """An annex to the contract: within the decision, not below what was paid. Refusals `plan`, `below-paid`."""
    held = allowed(investment, Act.RENEGOTIATE, by=by, at=at)
    check_paper(paper, at=at, since=held.contracted_on, what=_("the day of the contract"))
    _check_money(held.cost, held.cost.to_contract(amount))
    told = events.InvestmentRenegotiated(paper.number.strip(), paper.dated_on, held.cost.stands_for, amount)
    held.contracted = amount
    return done(held, Act.RENEGOTIATE, told, Said(reason, paper), by=by, at=at, amount=amount)


@transaction.atomic
def pay(investment: Investment, *, amount: int, paper: Paper, by: Officer, at: datetime) -> Investment:
    """Payments together stay within the contract: refusal `contract`."""
    held = allowed(investment, Act.PAY, by=by, at=at)
    check_paper(paper, at=at, since=held.contracted_on, what=_("the day of the contract"))
    _check_money(held.cost, held.cost.to_pay(amount))
    held.paid += amount
    told = events.InvestmentPaid(paper.number.strip(), paper.dated_on, amount, held.paid)
    return done(held, Act.PAY, told, Said(paper=paper), by=by, at=at, amount=amount)


@transaction.atomic
def plan_milestone(
    investment: Investment, *, title: str, due_on: date, by: Officer, at: datetime
) -> Milestone:
    """Something that can be seen by a day that is still to come: refusal `past`."""
    held = allowed(investment, Act.PLAN_MILESTONE, by=by, at=at)
    check_words(title=title)
    if due_on <= localdate(at):
        raise Refusal(
            _("A milestone lies after today. Choose a later day."), code="past", fields={"due_on": "past"}
        )
    number = held.milestones.count() + 1
    made = Milestone.objects.create(investment=held, number=number, title=title.strip(), due_on=due_on)
    done(held, Act.PLAN_MILESTONE, events.MilestonePlanned(number, due_on), by=by, at=at)
    return made


@transaction.atomic
def reach_milestone(milestone: Milestone, *, on: date, by: Officer, at: datetime) -> Milestone:
    """Once; not before the decision and not in the days to come."""
    held = allowed(milestone.investment, Act.REACH_MILESTONE, by=by, at=at)
    reached = held.milestones.get(pk=milestone.pk)
    if reached.reached_on is not None:
        raise Refusal(_("This milestone has been reached before."), code="not-now")
    check_day(on, at=at, since=held.approved_on, what=_("the day of the decision"))
    late = working_days_after(calendar(held.body.calendar), reached.due_on, on)
    reached.reached_on = on
    reached.save()
    told = events.MilestoneReached(reached.number, on, max(late, 0))
    done(held, Act.REACH_MILESTONE, told, by=by, at=at)
    return reached


@transaction.atomic
def hand_over(
    investment: Investment, *, paper: Paper, file: Evidence | None = None, by: Officer, at: datetime
) -> Investment:
    """In use from the day of the record of hand-over. From here on its effect is measured."""
    held = allowed(investment, Act.HAND_OVER, by=by, at=at)
    check_paper(paper, at=at, since=held.contracted_on, what=_("the day of the contract"))
    held.in_use_on = paper.dated_on
    told = events.InvestmentHandedOver(paper.number.strip(), paper.dated_on)
    if held.criterion:
        window = first_look(held)
        held.ready_on = window.ready_on
        told = events.InvestmentHandedOver(
            paper.number.strip(), paper.dated_on, window.first_month, window.last_month
        )
    return done(held, Act.HAND_OVER, told, Said(paper=paper, file=file), by=by, at=at)


@transaction.atomic
def close(investment: Investment, *, reason: str, paper: Paper, by: Officer, at: datetime) -> Investment:
    """The settlement is approved. What it brought is watched on."""
    held = allowed(investment, Act.CLOSE, by=by, at=at)
    check_paper(paper, at=at, since=held.in_use_on, what=_("the day from which it is in use"))
    told = events.InvestmentClosed(paper.number.strip(), paper.dated_on)
    return done(held, Act.CLOSE, told, Said(reason, paper), by=by, at=at)


def allowed(investment: Investment, act: Act, *, by: Officer, at: datetime) -> Investment:
    """It, locked, with the state that follows. Raises what the rules refuse, in words."""
    held = locked(investment)
    try:
        follows = after(State(held.state), act, parts_in(held, duty_of(by, localdate(at)), at))
    except NotAllowed as no:
        raise _refusal_of(no, held) from no
    held.state = follows.value
    return held


def locked(one: Investment) -> Investment:
    rows = Investment.objects.select_for_update(of=("self",)).select_related("body__parent")
    return rows.get(pk=one.pk)


def done(
    held: Investment,
    act: Act,
    event: Event,
    with_it: Said = NOTHING,
    *,
    by: Officer,
    at: datetime,
    amount: int | None = None,
) -> Investment:
    if RULES[act].says:
        check_reason(with_it.text, at)
    held.save()
    entry = append(event, subject=held.code, body=held.body.code, actor=by.code, at=at)
    if note := with_it.as_note():
        InvestmentNote.objects.create(
            investment=held, entry=entry.sequence, act=act.value, amount=amount, **note
        )
    return held


@transaction.atomic
def _act(
    one: Investment, act: Act, event: Event, with_it: Said = NOTHING, *, by: Officer, at: datetime
) -> Investment:
    return done(allowed(one, act, by=by, at=at), act, event, with_it, by=by, at=at)


def _check_money(cost: Cost, overrun: Overrun | None) -> None:
    if overrun is None:
        return
    words = {
        Overrun.NOTHING: _("Write an amount in đồng, more than nothing."),
        Overrun.PLAN: _("The decision allows %(planned)s. A dearer contract needs a changed decision first."),
        Overrun.CONTRACT: _(
            "The contract is %(contracted)s and %(paid)s have been paid. More than that needs an annex to the "
            "contract, within a changed decision."
        ),
        Overrun.BELOW_PAID: _("%(paid)s have been paid already: the contract cannot be less."),
        Overrun.BELOW_CONTRACT: _("The contract binds %(contracted)s: the decision cannot allow less."),
    }
    told = {
        "planned": vnd(cost.planned),
        "contracted": vnd(cost.contracted or 0),
        "paid": vnd(cost.paid),
    }
    raise Refusal(words[overrun] % told, code=overrun.value, fields={"amount": overrun.value})


def _refusal_of(no: NotAllowed, held: Investment) -> Refusal:
    words = {
        Why.NOT_YOURS: _("This step of %(code)s belongs to somebody else."),
        Why.NOT_NOW: _("%(code)s is “%(state)s” now, so this cannot be done. Load the page again."),
        Why.OWN_PROPOSAL: _("You proposed %(code)s, so another person decides on it."),
    }
    return Refusal(words[no.why] % {"code": held.code, "state": held.get_state_display()}, code=no.why.value)
