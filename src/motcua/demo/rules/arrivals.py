"""Who files what, when and where: the demand of a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from motcua.catalog.rules.document import Paper
from motcua.clock.rules.calendar import ZONE
from motcua.demo.rules.filling import personal
from motcua.demo.rules.people import Habits
from motcua.demo.rules.settings import demand, habits
from motcua.demo.rules.stories import COUNTER, ONLINE, POST, Applicant, Attached, Place, Story
from motcua.demo.rules.timeline import Timeline
from motcua.demo.rules.world import Counter, World
from motcua.dossiers.rules.life import Terms
from motcua.organizations.rules.names import enterprise, person

SCHOOL = "Trường Tiểu học"


@dataclass
class Arrivals:
    """Makes stories; each draws from one source, in the order in which they are made."""

    world: World
    timeline: Timeline
    rng: Random
    habits: Habits

    def all(self) -> Iterator[Story]:
        """The year's dossiers, as many as asked for, in no order."""
        days = [self.world.begins.astimezone(ZONE).date() + timedelta(n) for n in range(self.world.days + 1)]
        weights = [self._weight(day) for day in days]
        shares = [(place, share) for place, share in self._shares()]
        places = self.rng.choices([p for p, _s in shares], [s for _p, s in shares], k=self.world.dossiers)
        last = self.timeline.seconds(self.world.ends) - 300
        for place, day in zip(places, self.rng.choices(days, weights, k=len(places)), strict=True):
            story = self.story(place, day)
            if self.timeline.seconds(story.filed_at) <= last:
                yield story
            else:  # the last day is not over yet
                yield self.story(place, day - timedelta(days=7))

    def _weight(self, day: date) -> int:
        plan = demand()
        usual: int = plan["weekdays"][day.weekday()] * plan["months"][day.month - 1]
        if day.weekday() < 5 and not self.timeline.calendar.works(day):
            return int(plan["day_off"] * plan["months"][day.month - 1])
        return usual

    def _shares(self) -> Iterator[tuple[Place, float]]:
        for code, share in demand()["procedures"].items():
            places = self.world.places.get(code, ())
            weights = [self.world.communes.get(place.body, 1) for place in places]
            for place, weight in zip(places, weights, strict=True):
                yield place, share * weight / sum(weights)

    def story(self, place: Place, day: date, *, of: Applicant | None = None, channel: str = "") -> Story:
        """One dossier filed on a day (a counter one on the next working day)."""
        document, rng = place.document, self.rng
        if not channel:
            online = rng.random() * 100 < demand()["online_percent"][document.online_level]
            channel = ONLINE if online else COUNTER
        index = self.timeline.calendar.index_of(day)
        seconds = self.habits.online_on(index) if channel == ONLINE else self.habits.at_counter_on(index)
        variant = rng.choice(place.variants)
        applicant = of or self._applicant(place, channel)
        counter = self._counter(place, channel)
        return Story(
            number=0,
            place=place,
            applicant=applicant,
            channel=channel,
            receiving_unit=counter.unit,
            receiving_body=counter.body,
            filed_at=self.timeline.moment(seconds),
            variant=variant,
            answers=personal(document, variant, applicant),
            attached=list(self._attached(variant.papers, channel)),
            result_by=self._result_by(channel),
            terms=self.terms(place, counter.unit, day),
        )

    def terms(self, place: Place, unit: str, day: date) -> Terms:
        return Terms(place.document, self.world.calendar_on(day), place.calendar, unit, place.units)

    def _counter(self, place: Place, channel: str) -> Counter:
        own = Counter(place.counter, place.body)
        of_department = place.document.level == "province" and channel == COUNTER
        at_centre = self.rng.random() * 100 < demand()["provincial_centre_percent"]
        return self.world.centre if of_department and at_centre else own

    def _applicant(self, place: Place, channel: str) -> Applicant:
        commune = place.body
        if commune not in self.world.communes:
            commune = self.rng.choices(list(self.world.communes), list(self.world.communes.values()))[0]
        subjects = place.document.subjects
        kind = "citizen" if "citizen" in subjects else "enterprise"
        if kind == "citizen" and "enterprise" in subjects and self.rng.random() < 0.3:
            kind = "enterprise"
        if channel == ONLINE:
            return self.rng.choice(self.world.people[commune][kind])
        return self._walk_in(kind, self.world.written[commune], is_school=subjects == ("organization",))

    def _walk_in(self, kind: str, commune: str, *, is_school: bool) -> Applicant:
        today = self.world.begins.date()
        if kind == "citizen":
            met = person(self.rng, commune, today=today)
            return Applicant(kind, met.full_name, met.id_number, met.address, met.phone)
        firm = enterprise(self.rng, commune, today=today)
        name = f"{SCHOOL} {commune.split(' ', 1)[1]}" if is_school else firm.name
        return Applicant(kind, name, firm.tax_code, firm.address, firm.phone)

    def _attached(self, papers: tuple[Paper, ...], channel: str) -> Iterator[Attached]:
        percent = habits()["percent"]
        for paper in papers:
            if not (paper.required or self._happens(percent["optional_paper"])):
                continue
            scanned = channel == ONLINE or self._happens(percent["scanned_at_counter"])
            can_reuse = channel == ONLINE or bool(paper.reusable_from)
            reused = scanned and can_reuse and self._happens(percent["reused"])
            yield Attached(paper.code, scanned, reused, 0)

    def _result_by(self, channel: str) -> str:
        if channel == ONLINE and self._happens(habits()["percent"]["result_online"]):
            return ONLINE
        return COUNTER if self.rng.random() < 0.8 else POST

    def _happens(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent
