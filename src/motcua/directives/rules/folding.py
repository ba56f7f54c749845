"""A directive's state told again from its entries alone: what the ledger says happened."""

from collections.abc import Iterable

from motcua.directives.rules.states import State

AFTER: dict[str, State] = {
    "directive.opened": State.OPENED,
    "directive.accepted": State.ACCEPTED,
    "directive.contested": State.CONTESTED,
    "directive.upheld": State.OPENED,
    "directive.reassigned": State.OPENED,
    "directive.started": State.IN_PROGRESS,
    "directive.reported": State.REPORTED,
    "directive.sent_back": State.IN_PROGRESS,
    "directive.measuring_begun": State.MEASURING,
    "directive.verified": State.VERIFIED,
    "directive.reopened": State.REOPENED,
    "directive.withdrawn": State.WITHDRAWN,
}
"""Kinds that are not here leave the state as it is."""


def state_after(kinds: Iterable[str]) -> State | None:
    """None if nothing of it was ever opened."""
    told = [AFTER[kind] for kind in kinds if kind in AFTER]
    return told[-1] if told else None
