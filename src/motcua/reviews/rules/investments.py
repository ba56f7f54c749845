"""The life of an IT investment: who may do what, when, and what follows; how its money may move.

proposed → approved → procuring → in delivery → in use → closed
         (stopped by who decides, at any time before it is in use)
From the day in use its effect is measured like that of a directive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    PROCURING = "procuring"
    IN_DELIVERY = "in_delivery"
    IN_USE = "in_use"
    CLOSED = "closed"
    STOPPED = "stopped"


class Part(StrEnum):
    """KEEPER: runs it for the body that owns it. PROPOSER: the keeper who asked for it.

    DECIDER: may sign for that body or for the one above it.
    """

    KEEPER = "keeper"
    PROPOSER = "proposer"
    DECIDER = "decider"


class Act(StrEnum):
    AMEND = "amend"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PROCURE = "procure"
    CONTRACT = "contract"
    CHANGE = "change"
    RENEGOTIATE = "renegotiate"
    PAY = "pay"
    PLAN_MILESTONE = "plan_milestone"
    REACH_MILESTONE = "reach_milestone"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    STOP = "stop"


OPEN = frozenset(State) - {State.CLOSED, State.STOPPED}
MEASURED = frozenset({State.IN_USE, State.CLOSED})
"""It serves somebody: its effect can be seen."""
DECIDED = frozenset(State) - {State.PROPOSED}


class Why(StrEnum):
    """Why an act is refused."""

    NOT_YOURS = "not-yours"
    NOT_NOW = "not-now"
    OWN_PROPOSAL = "own-proposal"


class NotAllowed(Exception):  # noqa: N818 -- a rule said no; the verbs say it in words
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Rule:
    """Who, from which states, to which; `None`: the state stays. `says`: the act needs a text from who acts.

    `numbered`: it is done by a document, whose number and date are kept. `money`: it names an amount.
    """

    by: Part
    before: frozenset[State]
    after: State | None
    says: bool = False
    numbered: bool = False
    money: bool = False


_BOUND = frozenset({State.IN_DELIVERY, State.IN_USE})
RULES: dict[Act, Rule] = {
    Act.AMEND: Rule(Part.KEEPER, frozenset({State.PROPOSED}), None),
    Act.SEND_BACK: Rule(Part.DECIDER, frozenset({State.PROPOSED}), None, says=True),
    Act.APPROVE: Rule(Part.DECIDER, frozenset({State.PROPOSED}), State.APPROVED, numbered=True),
    Act.PROCURE: Rule(Part.KEEPER, frozenset({State.APPROVED}), State.PROCURING),
    Act.CONTRACT: Rule(
        Part.KEEPER, frozenset({State.PROCURING}), State.IN_DELIVERY, numbered=True, money=True
    ),
    Act.CHANGE: Rule(Part.DECIDER, OPEN - {State.PROPOSED}, None, says=True, numbered=True, money=True),
    Act.RENEGOTIATE: Rule(Part.KEEPER, _BOUND, None, says=True, numbered=True, money=True),
    Act.PAY: Rule(Part.KEEPER, _BOUND, None, numbered=True, money=True),
    Act.PLAN_MILESTONE: Rule(Part.KEEPER, OPEN - {State.IN_USE}, None),
    Act.REACH_MILESTONE: Rule(Part.KEEPER, OPEN - {State.PROPOSED}, None),
    Act.HAND_OVER: Rule(Part.KEEPER, frozenset({State.IN_DELIVERY}), State.IN_USE, numbered=True),
    Act.CLOSE: Rule(Part.DECIDER, frozenset({State.IN_USE}), State.CLOSED, says=True, numbered=True),
    Act.STOP: Rule(Part.DECIDER, OPEN - {State.IN_USE}, State.STOPPED, says=True),
}
_OF_ANOTHER = frozenset({Act.APPROVE, Act.CHANGE})
"""What its proposer may not decide, whatever he may sign."""


def after(state: State, act: Act, parts: Collection[Part]) -> State:
    """The state that follows. Raises NotAllowed; the reasons are looked at in the order of `Why`."""
    rule = RULES[act]
    if rule.by not in parts:
        raise NotAllowed(Why.NOT_YOURS)
    if state not in rule.before:
        raise NotAllowed(Why.NOT_NOW)
    if act in _OF_ANOTHER and Part.PROPOSER in parts:
        raise NotAllowed(Why.OWN_PROPOSAL)
    return rule.after or state


def open_to(state: State, parts: Collection[Part]) -> list[Act]:
    """What somebody with these parts may do now, in the order of the table."""
    return [act for act in Act if _allowed(state, act, parts)]


def _allowed(state: State, act: Act, parts: Collection[Part]) -> bool:
    try:
        after(state, act, parts)
    except NotAllowed:
        return False
    return True


class Overrun(StrEnum):
    """Which ceiling an amount would break."""

    NOTHING = "nothing"
    PLAN = "plan"
    CONTRACT = "contract"
    BELOW_PAID = "below-paid"
    BELOW_CONTRACT = "below-contract"


@dataclass(frozen=True)
class Cost:
    """Whole đồng: what the decision allows, what the contract binds, what has been paid.

    paid ≤ contracted ≤ planned.
    """

    planned: int
    contracted: int | None = None
    paid: int = 0

    @property
    def stands_for(self) -> int:
        """What it costs, as far as it is known: the contract, before that the decision."""
        return self.planned if self.contracted is None else self.contracted

    def to_contract(self, amount: int) -> Overrun | None:
        """A contract, new or renegotiated: within the decision, and no less than what was paid."""
        if amount <= 0:
            return Overrun.NOTHING
        if amount > self.planned:
            return Overrun.PLAN
        return Overrun.BELOW_PAID if amount < self.paid else None

    def to_pay(self, amount: int) -> Overrun | None:
        if amount <= 0:
            return Overrun.NOTHING
        return Overrun.CONTRACT if self.paid + amount > (self.contracted or 0) else None

    def to_plan(self, amount: int) -> Overrun | None:
        """A changed decision: not below what is bound already."""
        if amount <= 0:
            return Overrun.NOTHING
        return Overrun.BELOW_CONTRACT if amount < (self.contracted or 0) else None
