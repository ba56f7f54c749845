"""The figures from outside: what the reform office declares each Monday of the running month, and of the one before.

The same event as the office's own form writes; each later declaration takes the place of the earlier one.
"""

from collections import Counter
from datetime import datetime

from motcua.criteria.events import FigureDeclared
from motcua.criteria.rules.declaring import subject_of
from motcua.criteria.rules.periods import Period, month_of
from motcua.demo.rules.scene import Scene
from motcua.demo.rules.settings import habits
from motcua.demo.rules.stories import Story

PROVINCE, REFORM = "H49", "reform"
MORNING, WEEK, DAY = 8 * 3600, 7 * 86_400, 86_400
CLOSED_AFTER_DAYS = 10


class Figures:
    """Keeps how often each figure was declared and how much last: nothing is said twice that has not changed."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._rng = scene.world.random("figures")
        self._habits = habits()["declared"]
        self._said: dict[str, tuple[int, int | None]] = {}
        self._share: dict[str, float] = {}
        self._seen = 0
        self._received: Counter[tuple[str, str]] = Counter()
        self._waiting: list[Story] = []

    def plan(self) -> None:
        """Every Monday morning; nothing where nobody sits whose work it is."""
        if self._officer():
            first = self.scene.timeline.seconds(self.scene.world.begins) // DAY
            monday = first + (-first) % 7  # the calendar begins on a Monday
            self.scene.clock.at(monday * DAY + MORNING, self._declare)

    def _officer(self) -> str:
        found = [
            who for (_unit, role), some in self.scene.world.desks.items() if role == REFORM for who in some
        ]
        return min(found, default="")

    def _declare(self) -> None:
        scene = self.scene
        scene.clock.at(scene.clock.now + WEEK, self._declare)
        self._count()
        moment = scene.timeline.moment(scene.clock.now)
        running = month_of(moment)
        closing = [running.previous] if moment.day <= CLOSED_AFTER_DAYS else []
        for month in (*closing, running):
            for body in sorted({body for body, code in self._received if code == month.code}):
                self._of_body(body, month, moment)
            self._of_province(month, moment)

    def _count(self) -> None:
        """Dossiers by body and month of reception; who is not received yet is looked at again."""
        stories = self.scene.stories
        looked_at = self._waiting + stories[self._seen :]
        self._seen, self._waiting = len(stories), []
        for story in looked_at:
            at = story.now.received_at
            if at is not None:
                self._received[story.place.body, month_of(at).code] += 1
            elif story.now.ended_at is None:
                self._waiting.append(story)

    def _of_body(self, body: str, month: Period, at: datetime) -> None:
        reported = self._received[body, month.code]
        if body not in self._share:
            low, high = self._habits["synchronised_percent"]
            self._share[body] = self._rng.uniform(low, high) / 100
        self._say(body, month, "reported_national", reported, at)
        self._say(body, month, "synchronised", int(reported * self._share[body]), at)

    def _of_province(self, month: Period, at: datetime) -> None:
        """More communes certify each month, up to a share."""
        communes, grown = len(self.scene.world.communes), month_of(self.scene.world.begins)
        low, high = self._habits["certifying_percent"]
        share = low + (high - low) * min(1, (month.first - grown.first) / 12)
        self._say(PROVINCE, month, "communes", communes, at)
        self._say(PROVINCE, month, "communes_certifying", int(communes * share / 100), at)

    def _say(self, body: str, month: Period, name: str, amount: int, at: datetime) -> None:
        subject = subject_of(month, name, body)
        times, before = self._said.get(subject, (0, None))
        if amount == before or (not times and not amount):
            return
        self._said[subject] = (times + 1, amount)
        told = FigureDeclared(
            name=name,
            month=month.code,
            amount=amount,
            paper=self._habits["paper"].format(week=at.isocalendar().week, year=at.year),
            paper_on=at.date(),
            issuer=self._habits["issuer"],
            corrects=times or None,
        )
        self.scene.write(subject, body, self._officer(), told)
