"""Recommendations to those above, and IT investments."""

from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from motcua.demo.services.steering.courses import Line, Verbs, body
from motcua.demo.services.steering.tasking import about
from motcua.reviews.models import Investment, Recommendation
from motcua.reviews.queries.registers import bases_on
from motcua.reviews.rules.recommendations import Answered
from motcua.reviews.services import investment_acts, investment_approving, investments, recommendations
from motcua.reviews.services import recommendation_acts as acts
from motcua.reviews.services.asking import Paper


def recommend(line: Line) -> Recommendation:
    row = line.row
    wish = recommendations.Wish(
        title=row["title"],
        text=row["text"],
        receiver=row["receiver"],
        body=body(row["of"]),
        legal_root=row.get("legal_root", ""),
        cause=row.get("cause", ""),
        about=about(line),
    )
    return recommendations.draft(wish, **line.who)


def propose(line: Line) -> Investment:
    """By the decree on IT investment that is in force on that day."""
    row = line.row
    proposal = investments.Proposal(
        title=row["title"],
        purpose=row["purpose"],
        body=body(row["of"]),
        task=row["task"],
        funds=row["funds"],
        basis=bases_on(localdate(line.at))[0].code,
        planned=row["planned"],
        about=about(line),
        target=Decimal(row["target"]) if "target" in row else None,
        window_months=row.get("window_months"),
    )
    return investments.propose(proposal, **line.who)


def paper(line: Line) -> Paper:
    """The document by which it is done, of the same day."""
    return Paper(line["paper"], localdate(line.at))


def _answer(one: Any, line: Line) -> None:
    verdict = Answered(line["verdict"])
    acts.answer(one, verdict=verdict, text=line.text, paper=paper(line), **line.who)


def _plan(one: Any, line: Line) -> None:
    investment_acts.plan_milestone(one, title=line.text, due_on=line.day("due"), **line.who)


def _reach(one: Investment, line: Line) -> None:
    reached = one.milestones.get(number=line["number"])
    investment_acts.reach_milestone(reached, on=localdate(line.at), **line.who)


ABOUT_RECOMMENDATIONS: Verbs = {
    "send": lambda one, line: acts.send(one, paper=paper(line), **line.who),
    "acknowledge": lambda one, line: acts.acknowledge(one, paper=paper(line), **line.who),
    "answer": _answer,
    "urge": lambda one, line: acts.urge(one, paper=paper(line), **line.who),
    "begin": lambda one, line: acts.begin(one, how=line.text, **line.who),
}
ABOUT_INVESTMENTS: Verbs = {
    "approve": lambda one, line: investment_approving.approve(one, paper=paper(line), **line.who),
    "procure": lambda one, line: investment_acts.procure(one, **line.who),
    "contract": lambda one, line: investment_acts.contract(
        one, amount=line["amount"], paper=paper(line), **line.who
    ),
    "pay": lambda one, line: investment_acts.pay(one, amount=line["amount"], paper=paper(line), **line.who),
    "plan": _plan,
    "reach": _reach,
    "hand_over": lambda one, line: investment_acts.hand_over(one, paper=paper(line), **line.who),
}
