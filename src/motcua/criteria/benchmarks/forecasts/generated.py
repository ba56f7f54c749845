"""Offices that never were, in which lateness has causes that can be seen coming.

Each body examines first come, first served, with one desk; then a leader signs. One body has barely enough hands, so
its queue grows and shrinks by weeks; one procedure has a limit that its examination often exceeds; one dossier of ten
needs one more paper, and its clock stands meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.criteria.rules.folding import INSTANT
from motcua.criteria.rules.forecast import Course, Mark, Stay
from motcua.criteria.rules.forecast.moments import WorkingTime, moment, whole

FIRST = datetime(2026, 1, 5, tzinfo=ZONE)
LIMIT_HOURS = (16.0, 32.0, 40.0, 80.0)
EXAMINING_HOURS = (0.8, 1.0, 2.4, 1.6)
LOADS = (0.97, 0.7, 0.55, 0.4)
DAY_HOURS = 8.0


@dataclass(frozen=True)
class Lived:
    """Of one dossier, in working hours from the beginning. `stood`: how long its clock stood after examination."""

    number: int
    body: int
    procedure: int
    received: float
    taken: float
    examined: float
    stood: float
    ended: float


def calendar() -> Calendar:
    week = next(week for week in shipped.weeks() if week.code == "vn-standard")
    return shipped.calendar_of(week, shipped.days())


def generated(seed: int, *, days: int = 120) -> tuple[list[Course], datetime]:
    """The courses as of the moment that comes with them: whoever ends later is still open, as in a house at work."""
    time = WorkingTime(calendar())
    rng = np.random.default_rng(seed)
    lives = [life for body in range(len(LOADS)) for life in _body(rng, body, days * DAY_HOURS)]
    told = _Told(time, float(time.worked(np.array([whole(FIRST)]))[0]), days * DAY_HOURS)
    return [told.course(life) for life in sorted(lives, key=lambda one: one.received)], told.horizon


def _body(rng: np.random.Generator, body: int, hours: float) -> Iterator[Lived]:
    """One desk, first come, first served; how much comes swings by weeks."""
    arrived, free, number = 0.0, 0.0, 0
    swings = rng.lognormal(0, 0.25, int(hours / 40) + 2)
    while True:
        week = swings[int(arrived / 40)]
        arrived += float(rng.exponential(np.mean(EXAMINING_HOURS) / (LOADS[body] * week)))
        if arrived >= hours:
            return
        procedure = int(rng.integers(len(LIMIT_HOURS)))
        taken = max(arrived, free)
        free = taken + float(EXAMINING_HOURS[procedure] * rng.lognormal(-0.3, 0.8))
        stood = float(rng.uniform(8, 40)) if rng.random() < 0.1 else 0.0
        signing = float(rng.lognormal(1.2, 0.9))
        yield Lived(number, body, procedure, arrived, taken, free, stood, free + stood + signing)
        number += 1


class _Told:
    """Lives as courses. What lies behind the horizon has not happened."""

    def __init__(self, time: WorkingTime, begin: float, hours: float) -> None:
        self._time, self._begin, self._hours = time, begin, hours
        self.horizon = self._at(hours)

    def course(self, life: Lived) -> Course:
        limit = LIMIT_HOURS[life.procedure]
        stands = life.stood > 0 and life.received + limit > life.examined
        due = life.received + limit + (life.stood if stands else 0)
        marks = [Mark(self._at(life.received), self._at(life.received + limit))]
        if stands:
            marks.append(Mark(self._at(life.examined), marks[0].due_at, paused=True, supplements=1))
            marks.append(Mark(self._at(life.examined + life.stood), self._at(due), supplements=1))
        known = tuple(mark for mark in marks if mark.at < self.horizon)
        waits = bool(known[-1].paused)
        return Course(
            f"G{life.body}-{life.number:05}",
            f"B{life.body}",
            f"P{life.procedure}",
            "online" if life.number % 3 else "counter",
            marks[0].at,
            known,
            tuple(self._stays(life)),
            self._known(life.ended),
            None if waits else self._late(life, due, known),
        )

    def _late(self, life: Lived, due: float, known: tuple[Mark, ...]) -> datetime | None:
        said = known[-1].due_at
        return None if life.ended <= due or said is None else said + INSTANT

    def _stays(self, life: Lived) -> Iterator[Stay]:
        opened, examined = self._at(life.received), life.examined + life.stood
        unit = f"B{life.body}"
        yield Stay(
            "examine",
            "work",
            f"{unit}-X",
            opened,
            taken_at=self._known(life.taken),
            closed_at=self._known(examined),
        )
        if examined < self._hours:
            yield Stay("sign", "sign", f"{unit}-L", self._at(examined), closed_at=self._known(life.ended))

    def _known(self, hours: float) -> datetime | None:
        return self._at(hours) if hours < self._hours else None

    def _at(self, hours: float) -> datetime:
        return moment(int(self._time.moments(np.array([self._begin + hours]))[0]))
