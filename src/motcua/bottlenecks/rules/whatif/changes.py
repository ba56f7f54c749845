"""The five kinds of change, as data, and what each does to ways and to who serves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from motcua.bottlenecks.rules.whatif.learning import Elasticity, Model, TooLittle
from motcua.bottlenecks.rules.whatif.norms import Norms
from motcua.bottlenecks.rules.whatif.offices import Crew, Join, Leave
from motcua.bottlenecks.rules.whatif.routes import Leg, Way
from motcua.bottlenecks.rules.whatif.teams import Team

STEEPEST = 1.5


@dataclass(frozen=True)
class Limit:
    """Another time limit of a step, in working minutes; in all procedures that have it if none is named."""

    step: str
    minutes: float
    procedure: str = ""


@dataclass(frozen=True)
class Merge:
    """Whoever does the first step does the second at once: it is neither queued nor picked up again."""

    first: str
    second: str
    procedure: str = ""


@dataclass(frozen=True)
class Officers:
    """So many more of a role in a unit, from a day on (None: at once). `taken_from`: unit and role that they leave."""

    unit: str
    role: str
    count: int
    starts_on: date | None = None
    taken_from: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Paper:
    """A paper that is asked for no more: supplements that asked for it alone do not happen."""

    procedure: str
    paper: str


@dataclass(frozen=True)
class Batch:
    """The weekdays (0 Monday) on which a unit and role does a kind of step; none: every day."""

    unit: str
    role: str
    weekdays: frozenset[int] = frozenset()


Change = Limit | Merge | Officers | Paper | Batch


def check(model: Model, change: Change, norms: Norms) -> None:
    """Raises TooLittle if the past does not show enough of what is to be changed."""
    if isinstance(change, Limit):
        _at_least("turns", _turns(model, change.step, change.procedure), norms.few_turns)
        found = model.elasticity
        if found is None:
            raise TooLittle("steps", 0, norms.few_steps)
    if isinstance(change, Merge):
        together = sum(_merged(way, change) is not way for way in model.ways if _of(way, change.procedure))
        _at_least("merged", together, norms.few_turns)
    if isinstance(change, Paper):
        _at_least("asked", asked_for(model, change), norms.few_asked)


def _at_least(what: str, found: int, needed: int) -> None:
    if found < needed:
        raise TooLittle(what, found, needed)


def _of(way: Way, procedure: str) -> bool:
    return not procedure or way.procedure == procedure


def _turns(model: Model, step: str, procedure: str) -> int:
    return sum(
        1
        for way in model.ways
        if _of(way, procedure)
        for leg in way.legs
        if leg.step == step and leg.team >= 0 and leg.limit < inf
    )


def asked_for(model: Model, change: Paper) -> int:
    """Dossiers that were asked for the paper."""
    return sum(change.paper in way.asked for way in model.ways if way.procedure == change.procedure)


class Changed:
    """Ways as they would be. `slope`: how strongly times follow limits in this replication."""

    def __init__(self, model: Model, changes: Sequence[Change], slope: float) -> None:
        self._changes, self._slope = [one for one in changes if not isinstance(one, Officers | Batch)], slope
        self._answered = _answered(model)
        self._known: dict[int, Way] = {}
        self._ways = model.ways

    def numbered(self, number: int) -> Way:
        """The way of that place in the model."""
        if number not in self._known:
            self._known[number] = self.way(self._ways[number], number)
        return self._known[number]

    def way(self, way: Way, number: int = -1) -> Way:
        for change in self._changes:
            if isinstance(change, Paper):
                way = self._without(way, change, number)
            elif _of(way, change.procedure):
                way = _merged(way, change) if isinstance(change, Merge) else self._limited(way, change)
        return way

    def _limited(self, way: Way, change: Limit) -> Way:
        legs = [self._limited_leg(leg, change) for leg in way.legs]
        return way._replace(legs=tuple(legs))

    def _limited_leg(self, leg: Leg, change: Limit) -> Leg:
        if leg.step != change.step or leg.team < 0 or not 0 < leg.limit < inf:
            return leg
        times = (change.minutes / leg.limit) ** self._slope
        return leg._replace(pickup=leg.pickup * times, elsewhere=leg.elsewhere * times, limit=change.minutes)

    def _without(self, way: Way, change: Paper, number: int) -> Way:
        """A dossier that ended while it was waited for goes the way of one that was asked for nothing."""
        if way.procedure != change.procedure or set(way.asked) != {change.paper}:
            return way
        others = self._answered.get(way.procedure, ())
        if way.truncated and number >= 0 and others:
            return self._ways[others[number % len(others)]]
        legs = tuple(leg._replace(paused=0.0) for leg in way.legs)
        return way._replace(legs=legs, term=way.first_term, asked=())


def _answered(model: Model) -> Mapping[str, Sequence[int]]:
    """Of each procedure, the ways that nothing was asked of and that were not ended from outside."""
    return {
        procedure: [n for n in numbers if not model.ways[n].asked and not model.ways[n].truncated]
        for procedure, numbers in model.by_procedure.items()
    }


def _merged(way: Way, change: Merge) -> Way:
    """The second step follows the first alone: both become one, in the hands of the first."""
    for place, leg in enumerate(way.legs):
        if leg.step == change.second and len(leg.after) == 1 and leg.team >= 0:
            first = way.legs[leg.after[0]]
            if first.step == change.first and first.team >= 0:
                return _merged(_as_one(way, leg.after[0], place), change)
    return way


def _as_one(way: Way, first: int, second: int) -> Way:
    one, other = way.legs[first], way.legs[second]
    legs = list(way.legs)
    legs[first] = one._replace(
        hands_on=one.hands_on + other.hands_on,
        elsewhere=one.elsewhere + other.elsewhere,
        paused=one.paused + other.paused,
        limit=one.limit + other.limit,
    )
    del legs[second]

    def moved(place: int) -> int:
        return first if place == second else place - (place > second)

    return way._replace(
        legs=tuple(leg._replace(after=tuple(sorted({moved(place) for place in leg.after}))) for leg in legs)
    )


def crew(model: Model, changes: Sequence[Change]) -> Crew:
    """Who serves when the changes are made."""
    teams, joins, leaves = list(model.teams), [], []
    for number, change in enumerate(changes):
        if isinstance(change, Batch):
            desk = (change.unit, change.role)
            teams = [
                team._replace(weekdays=change.weekdays) if _is_batched(team, desk, change) else team
                for team in teams
            ]
        elif isinstance(change, Officers):
            more, fewer = _moves(model, change, number)
            joins += more
            leaves += fewer
    return Crew(model.grid, teams, joins, leaves)


def _is_batched(team: Team, desk: tuple[str, str], change: Batch) -> bool:
    return (team.unit, team.role) == desk and bool(team.weekdays or change.weekdays)


def _moves(model: Model, change: Officers, number: int) -> tuple[list[Join], list[Leave]]:
    to = _at_desk(model, (change.unit, change.role))
    at = starts_at(model, change)
    if not any(change.taken_from):
        return [Join(at, f"+{number}.{one}", to) for one in range(change.count)], []
    old = _at_desk(model, change.taken_from)
    who = movable(model, change.taken_from)[: change.count]
    joins = [Join(at, f"+{number}.{one}", to) for one in range(len(who))]
    return joins, [Leave(at, officer, old) for officer in who]


def starts_at(model: Model, change: Officers) -> float:
    """The working minute from which on the officers serve."""
    if change.starts_on is None:
        return model.at
    return max(model.at, model.grid.begins(model.grid.calendar.index_of(change.starts_on)))


def movable(model: Model, desk: tuple[str, str]) -> list[str]:
    """The officers of a unit and role, those with the fewest teams first: they are the easiest to spare."""
    teams: dict[str, int] = {}
    for team in model.teams:
        if (team.unit, team.role) == desk:
            for officer in team.officers:
                teams[officer] = teams.get(officer, 0) + 1
    return sorted(teams, key=lambda officer: (teams[officer], officer))


def _at_desk(model: Model, desk: tuple[str, str]) -> frozenset[int]:
    return frozenset(n for n, team in enumerate(model.teams) if (team.unit, team.role) == desk)


def slope_of(elasticity: Elasticity | None, luck: float) -> float:
    """How strongly times follow limits, drawn by `luck` (a standard normal); between not at all and STEEPEST."""
    if elasticity is None:
        return 0.0
    return min(STEEPEST, max(0.0, elasticity.slope + luck * elasticity.error))
