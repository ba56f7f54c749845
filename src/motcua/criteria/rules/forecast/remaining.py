"""How long it took others from the same place to the end: empirical survival, as known at each moment."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.moments import DAY, NEVER, Floats, Ints

WINDOW = 400 * DAY
AT_ONCE = 400


class Lives(NamedTuple):
    """Lives in groups: how many working hours each lasted, and when that became known. Sorted by group."""

    group: Ints
    known: Ints
    hours: Floats


class Asked(NamedTuple):
    """Of a group, at a moment: what has lasted `passed` hours, does it last `more` hours yet?"""

    group: Ints
    at: Ints
    passed: Floats
    more: Floats


def by_procedure(history: History) -> Lives:
    """From receipt to the end."""
    return _lives(history, history.procedure, history.received, history.ended)


def by_step(history: History) -> Lives:
    """From the opening of a step to the end of its dossier."""
    return _from_step(history, history.stays.step)


def by_unit_and_step(history: History) -> Lives:
    """The same, only of dossiers that stood in the same unit."""
    return _from_step(history, history.unit_steps)


def _from_step(history: History, groups: Ints) -> Lives:
    opened, ended = history.stays.opened, history.ended[history.stays.dossier]
    return _lives(history, groups, opened, np.where(opened < NEVER, ended, NEVER))


def _lives(history: History, group: Ints, begins: Ints, ends: Ints) -> Lives:
    done = np.flatnonzero(ends < NEVER)
    done = done[np.argsort(group[done], kind="stable")]
    return Lives(group[done], ends[done], history.time.between(begins[done], ends[done]))


def outlasting(lives: Lives, asked: Asked, prior: Floats, *, weight: float, within: int = WINDOW) -> Floats:
    """Of the lives known before that lasted longer than `passed`, the share that lasted `more` hours, too.

    Shrunken to `prior` as if `weight` lives had been seen already.
    """
    found = np.array(prior, np.float64)
    for first, stop, few in _together(lives, asked):
        known, hours = lives.known[first:stop], lives.hours[first:stop]
        at, passed = asked.at[few, None], asked.passed[few, None]
        alive = (known < at) & (known >= at - within) & (hours > passed)
        over = alive & (hours > passed + asked.more[few, None])
        found[few] = (over.sum(axis=1) + weight * found[few]) / (alive.sum(axis=1) + weight)
    return found


def _together(lives: Lives, asked: Asked) -> Iterator[tuple[int, int, Ints]]:
    """The places of a group's lives, and the questions about them, a few at once."""
    if len(asked.group) == 0:
        return
    order = np.argsort(asked.group, kind="stable")
    groups, starts = np.unique(asked.group[order], return_index=True)
    firsts = np.searchsorted(lives.group, groups)
    stops = np.searchsorted(lives.group, groups, side="right")
    for first, stop, some in zip(firsts, stops, np.split(order, starts[1:]), strict=True):
        for start in range(0, len(some), AT_ONCE):
            yield int(first), int(stop), some[start : start + AT_ONCE]
