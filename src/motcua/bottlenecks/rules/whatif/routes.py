"""The way of a dossier as legs: which step opens after which, read off what happened.

A step opens when the last of those before it closes. What was ever seen open beside it is not before it, so that
parallel opinions stay parallel.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import inf
from typing import NamedTuple

from motcua.bottlenecks.rules.whatif.hands import Spent
from motcua.bottlenecks.rules.whatif.past import Stay, Trip

CANCELLED = "cancelled"
FROM_OUTSIDE = ("stopped", "withdrawn")
Together = Mapping[str, frozenset[tuple[str, str]]]
"""Of each procedure, the pairs of steps (before, after) of which the second was seen to open while the first was."""


class Leg(NamedTuple):
    """One round of a step in a dossier's way; times in working minutes.

    `team`: the place of those who can do it, -1 outside of the bodies. `after`: places of the legs before it; `lag`:
    from their end to its opening. `paused`: the citizen is waited for.
    """

    step: str
    round: int
    team: int
    lag: float
    pickup: float
    hands_on: float
    elsewhere: float
    paused: float
    after: tuple[int, ...]
    limit: float


class Way(NamedTuple):
    """A whole dossier. `term`: from receipt to its due moment, `first_term`: as it was when it was received; `tail`:
    from its last step to its end; `asked`: the papers of its supplement. `truncated`: it ended from outside.
    """

    procedure: str
    term: float
    first_term: float
    tail: float
    legs: tuple[Leg, ...]
    asked: tuple[str, ...] = ()
    truncated: bool = False


def seen_together(trips: Iterable[Trip], *, least: float = 0.02) -> Together:
    """Rarer than `least` of the times in which both occur is taken for an accident."""
    both: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    times: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for trip in trips:
        for one in trip.stays:
            for other in trip.stays:
                if one.step != other.step and one.opened <= other.opened:
                    times[trip.procedure][one.step, other.step] += 1
                    both[trip.procedure][one.step, other.step] += one.closed > other.opened
    return {
        procedure: frozenset(pair for pair, count in pairs.items() if count > least * times[procedure][pair])
        for procedure, pairs in both.items()
    }


def befores(stays: list[Stay], together: frozenset[tuple[str, str]]) -> list[tuple[int, ...]]:
    """Of each stay, in the order of opening: the places of those that had to close before it."""
    found: list[tuple[int, ...]] = []
    loose: list[int] = []
    for number, stay in enumerate(stays):
        beside = number and stays[number - 1].opened == stay.opened
        if beside:  # opened by the same act
            found.append(found[-1])
        else:
            before = [
                n
                for n in loose
                if stays[n].closed <= stay.opened and (stays[n].step, stay.step) not in together
            ]
            loose = [n for n in loose if n not in before]
            found.append(tuple(before) or _last_closed(stays[:number], stay.opened))
        loose.append(number)
    return found


def _last_closed(stays: list[Stay], at: float) -> tuple[int, ...]:
    closed = [(stay.closed, number) for number, stay in enumerate(stays) if stay.closed <= at]
    return (max(closed)[1],) if closed else ()


def way_of(
    trip: Trip,
    first: int,
    spent: Mapping[int, Spent],
    teams: Mapping[int, int],
    together: Together,
) -> Way:
    """The way of a dossier that has ended. Its stays stand in `spent` and `teams` from the place `first` on.

    One that ended from outside and in time could not be late: its clock stood, or it was taken back.
    """
    done = [
        number for number, stay in enumerate(trip.stays) if stay.outcome != CANCELLED and stay.closed < inf
    ]
    done.sort(key=lambda number: trip.stays[number].opened)
    stays = [trip.stays[number] for number in done]
    before = befores(stays, together.get(trip.procedure, frozenset()))
    legs = []
    for number, stay, after in zip(done, stays, before, strict=True):
        starts = max((stays[place].closed for place in after), default=trip.received)
        paused, place = paused_within(trip, stay), first + number
        told = Spent(0.0, 0.0, max(stay.closed - stay.opened - paused, 0.0))
        team = teams.get(place, -1) if place in spent else -1
        told = spent[place] if team >= 0 else told
        lag = max(stay.opened - starts, 0.0)
        legs.append(Leg(stay.step, stay.round, team, lag, *told, paused, after, stay.limit))
    last = max((stay.closed for stay in stays), default=trip.received)
    truncated = trip.ending in FROM_OUTSIDE
    return Way(
        trip.procedure,
        inf if truncated and trip.late == inf else last_due(trip) - trip.received,
        trip.marks[0].due - trip.received,
        max(trip.ended - last, 0.0),
        tuple(legs),
        tuple(item for mark in trip.marks for item in mark.items),
        truncated,
    )


def paused_within(trip: Trip, stay: Stay) -> float:
    """Minutes of a stay in which the citizen was waited for."""
    found = 0.0
    for mark, after in zip(trip.marks, (*trip.marks[1:], None), strict=True):
        if mark.paused:
            ends = after.at if after else trip.ended
            found += max(0.0, min(ends, stay.closed) - max(mark.at, stay.opened))
    return found


def last_due(trip: Trip) -> float:
    return next((mark.due for mark in reversed(trip.marks) if not mark.paused), trip.marks[0].due)
