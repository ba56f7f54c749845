"""A province at work for a year: every entry that its dossiers make, in the order of time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from motcua.demo.rules import tour
from motcua.demo.rules.arrivals import Arrivals
from motcua.demo.rules.figures import Figures
from motcua.demo.rules.offices import Offices
from motcua.demo.rules.outside import Outside
from motcua.demo.rules.petitions import Petitions
from motcua.demo.rules.scene import Scene
from motcua.demo.rules.settings import causes
from motcua.demo.rules.stories import Story
from motcua.demo.rules.telling import Issue
from motcua.demo.rules.world import World
from motcua.ledger.rules.chain import Record


class Simulation:
    """`records` runs it, once; `stories` then tell how each dossier stands. The same world gives the same history."""

    def __init__(self, world: World, issue: Issue, *, keep_acts: bool = False) -> None:
        self.world = world
        self.scene = Scene(world, issue, keep_acts=keep_acts)
        rng = world.random("demand")
        self._arrivals = Arrivals(world, self.scene.timeline, rng, self.scene.habits)
        offices = Offices(self.scene, self._arrivals.terms)
        self._outside = Outside(self.scene, offices, self._arrivals)
        self._petitions = Petitions(self.scene)
        self._figures = Figures(self.scene)

    @property
    def stories(self) -> list[Story]:
        return self.scene.stories

    def records(self) -> Iterator[Record]:
        """Everything that is written down from the first filing to the world's last moment."""
        for story in self._arrivals.all():
            self._plan(story)
        for story in tour.stories(self.world, self._arrivals):
            self._plan(story)
        self._petitions.plan()
        self._figures.plan()
        return self.scene.run()

    def _plan(self, story: Story) -> None:
        self.scene.clock.at(self.scene.timeline.seconds(story.filed_at), self._outside.arrive, story)

    def truth(self) -> dict[str, Any]:
        """Which causes were planted, and what they touched: for whoever judges a diagnosis, not for the product."""
        return {
            "seed": self.world.seed,
            "from": self.world.begins.isoformat(),
            "to": self.world.ends.isoformat(),
            "dossiers": len(self.stories),
            "late": sum(_is_late(story, self.world.ends) for story in self.stories),
            "causes": [
                {**cause.facts, "touched": len(touched), "touched_and_late": len(late), "late_codes": late}
                for cause in causes()
                for touched in [[s for s in self.stories if cause.code in s.touched]]
                for late in [[s.code for s in touched if _is_late(s, self.world.ends)]]
            ],
        }


def _is_late(story: Story, ends: datetime) -> bool:
    """Ended after its due date, or still running after it."""
    life = story.now
    return life.due_at is not None and life.paused_at is None and (life.ended_at or ends) > life.due_at
