"""What somebody answers to an invitation, and who may vote (NĐ 191/2026/NĐ-CP, article 21: who is away needs leave, and
who comes in his place has no vote)."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    WAITING = "waiting"
    ATTENDING = "attending"
    STAND_IN = "stand_in"
    LEAVE_ASKED = "leave_asked"
    LEAVE_GRANTED = "leave_granted"
    LEAVE_REFUSED = "leave_refused"


class Why(StrEnum):
    """Why a delegate or stand-in is refused."""

    SELF = "self"
    OTHER_BODY = "other-body"
    INVITED = "invited"
    TWICE = "twice"


@dataclass(frozen=True)
class Delegate:
    """Somebody named to come for an invited officer or body: what the rules need to know of him."""

    is_invitee: bool
    same_body: bool
    invited_himself: bool
    stands_in_already: bool


def hindrance(delegate: Delegate) -> Why | None:
    """Why he may not come for the other one; the reasons are looked at in this order."""
    return next(
        (
            why
            for holds, why in (
                (delegate.is_invitee, Why.SELF),
                (not delegate.same_body, Why.OTHER_BODY),
                (delegate.invited_himself, Why.INVITED),
                (delegate.stands_in_already, Why.TWICE),
            )
            if holds
        ),
        None,
    )


def may_vote(*, has_vote: bool, answer: Answer, came: bool | None) -> bool:
    """The invited member himself, or the one a body sends; never a stand-in, never who is away."""
    return has_vote and answer is not Answer.STAND_IN and bool(came)


def counts_as_coming(answer: Answer) -> bool:
    return answer in (Answer.ATTENDING, Answer.STAND_IN, Answer.LEAVE_REFUSED)
