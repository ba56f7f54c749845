"""An IT investment is proposed and its proposal changed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.queries.measuring import Asked, Finding
from motcua.directives.queries.norms import norms
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.reviews.events import InvestmentAmended, InvestmentProposed
from motcua.reviews.models import Investment, Recommendation
from motcua.reviews.queries.registers import bases, bases_on, funds, tasks
from motcua.reviews.rules.investments import Act
from motcua.reviews.services.asking import check_keeper, check_words, found_of, next_code
from motcua.reviews.services.asking import said as said_day
from motcua.reviews.services.investment_acts import allowed

PREFIX = "CNTT"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a body. `planned`: whole đồng. `about`: the figure that it should mend; `target`: percent.

    `recommendations`: those without which it cannot go well.
    """

    title: str
    purpose: str
    body: Body
    task: str
    funds: str
    basis: str
    planned: int
    about: Asked | None = None
    target: Decimal | None = None
    window_months: int | None = None
    recommendations: tuple[Recommendation, ...] = ()


@transaction.atomic
def propose(proposal: Proposal, *, by: Officer, at: datetime) -> Investment:
    """For another person to decide.

    Raises Refusal: `not-your-line`, `empty`, `unknown-kind`, `basis`, `no-amount`, `target`, and those of
    `measuring.finding`.
    """
    duty = duty_of(by, localdate(at))
    check_keeper(duty, proposal.body)
    made = Investment(code=next_code(PREFIX, at), body=proposal.body, proposed_by=by, proposed_at=at)
    _write(made, proposal, duty, at)
    made.save()
    made.recommendations.set(proposal.recommendations)
    told = InvestmentProposed(
        task=made.task,
        funds=made.funds,
        basis=made.basis,
        planned=made.planned,
        set=made.criteria_set or None,
        criterion=made.criterion or None,
        body=made.measured_body or None,
        procedure=made.procedure or None,
        period=made.period or None,
        target=made.target,
    )
    append(told, subject=made.code, body=made.body.code, actor=by.code, at=at)
    return made


@transaction.atomic
def amend_proposal(investment: Investment, proposal: Proposal, *, by: Officer, at: datetime) -> Investment:
    """Before it is approved. The body that owns it stays. Refuses as `propose` does."""
    held = allowed(investment, Act.AMEND, by=by, at=at)
    _write(held, proposal, duty_of(by, localdate(at)), at)
    held.save()
    held.recommendations.set(proposal.recommendations)
    told = InvestmentAmended(
        task=held.task,
        funds=held.funds,
        basis=held.basis,
        planned=held.planned,
        criterion=held.criterion or None,
        target=held.target,
    )
    append(told, subject=held.code, body=held.body.code, actor=by.code, at=at)
    return held


def _write(made: Investment, proposal: Proposal, duty: Duty, at: datetime) -> None:
    check_words(title=proposal.title, purpose=proposal.purpose)
    _check_kinds(proposal)
    check_basis(proposal.basis, localdate(at))
    if proposal.planned <= 0:
        raise Refusal(
            _("Write the cost in đồng, more than nothing."), code="no-amount", fields={"planned": "nothing"}
        )
    found = found_of(duty, made.body, proposal.about)
    check_target(found, proposal.target)
    made.title, made.purpose = proposal.title.strip(), proposal.purpose.strip()
    made.task, made.funds, made.basis = proposal.task, proposal.funds, proposal.basis
    made.planned = proposal.planned
    made.aim_at(proposal.about)
    made.target = proposal.target if found else None
    made.window_months = (proposal.window_months or norms(localdate(at)).window_months) if found else None


def _check_kinds(proposal: Proposal) -> None:
    for field, code, known in (("task", proposal.task, tasks()), ("funds", proposal.funds, funds())):
        if code not in known:
            raise Refusal(_("Choose one from the list."), code="unknown-kind", fields={field: "unknown"})


def check_basis(code: str, on: date) -> None:
    """The decree must be in force on the day."""
    basis = bases().get(code)
    if basis is not None and basis.in_force(on):
        return
    holds = ", ".join(one.number for one in bases_on(on))
    raise Refusal(
        _("On %(day)s investments rest on %(basis)s. Choose that.") % {"day": said_day(on), "basis": holds}
        if holds
        else _("No decree on IT investment is known for %(day)s.") % {"day": said_day(on)},
        code="basis",
        fields={"basis": "not-in-force"},
    )


def check_target(found: Finding | None, target: Decimal | None) -> None:
    if found is None:
        return
    if target is None or not found.ratio * 100 < target <= 100:
        raise Refusal(
            _("The aim must be higher than what was found (%(found)s %%) and at most 100 %%.")
            % {"found": f"{float(found.ratio) * 100:.2f}".replace(".", ",")},
            code="target",
            fields={"target": "too-low"},
        )
