"""The life of a meeting: who may do what, when, and what follows. One table; pages, verbs and tests read it.

drafted → called → held → concluded
              ↘ postponed → called          drafted, called, postponed → cancelled
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    DRAFTED = "drafted"
    CALLED = "called"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    CONCLUDED = "concluded"


class Part(StrEnum):
    """The part somebody has in a meeting. SIGNER: may sign for the body that calls it."""

    SECRETARY = "secretary"
    SIGNER = "signer"
    CHAIR = "chair"


class Act(StrEnum):
    EDIT = "edit"
    ADD = "add"
    TAKE_OUT = "take_out"
    CALL = "call"
    CHANGE = "change"
    REISSUE = "reissue"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    HOLD = "hold"
    WRITE = "write"
    APPROVE = "approve"
    DRAFT_NOTICE = "draft_notice"
    ISSUE = "issue"
    CLOSE = "close"


class Why(StrEnum):
    """Why an act is refused."""

    NOT_YOURS = "not-yours"
    NOT_HELD = "not-held"
    NOT_NOW = "not-now"
    NO_CHAIR = "no-chair"
    PAST = "past"
    NOT_BEGUN = "not-begun"
    NO_MINUTES = "no-minutes"
    APPROVED = "minutes-approved"


class NotAllowed(Exception):  # noqa: N818 -- a rule said no; the verbs say it in words
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a meeting. `minutes`: none, written or approved."""

    state: State
    begins_at: datetime
    has_chair: bool
    minutes_written: bool = False
    minutes_approved: bool = False


@dataclass(frozen=True)
class Rule:
    """Who, from which states, to which; `None`: the state stays. `says`: the act needs a reason."""

    by: frozenset[Part]
    before: frozenset[State]
    after: State | None = None
    says: bool = False


_SECRETARY, _SIGNER, _CHAIR = Part.SECRETARY, Part.SIGNER, Part.CHAIR
_DRAFTED, _CALLED, _POSTPONED = State.DRAFTED, State.CALLED, State.POSTPONED
OVER = frozenset({State.HELD, State.CONCLUDED})
"""It took place: conclusions may be drawn."""

RULES: dict[Act, Rule] = {
    Act.EDIT: Rule(frozenset({_SECRETARY}), frozenset({_DRAFTED})),
    Act.ADD: Rule(frozenset({_SECRETARY}), frozenset({_DRAFTED, _CALLED})),
    Act.TAKE_OUT: Rule(frozenset({_SECRETARY}), frozenset({_DRAFTED, _CALLED})),
    Act.CALL: Rule(frozenset({_SIGNER}), frozenset({_DRAFTED}), _CALLED),
    Act.CHANGE: Rule(frozenset({_SIGNER}), frozenset({_CALLED, _POSTPONED}), _CALLED),
    Act.REISSUE: Rule(frozenset({_SIGNER}), frozenset({_CALLED})),
    Act.POSTPONE: Rule(frozenset({_SIGNER}), frozenset({_CALLED}), _POSTPONED, says=True),
    Act.CANCEL: Rule(
        frozenset({_SIGNER}), frozenset({_DRAFTED, _CALLED, _POSTPONED}), State.CANCELLED, says=True
    ),
    Act.HOLD: Rule(frozenset({_SECRETARY, _CHAIR}), frozenset({_CALLED}), State.HELD),
    Act.WRITE: Rule(frozenset({_SECRETARY}), frozenset({State.HELD})),
    Act.APPROVE: Rule(frozenset({_CHAIR}), frozenset({State.HELD})),
    Act.DRAFT_NOTICE: Rule(frozenset({_SECRETARY}), OVER),
    Act.ISSUE: Rule(frozenset({_SIGNER}), OVER, State.CONCLUDED),
    Act.CLOSE: Rule(frozenset({_CHAIR, _SIGNER}), frozenset({State.HELD}), State.CONCLUDED),
}
_AFTER_IT = frozenset({Act.WRITE, Act.APPROVE, Act.DRAFT_NOTICE, Act.ISSUE, Act.CLOSE})


def after(standing: Standing, act: Act, parts: Collection[Part], at: datetime) -> State:
    """The state that follows. Raises NotAllowed; the reasons are looked at in the order of `Why`."""
    rule = RULES[act]
    if not rule.by & frozenset(parts):
        raise NotAllowed(Why.NOT_YOURS)
    if act in _AFTER_IT and standing.state not in OVER:
        raise NotAllowed(Why.NOT_HELD)
    if standing.state not in rule.before:
        raise NotAllowed(Why.NOT_NOW)
    if (why := _hindrance(standing, act, at)) is not None:
        raise NotAllowed(why)
    return rule.after or standing.state


def open_to(standing: Standing, parts: Collection[Part], at: datetime) -> list[Act]:
    """What somebody with these parts may do now, in the order of the table."""
    return [act for act in Act if _allowed(standing, act, parts, at)]


def state_after(kinds: Collection[str]) -> State | None:
    """The state that the entries of a meeting lead to, oldest first; None without any."""
    state = None
    for kind in kinds:
        state = _TOLD.get(kind, state)
    return state


_TOLD = {
    "meeting.drafted": State.DRAFTED,
    "meeting.called": State.CALLED,
    "meeting.changed": State.CALLED,
    "meeting.postponed": State.POSTPONED,
    "meeting.cancelled": State.CANCELLED,
    "meeting.held": State.HELD,
    "meeting.concluded": State.CONCLUDED,
}


def _allowed(standing: Standing, act: Act, parts: Collection[Part], at: datetime) -> bool:
    try:
        after(standing, act, parts, at)
    except NotAllowed:
        return False
    return True


def _hindrance(standing: Standing, act: Act, at: datetime) -> Why | None:
    approved, written = standing.minutes_approved, standing.minutes_written
    hindrances = (
        (act is Act.CALL and not standing.has_chair, Why.NO_CHAIR),
        (act is Act.CALL and standing.begins_at <= at, Why.PAST),
        (act is Act.HOLD and at < standing.begins_at, Why.NOT_BEGUN),
        (act in (Act.WRITE, Act.APPROVE) and approved, Why.APPROVED),
        (act is Act.APPROVE and not written, Why.NO_MINUTES),
        (act is Act.CLOSE and not approved, Why.NO_MINUTES),
    )
    return next((why for holds, why in hindrances if holds), None)
