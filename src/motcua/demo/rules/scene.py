"""What the parts of a simulation share: the clock, the chance, and the pen."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from motcua.demo.rules.books import Books
from motcua.demo.rules.clockwork import Clockwork
from motcua.demo.rules.desks import Desks
from motcua.demo.rules.durations import Pace
from motcua.demo.rules.people import Habits
from motcua.demo.rules.settings import habits
from motcua.demo.rules.stories import Act, Story
from motcua.demo.rules.telling import Issue, Means, perform
from motcua.demo.rules.timeline import Timeline
from motcua.demo.rules.world import World
from motcua.ledger.events import Event
from motcua.ledger.rules.chain import Record


class Scene:
    """`keep_acts`: remember every act with its story, so that it can be done again by other means."""

    def __init__(self, world: World, issue: Issue, *, keep_acts: bool = False) -> None:
        self.world = world
        self.rng = world.random("service")
        self.timeline = Timeline(world.calendar_on(world.ends.date()))
        self.clock = Clockwork()
        self.desks = Desks(world, self.timeline)
        self.pace = Pace(world, self.rng)
        self.habits = Habits(self.timeline, self.rng)
        self.means = Means(Books(), world.norms, world.marks, issue)
        self.stories: list[Story] = []
        self._keep_acts = keep_acts
        self._written: list[Record] = []

    @property
    def worked(self) -> int:
        return self.timeline.worked(self.clock.now)

    @property
    def today(self) -> date:
        return self.timeline.date_of(self.clock.now)

    def after(self, minutes: int) -> int:
        """The wall second after so many working minutes from now."""
        return self.timeline.open_at(self.worked + minutes, self.rng.randrange(60))

    def happens(self, what: str) -> bool:
        """By the percentage that the habits give for it."""
        return self.rng.random() * 100 < float(habits()["percent"][what])

    def chance(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def do(self, story: Story, verb: str, by: str, **facts: Any) -> None:
        """Let somebody do something now."""
        act = Act(verb, self.timeline.moment(self.clock.now), by, **facts)
        if self._keep_acts:
            story.acts.append(act)
        for event in perform(story, act, self.means):
            self._write(story.code, story.place.body, by, event, act.at)

    def write(self, subject: str, body: str, by: str, event: Event) -> None:
        self._write(subject, body, by, event, self.timeline.moment(self.clock.now))

    def _write(self, subject: str, body: str, by: str, event: Event, at: datetime) -> None:
        self._written.append(Record(event.kind, subject, body, by, at, at, event.data()))

    def run(self) -> Iterator[Record]:
        """Everything that happens until the end of the world, in the order of time."""
        for _thing in self.clock.run(self.timeline.seconds(self.world.ends)):
            yield from self._written
            self._written.clear()
