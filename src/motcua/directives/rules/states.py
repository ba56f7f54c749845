"""The life of a directive: who may do what, when, and what follows. One table; pages, verbs and tests read it.

opened → accepted → in progress → reported → measuring → verified (watched)
       ↘ contested ↗                        ↘ in progress        ↘ reopened → in progress …
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class State(StrEnum):
    OPENED = "opened"
    CONTESTED = "contested"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    MEASURING = "measuring"
    VERIFIED = "verified"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """The part somebody has in a directive. HOUSE: the measure itself, which closes and reopens by a number."""

    LEAD = "lead"
    GIVER = "giver"
    HOUSE = "house"


class Asked(StrEnum):
    """What became of the one extension that may be asked for."""

    NOT = ""
    OPEN = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Act(StrEnum):
    ACCEPT = "accept"
    CONTEST = "contest"
    UPHOLD = "uphold"
    REASSIGN = "reassign"
    START = "start"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    REPORT = "report"
    SEND_BACK = "send_back"
    MEASURE = "measure"
    CONFIRM = "confirm"
    VERIFY = "verify"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


WORKED_ON = frozenset({State.OPENED, State.CONTESTED, State.ACCEPTED, State.IN_PROGRESS, State.REOPENED})
"""The deadline runs: nothing has been reported."""
OPEN = frozenset(State) - {State.VERIFIED, State.WITHDRAWN}
REPORTED = frozenset({State.REPORTED, State.MEASURING, State.VERIFIED})


class Why(StrEnum):
    """Why an act is refused."""

    NOT_YOURS = "not-yours"
    NOT_NOW = "not-now"
    CONTESTED_BEFORE = "contested-before"
    EXTENDED_BEFORE = "extended-before"
    NO_EXTENSION_ASKED = "no-extension-asked"
    TOO_LATE_TO_ASK = "too-late-to-ask"
    WINDOW_RUNNING = "window-running"
    CLOSED_BY_ITS_NUMBER = "closed-by-its-number"
    NOTHING_TO_MEASURE = "nothing-to-measure"


class NotAllowed(Exception):  # noqa: N818 -- a rule said no; the verbs say it in words
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a directive.

    `measurable`: it names a criterion, so that a number can close it. `ready_on`: the day from which its window can
    be measured. `inconclusive`: the window was over and had too few cases, so that only a person can judge.
    """

    state: State
    due_on: date
    measurable: bool
    contested: bool = False
    asked: Asked = Asked.NOT
    ready_on: date | None = None
    inconclusive: bool = False


@dataclass(frozen=True)
class Rule:
    """Who, from which states, to which; `None`: the state stays. `says`: the act needs a text from who acts."""

    by: Part
    before: frozenset[State]
    after: State | None
    says: bool = False


RULES: dict[Act, Rule] = {
    Act.ACCEPT: Rule(Part.LEAD, frozenset({State.OPENED}), State.ACCEPTED),
    Act.CONTEST: Rule(Part.LEAD, frozenset({State.OPENED}), State.CONTESTED, says=True),
    Act.UPHOLD: Rule(Part.GIVER, frozenset({State.CONTESTED}), State.OPENED, says=True),
    Act.REASSIGN: Rule(Part.GIVER, frozenset({State.CONTESTED}), State.OPENED, says=True),
    Act.START: Rule(Part.LEAD, frozenset({State.ACCEPTED, State.REOPENED}), State.IN_PROGRESS),
    Act.ASK_EXTENSION: Rule(Part.LEAD, frozenset({State.ACCEPTED, State.IN_PROGRESS}), None, says=True),
    Act.GRANT_EXTENSION: Rule(Part.GIVER, WORKED_ON, None),
    Act.REFUSE_EXTENSION: Rule(Part.GIVER, WORKED_ON, None, says=True),
    Act.REPORT: Rule(Part.LEAD, frozenset({State.IN_PROGRESS}), State.REPORTED, says=True),
    Act.SEND_BACK: Rule(
        Part.GIVER, frozenset({State.REPORTED, State.MEASURING}), State.IN_PROGRESS, says=True
    ),
    Act.MEASURE: Rule(Part.GIVER, frozenset({State.REPORTED}), State.MEASURING),
    Act.CONFIRM: Rule(Part.GIVER, frozenset({State.REPORTED, State.MEASURING}), State.VERIFIED, says=True),
    Act.VERIFY: Rule(Part.HOUSE, frozenset({State.MEASURING}), State.VERIFIED),
    Act.REOPEN: Rule(Part.HOUSE, frozenset({State.MEASURING, State.VERIFIED}), State.REOPENED),
    Act.WITHDRAW: Rule(Part.GIVER, OPEN - {State.REPORTED, State.MEASURING}, State.WITHDRAWN, says=True),
}


def after(standing: Standing, act: Act, parts: Collection[Part], on: date) -> Standing:
    """What the act makes of it on that day. Raises NotAllowed; the reasons are looked at in the order of `Why`."""
    rule = RULES[act]
    if rule.by not in parts:
        raise NotAllowed(Why.NOT_YOURS)
    if standing.state not in rule.before:
        raise NotAllowed(Why.NOT_NOW)
    if (why := _hindrance(standing, act, on)) is not None:
        raise NotAllowed(why)
    return _marked(replace(standing, state=rule.after or standing.state), act)


def open_to(standing: Standing, parts: Collection[Part], on: date) -> list[Act]:
    """What somebody with these parts may do now, in the order of the table."""
    return [act for act in Act if _allowed(standing, act, parts, on)]


def next_parts(standing: Standing, on: date) -> list[tuple[Part, list[Act]]]:
    """Who can act next, and how: what a page shows to everybody."""
    found = [(part, open_to(standing, {part}, on)) for part in Part]
    return [(part, acts) for part, acts in found if acts]


def _allowed(standing: Standing, act: Act, parts: Collection[Part], on: date) -> bool:
    try:
        after(standing, act, parts, on)
    except NotAllowed:
        return False
    return True


def _hindrance(standing: Standing, act: Act, on: date) -> Why | None:
    hindrances: Iterable[tuple[Act, bool, Why]] = (
        (Act.CONTEST, standing.contested, Why.CONTESTED_BEFORE),
        (Act.ASK_EXTENSION, standing.asked is not Asked.NOT, Why.EXTENDED_BEFORE),
        (Act.ASK_EXTENSION, on > standing.due_on, Why.TOO_LATE_TO_ASK),
        (Act.GRANT_EXTENSION, standing.asked is not Asked.OPEN, Why.NO_EXTENSION_ASKED),
        (Act.REFUSE_EXTENSION, standing.asked is not Asked.OPEN, Why.NO_EXTENSION_ASKED),
        (Act.SEND_BACK, standing.state is State.MEASURING and not standing.inconclusive, Why.WINDOW_RUNNING),
        (Act.MEASURE, not standing.measurable, Why.NOTHING_TO_MEASURE),
        (Act.CONFIRM, standing.measurable and not standing.inconclusive, Why.CLOSED_BY_ITS_NUMBER),
        (Act.VERIFY, _is_running(standing, on), Why.WINDOW_RUNNING),
        (Act.REOPEN, not standing.measurable, Why.NOTHING_TO_MEASURE),
        (Act.REOPEN, _is_running(standing, on), Why.WINDOW_RUNNING),
    )
    return next((why for of, holds, why in hindrances if of is act and holds), None)


def _is_running(standing: Standing, on: date) -> bool:
    return standing.ready_on is None or on < standing.ready_on


_ASKED = {
    Act.ASK_EXTENSION: Asked.OPEN,
    Act.GRANT_EXTENSION: Asked.GRANTED,
    Act.REFUSE_EXTENSION: Asked.REFUSED,
}


def _marked(standing: Standing, act: Act) -> Standing:
    if act is Act.CONTEST:
        return replace(standing, contested=True)
    if act is Act.REASSIGN:  # a new lead, who has not said anything yet
        return replace(standing, contested=False)
    if act is Act.REOPEN:  # a new round: its lead may ask for time again
        return replace(standing, asked=Asked.NOT, ready_on=None, inconclusive=False)
    if act is Act.SEND_BACK:
        return replace(standing, ready_on=None, inconclusive=False)
    return replace(standing, asked=_ASKED.get(act, standing.asked))
