"""Everything that a simulation starts from. Built from the database by `demo.services`, plain from here on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from motcua.clock.rules.calendar import Calendar
from motcua.demo.rules.settings import demand
from motcua.demo.rules.stories import Applicant, Place
from motcua.dossiers.rules.marks import Marks
from motcua.dossiers.rules.norms import Norms

CENTRE = "H49.01"


@dataclass(frozen=True)
class Counter:
    """A one-stop unit, and the body whose codes it gives."""

    unit: str
    body: str


@dataclass(frozen=True)
class World:
    """`desks`: (unit, role) → officers; `places`: procedure → where it is decided; `people`: commune → applicants with
    accounts; `communes`: code → how many people file there, as a weight. Between `begins` and `ends` all happens;
    `staged` worlds are a day's that a public text describes.
    """

    begins: datetime
    ends: datetime
    dossiers: int
    seed: int
    staged: bool
    calendar_on: Callable[[date], Calendar]
    norms: Norms
    marks: Marks
    places: Mapping[str, tuple[Place, ...]]
    desks: Mapping[tuple[str, str], tuple[str, ...]]
    communes: Mapping[str, int]
    written: Mapping[str, str]
    people: Mapping[str, Mapping[str, tuple[Applicant, ...]]]
    shown: tuple[Applicant, ...]
    centre: Counter

    @property
    def days(self) -> int:
        return (self.ends.date() - self.begins.date()).days

    def expected(self) -> Iterator[tuple[Place, float]]:
        """How many dossiers each place decides in the whole time, by the plan."""
        shares = demand()["procedures"]
        everything = sum(shares.values())
        for code, share in shares.items():
            places = self.places.get(code, ())
            sizes = [self.communes.get(place.body, 1) for place in places]
            for place, size in zip(places, sizes, strict=True):
                yield place, self.dossiers * share / everything * size / sum(sizes)

    def expected_of(self, body: str) -> float:
        return sum(count for place, count in self.expected() if place.body == body)

    @property
    def working_minutes(self) -> float:
        """About how many minutes an officer works in the whole time."""
        return self.days * 480 * 5 / 7 * 0.965

    def random(self, purpose: str) -> Random:
        """A source of its own for each purpose, so that one more draw in one does not change all others."""
        return Random(f"{self.seed} {purpose}")  # noqa: S311 -- an invented world
