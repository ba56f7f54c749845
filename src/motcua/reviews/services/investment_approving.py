"""An IT investment is approved: the figure that it should mend is measured and frozen."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.directives.queries.measuring import finding
from motcua.organizations.models import Officer
from motcua.organizations.queries import power_to_sign
from motcua.reviews.events import InvestmentApproved
from motcua.reviews.models import Investment
from motcua.reviews.rules.investments import Act
from motcua.reviews.services.asking import Paper, Said, check_paper
from motcua.reviews.services.investment_acts import allowed, done
from motcua.reviews.services.investments import check_basis, check_target


@transaction.atomic
def approve(investment: Investment, *, paper: Paper, by: Officer, at: datetime) -> Investment:
    """By whoever may sign for its body or the one above, never by its proposer.

    Raises Refusal: `own-proposal`, `no-number`, `future`, `before`, `basis` (the decree is not in force on the day of
    the decision), `target`, and those of `measuring.finding`.
    """
    held = allowed(investment, Act.APPROVE, by=by, at=at)
    since = localdate(held.proposed_at)
    check_paper(paper, at=at, since=since, what=_("the day of the proposal"))
    check_basis(held.basis, paper.dated_on)
    asked = held.asked
    if asked is not None:
        found = finding(asked)
        check_target(found, held.target)
        held.freeze(found)
    power = power_to_sign(by, held.body, at)
    held.approved_number, held.approved_on = paper.number.strip(), paper.dated_on
    held.approved_at, held.approved_by = at, by
    told = InvestmentApproved(
        paper.number.strip(),
        paper.dated_on,
        held.planned,
        held.found_numerator,
        held.found_denominator,
        power.delegation if power else None,
    )
    return done(held, Act.APPROVE, told, Said(paper=paper), by=by, at=at)
