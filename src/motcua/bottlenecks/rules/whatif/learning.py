"""The model of bodies at a moment, learned from what had been recorded before it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.whatif.calendars import WEEK, Grid
from motcua.bottlenecks.rules.whatif.hands import Spent, batched_kinds, spent
from motcua.bottlenecks.rules.whatif.norms import Norms
from motcua.bottlenecks.rules.whatif.past import Past, Stay, Trip
from motcua.bottlenecks.rules.whatif.routes import Way, paused_within, seen_together, way_of
from motcua.bottlenecks.rules.whatif.teams import Team, teams
from motcua.criteria.rules.forecast.moments import Floats


class TooLittle(Exception):  # noqa: N818 -- a finding
    """There is not enough to learn from: `what` (a code), how many there are, how many are needed."""

    def __init__(self, what: str, found: int, needed: int) -> None:
        super().__init__(what, found, needed)
        self.what, self.found, self.needed = what, found, needed


class Brought(NamedTuple):
    """A dossier that came on a past day, so many minutes after it had begun."""

    minute: float
    procedure: str


class Lent(NamedTuple):
    """Work for a dossier of another body that came to a team on a past day."""

    minute: float
    team: int
    spent: Spent


@dataclass(frozen=True)
class Week:
    """A past week: of each of its working days (0 Monday) what came."""

    brought: Mapping[int, tuple[Brought, ...]]
    lent: Mapping[int, tuple[Lent, ...]]


class Elasticity(NamedTuple):
    """By how much lying and elsewhere follow a step's limit: log over log, with its standard error, over `steps`."""

    slope: float
    error: float
    steps: int


@dataclass(frozen=True)
class Model:
    """`at`: working minute as of which it was learned. `ways` of dossiers that have ended; `open`: those that have not.

    `open_teams`: of each of their stays the team, -1 outside. `lent_open`: work in hand for other bodies.
    """

    grid: Grid
    at: float
    teams: tuple[Team, ...]
    ways: tuple[Way, ...]
    weeks: tuple[Week, ...]
    open: tuple[Trip, ...]
    open_teams: Mapping[str, tuple[int, ...]]
    lent_open: tuple[tuple[Stay, int], ...]
    lent_spent: tuple[Spent, ...]
    elasticity: Elasticity | None
    stays: int

    @cached_property
    def by_procedure(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, way in enumerate(self.ways):
            found[way.procedure].append(number)
        return {procedure: tuple(numbers) for procedure, numbers in found.items()}

    @cached_property
    def pauses(self) -> Floats:
        """How long citizens were waited for."""
        return np.array([leg.paused for way in self.ways for leg in way.legs if leg.paused > 0], float)

    @cached_property
    def passing(self) -> Mapping[tuple[str, str], tuple[tuple[int, int], ...]]:
        """Of each procedure and step, the ways through it, with the place of its leg."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, way in enumerate(self.ways):
            for place, leg in enumerate(way.legs):
                found[way.procedure, leg.step].append((number, place))
        return {step: tuple(places) for step, places in found.items()}


def learn(past: Past, at: float, grid: Grid, norms: Norms, *, units: Collection[str] | None = None) -> Model:
    """Learn from the past as of `at` (cut it with `as_of` before). `units`: those of the bodies; None: all.

    Raises TooLittle.
    """
    stays = [stay for trip in past.trips for stay in trip.stays]
    firsts = np.cumsum([0, *(len(trip.stays) for trip in past.trips)])
    paused = [paused_within(trip, stay) for trip in past.trips for stay in trip.stays]
    stays += past.foreign
    paused += [0.0] * len(past.foreign)
    found, of = teams(stays, at, units)
    taken = {n: grid.day(stays[n].taken) % WEEK for n in of if stays[n].taken < inf}
    batched = batched_kinds(stays, taken)
    found = [team._replace(weekdays=batched.get(team[:3], frozenset())) for team in found]
    told = spent(stays, paused, at, batched=_desks(batched))
    together = seen_together(past.trips)
    ended = [(trip, int(first)) for trip, first in zip(past.trips, firsts, strict=False) if not trip.is_open]
    ways = tuple(way_of(trip, first, told, of, together) for trip, first in ended if trip.marks)
    _require("dossiers", len(ways), norms.few_dossiers)
    foreign = range(int(firsts[-1]), len(stays))
    return Model(
        grid=grid,
        at=at,
        teams=tuple(found),
        ways=ways,
        weeks=_weeks(
            past, at, grid, norms, [(stays[n], of[n], told[n]) for n in foreign if n in told and n in of]
        ),
        open=tuple(trip for trip in past.trips if trip.is_open and trip.marks),
        open_teams={
            trip.code: tuple(of.get(int(first) + n, -1) for n in range(len(trip.stays)))
            for trip, first in zip(past.trips, firsts, strict=False)
            if trip.is_open
        },
        lent_open=tuple((stays[n], of[n]) for n in foreign if stays[n].closed == inf and n in of),
        lent_spent=tuple(told[n] for n in foreign if n in told),
        elasticity=_elasticity(ways, norms),
        stays=len(told),
    )


def _require(what: str, found: int, needed: int) -> None:
    if found < needed:
        raise TooLittle(what, found, needed)


def _desks(batched: Mapping[tuple[str, str, str], frozenset[int]]) -> dict[tuple[str, str], frozenset[str]]:
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit, role, kind in batched:
        kinds[unit, role].add(kind)
    return {desk: frozenset(named) for desk, named in kinds.items()}


def _weeks(
    past: Past, at: float, grid: Grid, norms: Norms, lent: list[tuple[Stay, int, Spent]]
) -> tuple[Week, ...]:
    """The latest whole weeks before `at` that had a working day."""
    last = grid.day(at) // WEEK
    first = min((grid.day(trip.received) // WEEK + 1 for trip in past.trips), default=last)
    brought: dict[int, list[Brought]] = defaultdict(list)
    borrowed: dict[int, list[Lent]] = defaultdict(list)
    for trip in past.trips:
        day = grid.day(trip.received)
        brought[day].append(Brought(trip.received - grid.begins(day), trip.procedure))
    for stay, team, told in lent:
        day = grid.day(stay.opened)
        borrowed[day].append(Lent(stay.opened - grid.begins(day), team, told))
    found = []
    for week in range(max(first, last - norms.arrival_weeks), last):
        days = [day for day in range(week * WEEK, week * WEEK + WEEK) if grid.length(day)]
        if days:
            found.append(
                Week(
                    {day % WEEK: tuple(sorted(brought[day])) for day in days},
                    {day % WEEK: tuple(sorted(borrowed[day], key=lambda one: one.minute)) for day in days},
                )
            )
    _require("weeks", len(found), norms.few_weeks)
    return tuple(found)


def _elasticity(ways: tuple[Way, ...], norms: Norms) -> Elasticity | None:
    """Over the steps of all procedures: how their median time, hands-on left out, follows their limit.

    Kinds of teams have their own level. None where fewer than `few_steps` steps, or one limit only, were seen.
    """
    seen: dict[tuple[str, str, int], list[tuple[float, float]]] = defaultdict(list)
    for way in ways:
        for leg in way.legs:
            if leg.team >= 0 and 0 < leg.limit < inf:
                seen[way.procedure, leg.step, leg.team].append((leg.limit, leg.pickup + leg.elsewhere))
    kept = {
        key: np.median(np.array(pairs), axis=0)
        for key, pairs in seen.items()
        if len(pairs) >= norms.few_turns
    }
    kept = {key: pair for key, pair in kept.items() if pair[1] > 0}
    if len(kept) < norms.few_steps:
        return None
    logs = np.log(np.array(list(kept.values())))
    steps = [step for _procedure, step, _team in kept]
    for name in set(steps):
        own = np.array([step == name for step in steps])
        logs[own] -= logs[own].mean(axis=0)
    spread, free = float((logs[:, 0] ** 2).sum()), len(kept) - len(set(steps)) - 1
    if spread < 0.1 or free < 2:
        return None
    slope = float((logs[:, 0] * logs[:, 1]).sum()) / spread
    left = logs[:, 1] - slope * logs[:, 0]
    return Elasticity(slope, float(np.sqrt((left**2).sum() / free / spread)), len(kept))
