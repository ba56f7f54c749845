"""Ratings given in a row: the same stars, one after the other, faster than people come."""

from collections.abc import Iterator
from math import exp, expm1, log
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion
from motcua.criteria.rules.detectors.tables import MINUTE, Ints, days_of, grouped


class Streaks(NamedTuple):
    """Ratings in order of body, way and time, with the run that each belongs to and how long that is."""

    rows: Ints
    group: Ints
    stars: Ints
    length: Ints


def rating_streak(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Runs of the same stars, asked for in the same way, within minutes of each other.

    How likely such a run is follows from how often people rate there in a minute (several times that at a busy hour),
    and how often they give those stars.
    """
    found, ways = _streaks(scene, limits), scene.dossiers.codes("rated_by")
    rated_on = days_of(scene.dossiers.moments("rated_at"))
    for _group, own in grouped(found.group):
        part = Streaks(*(column[own] for column in found))
        long = part.length >= limits["least_run"]
        body, way = int(scene.bodies[part.rows[0]]), ways.names[int(ways.ids[part.rows[0]])]
        if not long.any():
            yield scene.quiet(body, 0, len(own))
            continue
        rows = np.unique(part.rows[long])
        chance = _chance(part, rated_on[part.rows], scene.work.day_minutes, limits)
        facts = {"longest": int(part.length.max()), "minutes": limits["most_minutes_between"]}
        yield Suspicion(scene.body(body), len(rows), len(own), 0.0, chance, rows, about=way, facts=facts)


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


def _chance(part: Streaks, days: Ints, day_minutes: int, limits: Limits) -> float:
    """Of the longest run, over all places at which it could have begun.

    The pace is that of the usual day on which somebody rates: a few days of pressing do not change it.
    """
    first, run = int(np.argmax(part.length)), int(part.length.max())
    alike = int((part.stars == part.stars[first]).sum()) - run
    same = (alike + 1) / (len(part.rows) - run + 2)
    a_day = float(np.median(np.unique(days, return_counts=True)[1]))
    pace = limits["peak_factor"] * a_day / day_minutes
    soon = -expm1(-pace * limits["most_minutes_between"])
    return min(1.0, exp(log(len(part.rows)) + (run - 1) * log(same * soon)))
