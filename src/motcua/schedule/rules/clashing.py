"""Who or what is asked for twice at one time. Told, never forbidden: who calls decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Claim:
    """A meeting's claim on people and on a place, from `begins_at` up to and without `ends_at`."""

    meeting: str
    begins_at: datetime
    ends_at: datetime
    people: frozenset[str]
    place: str = ""


@dataclass(frozen=True)
class Clash:
    """The other meeting, and what both claim. `place`: both are to be held in it."""

    meeting: str
    people: frozenset[str]
    place: bool


def overlap(one: Claim, other: Claim) -> bool:
    """They share some time; one that begins when the other ends does not."""
    return one.begins_at < other.ends_at and other.begins_at < one.ends_at


def same_place(one: str, other: str) -> bool:
    """The same words, whatever their case and spacing."""
    plain = " ".join(one.casefold().split())
    return bool(plain) and plain == " ".join(other.casefold().split())


def clashes(of: Claim, others: Iterable[Claim]) -> list[Clash]:
    found = []
    for other in others:
        if other.meeting == of.meeting or not overlap(of, other):
            continue
        shared, place = of.people & other.people, same_place(of.place, other.place)
        if shared or place:
            found.append(Clash(other.meeting, shared, place))
    return found
