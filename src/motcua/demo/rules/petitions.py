"""Petitions about rules and about conduct: sent, passed on, answered, published, liked or not."""

from motcua.demo.rules.books import Books
from motcua.demo.rules.scene import Scene
from motcua.demo.rules.settings import habits
from motcua.demo.rules.stories import Applicant, Place
from motcua.feedback.events import (
    PetitionAnswered,
    PetitionPublished,
    PetitionRated,
    PetitionReopened,
    PetitionSent,
    PetitionTransferred,
)
from motcua.ledger.events import Event

CODES = "PA"


class Petitions:
    """Plans one petition for so many dossiers; each is an own subject `PA-260302-0001`."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._rng = scene.world.random("petitions")
        self._books = Books()

    def plan(self) -> None:
        """Sent on any day; in a staged world early enough that all of them are answered."""
        scene, percent = self.scene, habits()["percent"]["petition"]
        first = scene.timeline.worked(scene.timeline.seconds(scene.world.begins))
        last = scene.timeline.worked(scene.timeline.seconds(scene.world.ends))
        if scene.world.staged:
            last -= 480 * (habits()["petition"]["answer_working_days"] + 1)
        for _number in range(max(3, round(scene.world.dossiers * percent / 100))):
            moment = scene.timeline.open_at(self._rng.randrange(first, max(last, first + 1)))
            scene.clock.at(moment, self._send)

    def _send(self) -> None:
        """Two in three are about a dossier that somebody has filed."""
        scene, limit = self.scene, habits()["petition"]["answer_working_days"]
        recent = [story for story in scene.stories[-400:] if story.applicant.account]
        if not recent:
            return
        story = self._rng.choice(recent)
        about_it = self._rng.random() < 0.66
        code = self._books.next_code(CODES, scene.today)
        due = scene.timeline.calendar.moment(
            *scene.timeline.calendar.place_after(scene.timeline.day_begins(scene.today) + 480 * (limit + 1))
        )
        sent = PetitionSent(
            about="conduct" if self._rng.random() < 0.4 else "regulation",
            due_at=due,
            dossier=story.code if about_it else None,
        )
        self._write(code, story.place, story.applicant.account, sent)
        if self._happens("petition_transferred"):
            moved = PetitionTransferred(to_body=story.place.body)
            self._later(self._rng.randrange(60, 900), code, story.place, "system", moved)
        on_time = scene.world.staged or self._happens("petition_on_time")
        wait = self._rng.randrange(480, 480 * (limit - 1)) if on_time else 480 * (limit + 2)
        scene.clock.at(scene.after(wait), self._answer, code, story.place, story.applicant, on_time)

    def _answer(self, code: str, place: Place, sender: Applicant, on_time: bool) -> None:  # noqa: FBT001
        officer = self.scene.desks.in_charge(place.units[next(iter(place.units))])
        self._write(code, place, officer, PetitionAnswered(on_time=on_time))
        publish = self._rng.randrange(60, 480 * habits()["petition"]["publish_working_days"])
        self._later(publish, code, place, officer, PetitionPublished())
        if self._happens("petition_rated"):
            liked = PetitionRated(liked=self._happens("petition_liked"))
            self._later(publish + self._rng.randrange(60, 2000), code, place, sender.account, liked)
        elif not self.scene.world.staged and self._happens("petition_reopened"):
            reopened = PetitionReopened(reason="not-answered-fully")
            self._later(publish + self._rng.randrange(60, 2000), code, place, sender.account, reopened)

    def _later(self, minutes: int, code: str, place: Place, by: str, event: Event) -> None:
        self.scene.clock.at(self.scene.after(minutes), self._write, code, place, by, event)

    def _write(self, code: str, place: Place, by: str, event: Event) -> None:
        self.scene.write(code, place.body, by, event)

    def _happens(self, what: str) -> bool:
        return self._rng.random() * 100 < float(habits()["percent"][what])
