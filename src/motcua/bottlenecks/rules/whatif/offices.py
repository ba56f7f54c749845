"""One replication, played by SimPy in working minutes: officers as servers, teams as queues, ways as what is served.

An officer has his hands on one dossier at a time and takes the one that has been waiting longest in any of his teams'
queues. Lying (pick-up), being elsewhere, pauses and other bodies take time but nobody's hands.
"""

from collections import deque
from collections.abc import Callable, Sequence
from math import inf
from typing import Any, NamedTuple

import simpy

from motcua.bottlenecks.rules.whatif.calendars import Grid
from motcua.bottlenecks.rules.whatif.hands import Spent
from motcua.bottlenecks.rules.whatif.plans import Case
from motcua.bottlenecks.rules.whatif.teams import Team

LENT = -1


class Join(NamedTuple):
    """From `at` on somebody more serves these teams."""

    at: float
    officer: str
    teams: frozenset[int]


class Leave(NamedTuple):
    """From `at` on the officer takes nothing more in these teams."""

    at: float
    officer: str
    teams: frozenset[int]


class Crew(NamedTuple):
    """Who serves: the teams as they are, and what changes later."""

    grid: Grid
    teams: Sequence[Team]
    joins: Sequence[Join] = ()
    leaves: Sequence[Leave] = ()


class Played(NamedTuple):
    """Of each case when it ended (infinite: not before the end), and whether its clock stood still at the end.

    `waiting`, `in_hand`: dossiers of each team at the end: not taken yet; taken and not closed.
    """

    ended: list[float]
    stands: list[bool]
    waiting: list[int]
    in_hand: list[int]


class _Job(NamedTuple):
    team: int
    case: int
    leg: int
    spent: Spent


class Office:
    """The state of a replication while it is played."""

    def __init__(self, crew: Crew, cases: Sequence[Case], begins: float) -> None:
        self.env = simpy.Environment(begins)
        self.grid, self.teams, self.cases = crew.grid, crew.teams, cases
        self.members: list[list[str]] = [list(team.officers) for team in crew.teams]
        self.serves: dict[str, list[int]] = {}
        for number, team in enumerate(crew.teams):
            for officer in team.officers:
                self.serves.setdefault(officer, []).append(number)
        self.free = set(self.serves)
        self.queues: list[deque[tuple[float, int, _Job]]] = [deque() for _team in crew.teams]
        self.turn = 0
        self.left = [[len(leg.after) for leg in case.way.legs] for case in cases]
        self.open_legs = [len(case.way.legs) for case in cases]
        self.ended, self.stood_until = [inf] * len(cases), [0.0] * len(cases)
        self.waiting, self.in_hand = [0] * len(crew.teams), [0] * len(crew.teams)
        for join in crew.joins:
            self.after(max(0.0, join.at - begins), self._join, join)
        for leave in crew.leaves:
            self.after(max(0.0, leave.at - begins), self._leave, leave)

    def after(self, delay: float, then: Callable[[Any], None], what: object) -> None:
        event = self.env.timeout(delay, what)
        assert event.callbacks is not None
        event.callbacks.append(then)

    def begin(self, event: simpy.Event) -> None:
        """A dossier comes."""
        number: int = told(event)
        way = self.cases[number].way
        if not way.legs:
            self.after(way.tail, self._end, number)
        for place, leg in enumerate(way.legs):
            if not leg.after:
                self._open(number, place)

    def lend(self, event: simpy.Event) -> None:
        """Work for a dossier of another body comes."""
        team, spent = told(event)
        self._put(_Job(team, LENT, 0, spent))

    def _open(self, case: int, place: int) -> None:
        leg = self.cases[case].way.legs[place]
        job = _Job(leg.team, case, place, Spent(leg.pickup, leg.hands_on, leg.elsewhere))
        if leg.lag > 0:
            self.after(leg.lag, self._opened, job)
        else:
            self._put(job)

    def _opened(self, event: simpy.Event) -> None:
        self._put(told(event))

    def _put(self, job: _Job) -> None:
        """Lay it before its team; outside of the bodies nobody is waited for."""
        if job.team < 0:
            self.after(self._absent(job), self._closed, job)
            return
        self.waiting[job.team] += 1
        comes_up = self.env.now + job.spent.pickup
        if weekdays := self.teams[job.team].weekdays:
            comes_up = self.grid.next_on(comes_up, weekdays)
        if comes_up > self.env.now:
            self.after(comes_up - self.env.now, self._came_up, job)
        else:
            self._come_up(job)

    def _came_up(self, event: simpy.Event) -> None:
        self._come_up(told(event))

    def _come_up(self, job: _Job) -> None:
        for officer in self.members[job.team]:
            if officer in self.free:
                self.free.discard(officer)
                self._take(officer, job)
                return
        self.turn += 1
        self.queues[job.team].append((self.env.now, self.turn, job))

    def _take(self, officer: str, job: _Job) -> None:
        self.waiting[job.team] -= 1
        self.in_hand[job.team] += 1
        self.after(job.spent.hands_on, self._done, (officer, job))

    def _done(self, event: simpy.Event) -> None:
        officer, job = told(event)
        self._next(officer)
        away = self._absent(job)
        if away > 0:
            self.after(away, self._closed, job)
        else:
            self._close(job)

    def _next(self, officer: str) -> None:
        """The officer goes on with what has come up first."""
        first, place = None, -1
        for team in self.serves[officer]:
            queue = self.queues[team]
            if queue and (first is None or queue[0] < first):
                first, place = queue[0], team
        if first is None:
            self.free.add(officer)
        else:
            self.queues[place].popleft()
            self._take(officer, first[2])

    def _absent(self, job: _Job) -> float:
        """How long it is in nobody's hands before it is closed; the clock stands while the citizen is waited for."""
        if job.case == LENT:
            return job.spent.elsewhere
        paused = self.cases[job.case].way.legs[job.leg].paused
        if paused:
            self.stood_until[job.case] = self.env.now + paused
        return job.spent.elsewhere + paused

    def _closed(self, event: simpy.Event) -> None:
        self._close(told(event))

    def _close(self, job: _Job) -> None:
        if job.team >= 0:
            self.in_hand[job.team] -= 1
        if job.case == LENT:
            return
        case, legs = job.case, self.cases[job.case].way.legs
        self.open_legs[case] -= 1
        for place, leg in enumerate(legs):
            if job.leg in leg.after:
                self.left[case][place] -= 1
                if not self.left[case][place]:
                    self._open(case, place)
        if not self.open_legs[case]:
            tail = self.cases[case].way.tail
            if tail > 0:
                self.after(tail, self._end, case)
            else:
                self.ended[case] = self.env.now

    def _end(self, event: simpy.Event) -> None:
        self.ended[told(event)] = self.env.now

    def _join(self, event: simpy.Event) -> None:
        join: Join = told(event)
        for team in sorted(join.teams):
            self.members[team].append(join.officer)
        known = join.officer in self.serves
        self.serves.setdefault(join.officer, []).extend(sorted(join.teams))
        if not known or join.officer in self.free:
            self.free.discard(join.officer)
            self._next(join.officer)

    def _leave(self, event: simpy.Event) -> None:
        leave: Leave = told(event)
        for team in leave.teams:
            if leave.officer in self.members[team]:
                self.members[team].remove(leave.officer)
                self.serves[leave.officer].remove(team)


def told(event: simpy.Event) -> Any:
    """What the event is about."""
    return event.value


def play(
    crew: Crew,
    cases: Sequence[Case],
    lent: Sequence[tuple[float, int, Spent]],
    *,
    begins: float,
    ends: float,
) -> Played:
    """Play all cases from `begins` to `ends`."""
    office = Office(crew, cases, begins)
    for number, case in enumerate(cases):
        office.after(case.starts - begins, office.begin, number)
    for at, team, spent in lent:
        office.after(at - begins, office.lend, (team, spent))
    office.env.run(until=ends)
    stands = [until > ends for until in office.stood_until]
    return Played(office.ended, stands, office.waiting, office.in_hand)
