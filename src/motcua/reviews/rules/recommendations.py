"""The life of a recommendation: who may do what, when, and what follows. One table; pages, verbs and tests read it.

drafted → sent → acknowledged → answered → in progress → done
                ↘ answered                ↘ done
It is addressed to somebody who is not bound by this house: nobody here can close it but by what the receiver did.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    DRAFTED = "drafted"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Answered(StrEnum):
    """What the receiver says of it."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    NO_COMPETENCE = "no_competence"


class Part(StrEnum):
    """KEEPER: follows it for its body. DRAFTER: the keeper who wrote it. SIGNER: may sign for its body."""

    KEEPER = "keeper"
    DRAFTER = "drafter"
    SIGNER = "signer"


class Act(StrEnum):
    AMEND = "amend"
    SEND_BACK = "send_back"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    URGE = "urge"
    BEGIN = "begin"
    FINISH = "finish"
    MERGE = "merge"
    SEPARATE = "separate"
    WITHDRAW = "withdraw"


WAITING = frozenset({State.SENT, State.ACKNOWLEDGED})
"""The receiver owes an answer."""
OPEN = frozenset(State) - {State.DONE, State.WITHDRAWN}
PUBLIC = frozenset(State) - {State.DRAFTED, State.WITHDRAWN}
AGREED = frozenset({Answered.ACCEPTED, Answered.PARTLY})


class Why(StrEnum):
    """Why an act is refused."""

    NOT_YOURS = "not-yours"
    MERGED = "merged"
    NOT_NOW = "not-now"
    OWN_DRAFT = "own-draft"
    NOT_AGREED = "not-agreed"
    NOT_MERGED = "not-merged"
    OTHERS_REST_ON_IT = "others-rest-on-it"


class NotAllowed(Exception):  # noqa: N818 -- a rule said no; the verbs say it in words
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a recommendation.

    `merged`: another one of the same content stands for it. `carries`: it stands for others. `answered`: the last
    answer that was recorded.
    """

    state: State
    answered: Answered | None = None
    merged: bool = False
    carries: bool = False


@dataclass(frozen=True)
class Rule:
    """Who, from which states, to which; `None`: the state stays. `says`: the act needs a text from who acts.

    `numbered`: it is done by a document, whose number and date are kept.
    """

    by: Part
    before: frozenset[State]
    after: State | None
    says: bool = False
    numbered: bool = False


_DRAFT = frozenset({State.DRAFTED})
_SENT = OPEN - _DRAFT
RULES: dict[Act, Rule] = {
    Act.AMEND: Rule(Part.KEEPER, _DRAFT, None),
    Act.SEND_BACK: Rule(Part.SIGNER, _DRAFT, None, says=True),
    Act.SEND: Rule(Part.SIGNER, _DRAFT, State.SENT, numbered=True),
    Act.ACKNOWLEDGE: Rule(Part.KEEPER, frozenset({State.SENT}), State.ACKNOWLEDGED, numbered=True),
    Act.ANSWER: Rule(Part.KEEPER, _SENT, State.ANSWERED, says=True, numbered=True),
    Act.URGE: Rule(Part.KEEPER, WAITING, None, numbered=True),
    Act.BEGIN: Rule(Part.KEEPER, frozenset({State.ANSWERED}), State.IN_PROGRESS, says=True),
    Act.FINISH: Rule(
        Part.KEEPER, frozenset({State.ANSWERED, State.IN_PROGRESS}), State.DONE, says=True, numbered=True
    ),
    Act.MERGE: Rule(Part.KEEPER, OPEN, None),
    Act.SEPARATE: Rule(Part.KEEPER, OPEN, None),
    Act.WITHDRAW: Rule(Part.KEEPER, OPEN, State.WITHDRAWN, says=True),
}


def after(standing: Standing, act: Act, parts: Collection[Part]) -> State:
    """The state that follows. Raises NotAllowed; the reasons are looked at in the order of `Why`."""
    rule = RULES[act]
    if rule.by not in parts:
        raise NotAllowed(Why.NOT_YOURS)
    if standing.merged and act is not Act.SEPARATE:
        raise NotAllowed(Why.MERGED)
    if standing.state not in rule.before:
        raise NotAllowed(Why.NOT_NOW)
    if (why := _hindrance(standing, act, parts)) is not None:
        raise NotAllowed(why)
    return rule.after or standing.state


def open_to(standing: Standing, parts: Collection[Part]) -> list[Act]:
    """What somebody with these parts may do now, in the order of the table."""
    return [act for act in Act if _allowed(standing, act, parts)]


def is_overdue(standing: Standing, answer_due_on: date | None, on: date) -> bool:
    """The receiver has not answered in time. The last day itself is still in time."""
    return standing.state in WAITING and answer_due_on is not None and on > answer_due_on


def _allowed(standing: Standing, act: Act, parts: Collection[Part]) -> bool:
    try:
        after(standing, act, parts)
    except NotAllowed:
        return False
    return True


def _hindrance(standing: Standing, act: Act, parts: Collection[Part]) -> Why | None:
    hindrances = (
        (Act.SEND, Part.DRAFTER in parts, Why.OWN_DRAFT),
        (Act.BEGIN, standing.answered not in AGREED, Why.NOT_AGREED),
        (Act.FINISH, standing.answered not in AGREED, Why.NOT_AGREED),
        (Act.SEPARATE, not standing.merged, Why.NOT_MERGED),
        (Act.MERGE, standing.carries, Why.OTHERS_REST_ON_IT),
        (Act.WITHDRAW, standing.carries, Why.OTHERS_REST_ON_IT),
    )
    return next((why for of, holds, why in hindrances if of is act and holds), None)
