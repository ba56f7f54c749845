"""How fast dossiers come to their end now, by how long they have stood: a life table of a window of the calendar.

Unlike lives that have ended, whoever still waits is counted for the time waited, too. So a queue that is being worked
off does not look slow, and a change of pace is seen at once: long before the dossiers of after it have fallen due.
Within a band of age the rate is taken to be constant (piecewise exponential: Holford 1980, Biometrics 36, 299-305).
"""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.moments import DAY, NEVER, Bools, Events, Floats, Ints
from motcua.criteria.rules.forecast.seen import Seen

AGES = np.array([0.0, 2, 4, 8, 16, 24, 40, 64, 96, 144, 208, 288, 400, 600])
"""Where the bands begin, in working hours since the step was opened. The last one is open."""
FIRST_GUESS = 0.02
"""Ends in a working hour, before anything has been seen."""
SECOND = 1 / 3600
"""Hours are summed in whole seconds: then it does not matter what else is summed before."""


class Held(NamedTuple):
    """To what a rate is held as if by so many `ends`: to the one before; and within which window it is counted."""

    ends: float
    within: int


KIND, STEP, NOW = Held(2, 400 * DAY), Held(5, 400 * DAY), Held(5, 21 * DAY)


class Band(NamedTuple):
    """Stays while they are of one age: from when to when, and whether they ended then."""

    cell: Ints
    enters: Ints
    leaves: Ints
    ends: Bools


class LifeTable:
    """Ends, and hours under risk, of groups of stays in each band of age."""

    def __init__(self, history: History, groups: Ints) -> None:
        self._time = history.time
        bands = list(_bands(history, groups))
        cell, enters, leaves, ends = (np.concatenate(column) for column in zip(*bands, strict=True))
        self._entered = Events(cell, enters, self._seconds(enters))
        self._left = Events(cell, leaves, self._seconds(np.minimum(leaves, NEVER - 1)))
        self._ended = Events(cell[ends], leaves[ends])

    @classmethod
    def of_kinds(cls, history: History) -> "LifeTable":
        return cls(history, history.stays.kind)

    @classmethod
    def of_steps(cls, history: History) -> "LifeTable":
        return cls(history, history.stays.step)

    def rate(self, cell: Ints, at: Ints, prior: Floats, held: Held) -> Floats:
        """Ends in an hour under risk, within a window before `at`, held to `prior` (a gamma prior)."""
        ends = self._ended.count(cell, at, within=held.within)
        seconds = self._under_risk(cell, at) - self._under_risk(cell, at - held.within)
        return (ends + held.ends) / (np.maximum(seconds * SECOND, 0) + held.ends / prior)

    def _under_risk(self, cell: Ints, at: Ints) -> Floats:
        """All seconds that were spent in the cell before `at`."""
        inside = self._entered.count(cell, at) - self._left.count(cell, at)
        spent = self._left.total(0, cell, at) - self._entered.total(0, cell, at)
        return inside * self._seconds(at) + spent

    def _seconds(self, moments: Ints) -> Floats:
        return np.rint(self._time.worked(moments) / SECOND)


def still_there(seen: Seen) -> dict[str, Floats]:
    """The chance that each dossier's hours left pass before its end, at the pace of its step: usually, and now."""
    history, stays = seen.history, seen.history.stays
    row, age, hours = _ahead(seen)
    at, rate = seen.at[row], np.full(len(row), FIRST_GUESS)
    kind, step = (np.where(seen.handed_over, group[seen.stay], -1)[row] for group in (stays.kind, stays.step))
    steps = history.once(LifeTable.of_steps)
    rate = history.once(LifeTable.of_kinds).rate(kind * len(AGES) + age, at, rate, KIND)
    usual = steps.rate(step * len(AGES) + age, at, rate, STEP)
    now = steps.rate(step * len(AGES) + age, at, usual, NOW)
    return {
        name: np.exp(-np.bincount(row, one * hours, minlength=len(seen.at)))
        for name, one in (("lasting_usually", usual), ("lasting_now", now))
    }


def _ahead(seen: Seen) -> tuple[Ints, Ints, Floats]:
    """The bands that each dossier passes through until it is due: row, number of the band, hours in it."""
    until = seen.stayed + np.maximum(seen.left, 0)
    ends = np.append(AGES[1:], np.inf)
    hours = np.minimum(ends, until[:, None]) - np.maximum(AGES, seen.stayed[:, None])
    row, age = np.nonzero(hours > 0)
    return row, age, hours[row, age]


def _bands(history: History, groups: Ints) -> list[Band]:
    """Moments of an end are those that were told: a dossier leaves its last band not before it is known to have."""
    stays, time = history.stays, history.time
    opened = np.flatnonzero(stays.opened < NEVER)
    begins, ends = stays.opened[opened], history.ended[stays.dossier[opened]]
    start = time.worked(begins)
    life = np.where(ends < NEVER, time.worked(np.minimum(ends, NEVER - 1)) - start, np.inf)
    found = []
    for number, low in enumerate(AGES):
        high = AGES[number + 1] if number + 1 < len(AGES) else np.inf
        inside = (life > low) if number else life >= 0
        over = life[inside] <= high
        crossed = time.moments(start[inside] + min(high, 1e9))
        enters = np.maximum(time.moments(start[inside] + low), begins[inside]) if number else begins[inside]
        leaves = np.where(over, ends[inside], np.where(np.isfinite(high), crossed, NEVER))
        cell = groups[opened[inside]] * len(AGES) + number
        found.append(Band(cell, enters, np.maximum(leaves, enters), over & (ends[inside] < NEVER)))
    return found
