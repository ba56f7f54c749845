"""How long things take, in working minutes. Medians in proportion to a step's own limit, and a spread around them."""

from math import exp
from random import Random
from typing import NamedTuple

from motcua.catalog.rules.process import Step
from motcua.clock.rules.limits import Limit, Unit
from motcua.demo.rules.settings import cause, habits
from motcua.demo.rules.stories import Story
from motcua.demo.rules.world import World

WORTH = {
    Unit.WORKING_DAYS: 480,
    Unit.HALF_DAYS: 240,
    Unit.WORKING_HOURS: 60,
    Unit.CALENDAR_DAYS: 340,
    Unit.MONTHS: 10_200,
}
UNSAID = 240
BUSY = 0.55  # of their time at most, on average


class Durations(NamedTuple):
    """Until somebody looks at it; hands on it; and elsewhere before it is finished."""

    pickup: int
    hands_on: int
    elsewhere: int


class Pace:
    """Draws durations; knows which of them are planted."""

    def __init__(self, world: World, rng: Random) -> None:
        self._rng = rng
        self._slow, self._overload = cause("slow"), cause("overload")
        self._relief = relief(world)
        self._overloaded_minutes = self._share_of_overloaded(world)

    def of(self, step: Step, unit: str, story: Story) -> Durations:
        if story.shown:
            return Durations(1, 2, 1)
        plan, limit = habits()["steps"][step.kind], minutes(step.limit)
        times = 1.0
        if (unit, step.kind) == (self._slow["unit"], self._slow["step_kind"]):
            times = self._slow["times"]
            story.touched.add(self._slow.code)
        pickup = self._drawn(plan["pickup"] * limit * times)
        distraction = habits()["distraction"]
        if self._rng.random() * 100 < distraction["percent"]:
            pickup += self._drawn(distraction["limits"] * limit)
        busy = self._drawn(hands_on(step) * self._relief.get((unit, step.role), 1))
        if (unit, step.id) == (self._overload["unit"], self._overload["step"]):
            pickup, busy = 1, self._drawn(self._overloaded_minutes)
        return Durations(pickup, busy, self._drawn(plan["elsewhere"] * limit * times))

    def intake(self, story: Story) -> int:
        """Working minutes until a dossier filed online is looked at."""
        return 1 if story.shown else self._drawn(habits()["intake_minutes"])

    def days(self, median: float) -> int:
        return self._drawn(median)

    def _drawn(self, median: float) -> int:
        spread = habits()["spread"]
        return max(1, round(median * exp(spread * self._rng.gauss(0, 1))))

    def _share_of_overloaded(self, world: World) -> float:
        """The minutes of one signature at which the planted officer is as busy as the plan says."""
        signed = max(world.expected_of(self._overload["unit"].rsplit("-", 1)[0]), 1)
        return float(self._overload["load"]) * world.working_minutes / signed / _mean()


def relief(world: World) -> dict[tuple[str, str], float]:
    """Where the plan gives officers more than they can do: by how much faster they are than others.

    Only planted causes may make a queue that never ends.
    """
    load: dict[tuple[str, str], float] = {}
    for place, count in world.expected():
        for step in place.document.net.steps.values():
            at = (place.units[step.id], step.role)
            load[at] = load.get(at, 0) + count * hands_on(step) * _mean()
    busy = {at: spent / (len(world.desks[at]) * world.working_minutes) for at, spent in load.items()}
    return {at: BUSY / share for at, share in busy.items() if share > BUSY}


def hands_on(step: Step) -> float:
    return float(min(habits()["steps"][step.kind]["hands_on"], 0.2 * minutes(step.limit)))


def _mean() -> float:
    """The mean of a duration whose median is one."""
    spread: float = habits()["spread"]
    return exp(spread * spread / 2)


def minutes(limit: Limit | None) -> int:
    return UNSAID if limit is None else max(1, int(limit.quantity * WORTH[limit.unit]))
