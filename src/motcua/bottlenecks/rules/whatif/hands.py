"""What of a stay was work of somebody's hands, what was waiting for him, and what was neither.

opened ── pick-up ── queue ── taken ── hands on ── elsewhere ── closed

Only opened, taken and closed are recorded. Whoever never takes up a second dossier before the first is closed has his
hands on it all the time. Whoever holds many at once does not: his work on one ends at the latest when he takes the
next, and how often he goes on without a pause tells how long it usually takes (`_usual`). Before a dossier was taken,
the officer was free, so that it was not waiting for him but lying (pick-up), or he was busy, so that pick-up was at
most the wait: its distribution follows from both by the product-limit estimator for left-censored times.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.whatif.past import Stay
from motcua.criteria.rules.forecast.moments import Bools, Floats, Ints

JUST = 1.0
"""Minutes: who takes the next dossier within so long of the last act was not free in between."""
MOST_OF = 0.8
"""Of a stay: who takes the next only after that was not doing two things at once, but closed one a little later."""
TURNS = 12
AT_ONCE = 0.1
"""The share of stays during which the officer took another, from which on he is taken to hold many at once."""

Desk = tuple[str, str]
"""A unit and a role in it."""


class Spent(NamedTuple):
    """Working minutes of one stay, the queue left out. `elsewhere` has no pause of the citizen in it."""

    pickup: float
    hands_on: float
    elsewhere: float


class Stays:
    """Stays that somebody took, as columns in the order of officers and of taking."""

    def __init__(self, stays: Sequence[Stay], paused: Sequence[float], until: float) -> None:
        taken = [number for number, stay in enumerate(stays) if stay.taken < inf]
        self.number = np.array(sorted(taken, key=lambda n: (stays[n].officer, stays[n].taken)), np.int64)
        kept = [stays[number] for number in self.number]
        self.desks = [(stay.unit, stay.role) for stay in kept]
        self.works = _numbered([(stay.unit, stay.role, stay.kind) for stay in kept])
        self.officers = _numbered([stay.officer for stay in kept])
        self.opened = np.array([stay.opened for stay in kept], float)
        self.taken = np.array([stay.taken for stay in kept], float)
        self.scale = np.array([stay.limit if 0 < stay.limit < inf else 480.0 for stay in kept], float)
        self.closed = np.array([stay.closed for stay in kept], float)
        self.paused = np.array([paused[number] for number in self.number], float)
        self.hold = np.maximum(np.minimum(self.closed, until) - self.taken - self.paused, 0)
        self.gap = _next_taken(self.officers, self.taken) - self.taken

    def __len__(self) -> int:
        return len(self.number)


def spent(
    stays: Sequence[Stay], paused: Sequence[float], until: float, *, batched: Mapping[Desk, frozenset[str]]
) -> dict[int, Spent]:
    """Of each stay that was taken, by its place in `stays`.

    `paused`: minutes of each stay in which the citizen was waited for; `until`: up to when is known; `batched`: the
    kinds of steps that a desk does on some weekdays only, so that being free before says nothing.
    """
    seen = Stays(stays, paused, until)
    if not len(seen):
        return {}
    hands_on = _hands_on(seen)
    was_free = seen.taken - _busy_until(seen, hands_on) > JUST
    kinds = [stays[number].kind for number in seen.number]
    whenever = np.array(
        [kind not in batched.get(desk, ()) for kind, desk in zip(kinds, seen.desks, strict=True)]
    )
    pickup = _pickups(seen, was_free & whenever)
    elsewhere = np.maximum(seen.hold - hands_on, 0)
    return {
        int(number): Spent(float(p), float(h), float(e))
        for number, p, h, e in zip(seen.number, pickup, hands_on, elsewhere, strict=True)
    }


def _numbered(keys: Sequence[object]) -> Ints:
    places: dict[object, int] = {}
    return np.array([places.setdefault(key, len(places)) for key in keys], np.int64)


def _next_taken(officers: Ints, taken: Floats) -> Floats:
    after = np.append(taken[1:], inf)
    after[np.append(officers[1:] != officers[:-1], True)] = inf
    return after


def _hands_on(seen: Stays) -> Floats:
    longest = np.minimum(seen.hold, seen.gap)
    one_by_one = _one_by_one(seen)
    whole = one_by_one[seen.works]
    found: Floats = np.where(whole, longest, np.minimum(longest, _usual(seen, longest, whole)[seen.works]))
    return found


def _one_by_one(seen: Stays) -> Bools:
    """Of each kind of work: whether one dossier is closed before the next is taken."""
    overlaps = np.bincount(seen.works, (seen.gap < MOST_OF * seen.hold - JUST) & (seen.paused == 0))
    return np.asarray(overlaps <= AT_ONCE * np.bincount(seen.works), np.bool_)


def _usual(seen: Stays, longest: Floats, whole: Bools) -> Floats:
    """Hands-on minutes of each kind of work where many dossiers are held at once.

    A desk that is busy the share b of its time goes on at once after b of its dossiers, so the median of its work
    stands about b/2 from the shortest time between two of them; and b follows from that work. Found by turns, from
    the busiest possible downwards.
    """
    desks = _numbered(seen.desks)
    works = [np.sort(longest[seen.works == number]) for number in range(seen.works.max() + 1)]
    desk_of = np.zeros(len(works), np.int64)
    desk_of[seen.works] = desks
    span = _time_there(seen, desks)
    fixed = np.bincount(desks, np.where(whole, longest, 0))
    count = np.array([len(times) for times in works]) * ~_one_by_one(seen)
    busy = np.ones(len(span))
    for _turn in range(TURNS):
        usual = np.array(
            [np.quantile(times, busy[desk] / 2) for times, desk in zip(works, desk_of, strict=True)]
        )
        busy = np.clip((fixed + np.bincount(desk_of, usual * count, len(span))) / span, 0.04, 1)
    return usual


def _time_there(seen: Stays, desks: Ints) -> Floats:
    """Of each desk, the working minutes from the first to the last act of each of its officers, in sum."""
    pairs = _numbered(list(zip(desks, seen.officers, strict=True)))
    first, last = np.full(pairs.max() + 1, inf), np.zeros(pairs.max() + 1)
    np.minimum.at(first, pairs, seen.taken)
    np.maximum.at(last, pairs, seen.taken + seen.hold)
    desk_of = np.zeros(pairs.max() + 1, np.int64)
    desk_of[pairs] = desks
    return np.maximum(np.bincount(desk_of, last - first), 1.0)


def _busy_until(seen: Stays, hands_on: Floats) -> Floats:
    """When the officer had done with all that he took before."""
    done = seen.taken + hands_on
    until = np.full(len(seen), -inf)
    for officer in np.unique(seen.officers):
        own = seen.officers == officer
        until[own] = np.append(-inf, np.maximum.accumulate(done[own])[:-1])
    return until


def _pickups(seen: Stays, known: Bools) -> Floats:
    """What was waited before the dossier came up; drawn where only the longest possible is known."""
    waits = np.maximum(seen.taken - seen.opened, 0)
    share = waits / seen.scale
    rng = np.random.default_rng(len(seen))
    pickup = np.where(known, share, 0.0)
    for work in np.unique(seen.works):
        own = np.flatnonzero(seen.works == work)
        hidden = own[~known[own]]
        pickup[hidden] = left_censored(share[own], known[own], share[hidden], rng)
    found: Floats = pickup * seen.scale
    return found


def left_censored(times: Floats, known: Bools, most: Floats, rng: np.random.Generator) -> Floats:
    """Draws below each of `most` from the distribution of times of which the others are only known not to be longer.

    The product-limit estimator, from the longest time downwards. Nothing known: no time at all.
    """
    exact, counts = np.unique(times[known], return_counts=True)
    if not len(exact):
        return np.zeros(len(most))
    at_risk = np.searchsorted(np.sort(times), exact, side="right")
    stays_below = np.append(np.cumprod((1 - counts / at_risk)[::-1])[::-1][1:], 1.0)  # P(time ≤ exact)
    below = np.append(0.0, stays_below)
    reached = below[np.searchsorted(exact, most, side="right")]
    drawn = rng.random(len(most)) * reached
    place = np.searchsorted(stays_below, drawn, side="left")
    return np.where(reached > 0, exact[np.minimum(place, len(exact) - 1)], 0.0)


def batched_kinds(
    stays: Sequence[Stay], weekday_of: "Mapping[int, int]"
) -> dict[tuple[str, str, str], frozenset[int]]:
    """Kinds of work that are only taken on some weekdays: unit, role and kind → those days (0 Monday).

    `weekday_of`: of each stay by its place. At least `MANY` turns; no other weekday has one in thirty.
    """
    days: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, weekday in weekday_of.items():
        stay = stays[number]
        days[stay.unit, stay.role, stay.kind].append(weekday)
    found = {}
    for work, taken in days.items():
        counts = np.bincount(taken, minlength=7)
        usual = frozenset(int(day) for day in np.flatnonzero(counts * RARE >= len(taken)))
        if len(taken) >= MANY and len(usual) <= MOST_DAYS:
            found[work] = usual
    return found


MANY, RARE, MOST_DAYS = 40, 30, 3
