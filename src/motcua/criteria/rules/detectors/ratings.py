"""Ratings given in a row: the same stars, one after the other, faster than people come."""

from collections.abc import Iterator
from math import expm1, log
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion
from motcua.criteria.rules.detectors.tables import MINUTE, Ints


class Streaks(NamedTuple):
    """Ratings in order of body, way and time, with the run that each belongs to and how long that is."""

    rows: Ints
    group: Ints
    stars: Ints
    length: Ints


def rating_streak(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Runs of the same stars, asked for in the same way, within minutes of each other.

    How likely such a run is follows from how often the others of the unit rate in a minute (several times that at a
    busy hour), and how often they give those stars.
    """
    found = _streaks(scene, limits)
    long = found.length >= limits["least_run"]
    minutes = _open_minutes(scene)
    for group in np.unique(found.group):
        own = found.group == group
        if not (long & own).any():
            yield scene.quiet(int(scene.bodies[found.rows[own][0]]), 0, int(own.sum()))
            continue
        chance = _chance(found, own, long & own, minutes, limits)
        rows = np.unique(found.rows[long & own])
        facts = {"longest": int(found.length[own].max()), "minutes": limits["most_minutes_between"]}
        way = scene.dossiers.codes("rated_by")
        yield Suspicion(
            scene.body(int(scene.bodies[rows[0]])),
            len(rows),
            int(own.sum()),
            0.0,
            chance,
            rows,
            about=way.names[int(way.ids[rows[0]])],
            facts=facts,
        )


def _streaks(scene: Scene, limits: Limits) -> Streaks:
    table = scene.dossiers
    at = np.flatnonzero(scene.within("rated_at"))
    ways = table.codes("rated_by")
    group = scene.bodies[at] * len(ways.names) + ways.ids[at]
    moments, stars = table.moments("rated_at")[at], table.numbers("stars")[at]
    order = np.lexsort((moments, group))
    at, group, moments, stars = at[order], group[order], moments[order], stars[order]
    near = np.diff(moments) <= limits["most_minutes_between"] * MINUTE
    breaks = np.ones(len(at), bool)
    breaks[1:] = ~(near & (np.diff(group) == 0) & (np.diff(stars) == 0))
    run = np.cumsum(breaks) - 1
    length = np.bincount(run)[run] if len(run) else run
    return Streaks(at, group, stars, length)


def _chance(found: Streaks, own: Ints, streaked: Ints, minutes: float, limits: Limits) -> float:
    """Of the longest run, over all places at which it could have begun."""
    others = own & ~streaked
    everything, rest = int(own.sum()), int(others.sum())
    longest = int(found.length[streaked].max())
    stars = found.stars[streaked][np.argmax(found.length[streaked])]
    same = (int((found.stars[others] == stars).sum()) + 1) / (rest + 2)
    pace = limits["peak_factor"] * (rest + 1) / minutes
    soon = -expm1(-pace * limits["most_minutes_between"])
    return float(min(1.0, np.exp(log(everything) + (longest - 1) * log(same * soon))))


def _open_minutes(scene: Scene) -> float:
    edges = scene.work.before(np.array([scene.starts, scene.ends]))
    return max(float(edges[1] - edges[0]), 1.0)
