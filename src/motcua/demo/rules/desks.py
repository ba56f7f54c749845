"""Officers as servers with queues: one thing at a time, in the order in which they come to it."""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from motcua.demo.rules.settings import cause
from motcua.demo.rules.stories import Story, Turn
from motcua.demo.rules.timeline import Timeline
from motcua.demo.rules.world import World
from motcua.dossiers.rules.life import FILED, IN_PROGRESS

RECEIVE = "receive"


class Job(NamedTuple):
    """A step before an officer; the step `receive` is the counter's own."""

    story: Story
    step: str
    round: int

    @property
    def turn(self) -> Turn:
        return self.story.turns[self.step, self.round]

    @property
    def is_alive(self) -> bool:
        if self.step == RECEIVE:
            return self.story.now.state == FILED
        return self.story.now.state == IN_PROGRESS and self.turn.finished_at is None


@dataclass
class Desk:
    """`away`: from one working minute to another."""

    officer: str
    unit: str
    queue: deque[Job] = field(default_factory=deque)
    is_idle: bool = True
    away: tuple[int, int] = (0, 0)

    def back_at(self, worked: int) -> int:
        """The working minute at which he is back; 0 if he is here."""
        return self.away[1] if self.away[0] <= worked < self.away[1] else 0


class Desks:
    """Who does what. A dossier stays with the specialist who had it first."""

    def __init__(self, world: World, timeline: Timeline) -> None:
        self._world = world
        self._desks = {
            officer: Desk(officer, unit)
            for (unit, _role), officers in sorted(world.desks.items())
            for officer in officers
        }
        self._overload, self._absence = cause("overload"), cause("absence")
        if away := self._desks.get(self._absence["officer"]):
            back = timeline.worked(timeline.seconds(world.ends)) - self._absence["before_end"] * 480
            away.away = (back - self._absence["working_days"] * 480, back)

    def of(self, officer: str) -> Desk:
        return self._desks[officer]

    def choose(self, story: Story, unit: str, role: str, step: str = "") -> Desk:
        """The desk to which a step goes."""
        planted = self._overload
        if (unit, step) == (planted["unit"], planted["step"]):
            story.touched.add(planted.code)
            return self._desks[planted["officer"]]
        if known := story.specialist.get(unit) if role == "specialist" else None:
            return self._desks[known]
        pool = self._world.desks[unit, role]
        place = story.number % len(pool)  # turn by turn, the shorter queue first
        chosen = min((*pool[place:], *pool[:place]), key=lambda code: len(self._desks[code].queue))
        if role == "specialist":
            story.specialist[unit] = chosen
        return self._desks[chosen]

    def in_charge(self, unit: str) -> str:
        """The head of a unit."""
        return self._world.desks[unit, "head"][0]
