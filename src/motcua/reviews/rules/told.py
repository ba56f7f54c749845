"""The state of a recommendation or an investment told again from its entries alone: what the ledger says happened."""

from collections.abc import Iterable
from enum import StrEnum

from motcua.reviews.rules import investments, recommendations

AFTER: dict[str, StrEnum] = {
    "recommendation.drafted": recommendations.State.DRAFTED,
    "recommendation.sent": recommendations.State.SENT,
    "recommendation.acknowledged": recommendations.State.ACKNOWLEDGED,
    "recommendation.answered": recommendations.State.ANSWERED,
    "recommendation.begun": recommendations.State.IN_PROGRESS,
    "recommendation.done": recommendations.State.DONE,
    "recommendation.withdrawn": recommendations.State.WITHDRAWN,
    "investment.proposed": investments.State.PROPOSED,
    "investment.approved": investments.State.APPROVED,
    "investment.procuring": investments.State.PROCURING,
    "investment.contracted": investments.State.IN_DELIVERY,
    "investment.handed_over": investments.State.IN_USE,
    "investment.closed": investments.State.CLOSED,
    "investment.stopped": investments.State.STOPPED,
}
"""Kinds that are not here leave the state as it is."""


def state_after(kinds: Iterable[str]) -> str | None:
    """None if nothing of it was ever begun."""
    known = [AFTER[kind] for kind in kinds if kind in AFTER]
    return known[-1].value if known else None
