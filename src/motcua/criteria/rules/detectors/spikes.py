"""Ends heaped just before due (Bevan and Hood 2006, BMJ 332: a spike in a third of ambulance trusts).

Honest ends are not flat either: they follow the hours of the day, thicken towards the limit and drop behind it. So the
last hours before due are held against a curve through the hours around them (`curves`), body by body; and what the
curve misses there in all bodies alike is taken from the others: the shape of honest work near a limit is learnt, never
assumed. The others can only make the expectation smaller: where everybody heaps, everybody is asked.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.detectors import peers, tails
from motcua.criteria.rules.detectors.curves import HOUR, Ends, Window, fit
from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion, happened
from motcua.criteria.rules.detectors.tables import Floats, Ints, grouped


class Body(NamedTuple):
    """The ends of one body (`rows` of the table), how many lie in the asked minutes, how many its curve says there and
    the relative variance of that; none if they are too few to ask.
    """

    number: int
    rows: Ints
    ends: Ends
    found: int
    usual: float = 0.0
    doubt: float = 0.0


def deadline_spike(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """More ends in the last minutes before due than the hours around, and the other bodies, lead one to expect."""
    due = scene.dossiers.moments("due_at")
    told = np.flatnonzero(scene.within("ended_at") & happened(due))
    ends = _ends(scene, scene.dossiers.moments("ended_at")[told], due[told])
    best: dict[int, Suspicion] = {}
    for minutes in limits["windows_minutes"]:
        bodies = list(_bodies(scene, told, ends, minutes, limits))
        for body, one in zip(bodies, _compared(scene, bodies, limits, minutes), strict=True):
            before = best.get(body.number)
            if before is None or (one.chance or 0.0) < (before.chance or 0.0):
                best[body.number] = one
    yield from best.values()


def _ends(scene: Scene, ended: Ints, due: Ints) -> Ends:
    ended_after, due_after, day = scene.work.before(ended), scene.work.before(due), scene.work.day_minutes
    left = due_after - ended_after
    left = np.where(ended > due, np.minimum(left, -1), np.maximum(left, 0))
    return Ends(left, np.maximum(ended_after - 1, 0) % day // HOUR, due_after % day)


def _bodies(scene: Scene, told: Ints, ends: Ends, minutes: int, limits: Limits) -> Iterator[Body]:
    day = scene.work.day_minutes // HOUR
    window = Window(-day * limits["days_after"], day * limits["days_before"], -(-minutes // HOUR), 2)
    most = limits["hours_weight"]
    evenly = Habits(np.ones(day), minutes / HOUR / window.asked, most)
    everybody = Habits.of(ends, window, minutes, evenly, most)
    for number, own in grouped(scene.bodies[told]):
        its = ends.of(own)
        body = Body(number, told[own], its, int(its.within(minutes).sum()))
        if body.found < limits["least"] / 2:
            yield body
            continue
        habits = Habits.of(its, window, minutes, everybody, most)
        found = fit(its, window, np.log(habits.hours), limits["hour_spread"])
        unsure = (1 - habits.part) / (habits.part * habits.weight)
        yield body._replace(usual=found.usual * habits.part, doubt=found.doubt + unsure)


class Habits(NamedTuple):
    """Seen far from the limit, where it plays no part: how many ends each hour of the day holds, on average 1; and
    which part of the ends of the asked hours lies in the asked minutes, told by so many ends (`weight`).
    """

    hours: Floats
    part: float
    weight: float

    @classmethod
    def of(cls, ends: Ends, window: Window, minutes: int, usual: "Habits", most: float) -> "Habits":
        """Drawn to what is usual by the weight of as many ends as told it, and at most so many."""
        weight = min(usual.weight, most)
        far = ends.of((ends.left < window.first) | (ends.left >= window.last))
        day = len(usual.hours)
        counts = np.bincount(far.at, minlength=day) + weight * usual.hours / day
        phase = far.minutes % (day * HOUR)
        asked = int((phase < window.asked * HOUR).sum()) + weight
        part = (int((phase < minutes).sum()) + weight * usual.part) / asked
        return cls(counts / counts.mean(), part, asked)


def _compared(scene: Scene, bodies: list[Body], limits: Limits, minutes: int) -> Iterator[Suspicion]:
    found = np.array([body.found if body.usual else 0 for body in bodies], np.int64)
    usual = np.array([body.usual for body in bodies])
    missed = (found.sum() - found + limits["prior"]) / (usual.sum() - usual + limits["prior"])
    expected = usual * np.minimum(missed, 1.0)
    doubt = np.array([body.doubt for body in bodies])
    spread = peers.dispersion(found, expected, least=limits["least_dispersion"], doubt=doubt)
    for body, mean in zip(bodies, expected.tolist(), strict=True):
        if body.found < limits["least"]:
            yield scene.quiet(body.number, body.found, len(body.rows))
            continue
        chance = tails.negative_binomial(body.found, mean, body.doubt + spread)
        chance = min(1.0, chance * len(limits["windows_minutes"]))
        last = np.sort(body.rows[body.ends.within(minutes)])
        facts = {"minutes": minutes}
        yield Suspicion(scene.body(body.number), body.found, len(body.rows), mean, chance, last, facts=facts)
