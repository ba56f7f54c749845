"""The life of a report that answers a call: who may do what, when, and what follows. One table, read by all.

asked → drafted → edited → submitted → signed → sent
                   ↑  ↖ taken back ↙            ↘ returned → drafted (a new version) …
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    ASKED = "asked"
    DRAFTED = "drafted"
    EDITED = "edited"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    SENT = "sent"
    RETURNED = "returned"


class Part(StrEnum):
    """The part somebody has in a report. HOUSE: the program itself, which drafts and reminds."""

    WRITER = "writer"
    SIGNER = "signer"
    CALLER = "caller"
    HOUSE = "house"


class Act(StrEnum):
    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    SEND = "send"
    RETURN = "return"
    REMIND = "remind"


NOT_SENT = frozenset(State) - {State.SENT}
WRITTEN = frozenset({State.DRAFTED, State.EDITED})
"""There is a draft on which somebody can work."""


class Why(StrEnum):
    """Why an act is refused."""

    NOT_YOURS = "not-yours"
    CLOSED = "closed"
    NOT_NOW = "not-now"


class NotAllowed(Exception):  # noqa: N818 -- a rule said no; the verbs say it in words
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Rule:
    """Who, from which states, to which; `None`: the state stays. `says`: the act needs a text from who acts."""

    by: frozenset[Part]
    before: frozenset[State]
    after: State | None
    says: bool = False


_WRITERS = frozenset({Part.WRITER})
_THEY = frozenset({Part.WRITER, Part.SIGNER})
RULES: dict[Act, Rule] = {
    Act.DRAFT: Rule(
        frozenset({Part.WRITER, Part.HOUSE}), WRITTEN | {State.ASKED, State.RETURNED}, State.DRAFTED
    ),
    Act.EDIT: Rule(_WRITERS, WRITTEN, State.EDITED),
    Act.SUBMIT: Rule(_WRITERS, WRITTEN, State.SUBMITTED),
    Act.TAKE_BACK: Rule(_THEY, frozenset({State.SUBMITTED}), State.EDITED),
    Act.SIGN: Rule(frozenset({Part.SIGNER}), frozenset({State.SUBMITTED}), State.SIGNED),
    Act.SEND: Rule(_THEY, frozenset({State.SIGNED}), State.SENT),
    Act.RETURN: Rule(frozenset({Part.CALLER}), frozenset({State.SENT}), State.RETURNED, says=True),
    Act.REMIND: Rule(frozenset({Part.CALLER, Part.HOUSE}), NOT_SENT, None),
}


def after(state: State, act: Act, parts: Collection[Part], *, closed: bool) -> State:
    """The state that follows. Raises NotAllowed; the reasons are looked at in the order of `Why`.

    Nothing is done to the reports of a call that was closed: its picture has been sent on.
    """
    rule = RULES[act]
    if rule.by.isdisjoint(parts):
        raise NotAllowed(Why.NOT_YOURS)
    if closed:
        raise NotAllowed(Why.CLOSED)
    if state not in rule.before:
        raise NotAllowed(Why.NOT_NOW)
    return rule.after or state


def open_to(state: State, parts: Collection[Part], *, closed: bool) -> list[Act]:
    """What somebody with these parts may do now, in the order of the table."""
    return [act for act in Act if _allowed(state, act, parts, closed=closed)]


def state_after(acts: Iterable[Act]) -> State:
    """The state to which a report's acts, oldest first, have brought it; rights aside."""
    state = State.ASKED
    for act in acts:
        state = after(state, act, frozenset(Part), closed=False)
    return state


def _allowed(state: State, act: Act, parts: Collection[Part], *, closed: bool) -> bool:
    try:
        after(state, act, parts, closed=closed)
    except NotAllowed:
        return False
    return True
