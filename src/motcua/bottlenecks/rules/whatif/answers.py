"""As it is and as it might be, played side by side many times: what came of it, with intervals."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.whatif.changes import Change, Changed, crew, slope_of
from motcua.bottlenecks.rules.whatif.learning import Model
from motcua.bottlenecks.rules.whatif.offices import Crew, Played, play
from motcua.bottlenecks.rules.whatif.past import Past
from motcua.bottlenecks.rules.whatif.plans import RESUMED, Case, Plan, plan
from motcua.criteria.rules.forecast.moments import Floats

SLOPES = 9
"""Levels into which the uncertain slope is cut, so that changed ways are made once for each."""
DAYS_A_WEEK = 5 * 480.0
Desk = tuple[str, str]
Points = Callable[["Counts"], float | None]
Told = Callable[[int], None]


class Counts(NamedTuple):
    """Dossiers of a period, by the flows and stocks of criteria/data/counters.yaml."""

    finished: int = 0
    finished_late: int = 0
    pending: int = 0
    pending_late: int = 0

    @property
    def on_time(self) -> float | None:
        """The third reading: finished on time, of the finished and those late and still open."""
        of = self.finished + self.pending_late
        return (self.finished - self.finished_late) / of if of else None


class Window(NamedTuple):
    """The period that is counted, in working minutes; played is from the model's moment on."""

    begins: float
    ends: float


class Band(NamedTuple):
    """The mean, and the interval that holds 95 of 100 replications."""

    mean: float
    low: float
    high: float


class Compared(NamedTuple):
    """The same figure as it is, as it would be, and the difference within each replication. None: not known."""

    base: Band | None
    scenario: Band | None
    difference: Band | None


class Queue(NamedTuple):
    unit: str
    role: str
    waiting: Compared
    in_hand: Compared


@dataclass(frozen=True)
class Answer:
    """`better`: the share of replications in which more dossiers were on time. `a_week`: finished in a week."""

    on_time: Compared
    points: Compared
    late: Compared
    finished: Compared
    a_week: Compared
    queues: tuple[Queue, ...]
    better: float
    replications: int
    comes: float
    open_now: int


def count(past: Past, window: Window, *, procedures: Collection[str] = (), at: float = inf) -> Counts:
    """What really happened in a window, up to a moment; of some procedures alone if any are given."""
    finished = late = pending = pending_late = 0
    for trip in past.trips:
        if procedures and trip.procedure not in procedures:
            continue
        if window.begins <= trip.ended < min(window.ends, at):
            finished += 1
            late += trip.late <= trip.ended
        elif trip.received < window.ends <= trip.ended:
            pending += 1
            pending_late += trip.late < window.ends
    return Counts(finished, late, pending, pending_late)


class Question(NamedTuple):
    """What is counted: a period, some procedures alone if any are given, and what of it had happened already.

    `whole`: the same of all procedures, on which the points of the bodies rest. `points`: of the criterion of dossiers
    on time, from the counts.
    """

    window: Window
    known: Counts = Counts()
    whole: Counts = Counts()
    procedures: Collection[str] = ()
    points: Points | None = None


def ask(
    model: Model,
    changes: Sequence[Change],
    question: Question,
    *,
    replications: int,
    seed: int,
    told: Told | None = None,
) -> Answer:
    """Play `replications` futures, each as it is and as it might be.

    `told`: called after each replication with how many are done. The same question and seed give the same answer.
    """
    window = question.window
    sides = _Sides(model, changes)
    base: list[_One] = []
    other: list[_One] = []
    for number in range(replications):
        dealt = plan(model, window.ends, np.random.default_rng([seed, number]))
        for crew_, cases, found in (
            (sides.as_is, dealt.cases, base),
            (sides.changed, sides.cases(dealt), other),
        ):
            played = play(crew_, cases, dealt.lent, begins=model.at, ends=window.ends)
            found.append(_one(cases, played, question))
        if told:
            told(number + 1)
    return _answer(model, base, other, question)


class _Sides:
    """The house as it is, and as it would be."""

    def __init__(self, model: Model, changes: Sequence[Change]) -> None:
        self._model, self._changes = model, changes
        self.as_is, self.changed = crew(model, ()), crew(model, changes)
        self._ways: dict[int, Changed] = {}

    def cases(self, dealt: Plan) -> tuple[Case, ...]:
        """The cases dealt, on their changed ways."""
        level = int(np.clip(round(dealt.luck * 2), -(SLOPES // 2), SLOPES // 2))
        if level not in self._ways:
            self._ways[level] = Changed(
                self._model, self._changes, slope_of(self._model.elasticity, level / 2)
            )
        ways = self._ways[level]
        return tuple(
            case._replace(way=ways.way(case.way) if case.number == RESUMED else ways.numbered(case.number))
            for case in dealt.cases
        )


class _One(NamedTuple):
    counts: Counts
    whole: Counts
    played: Played
    cases: int


def _one(cases: Sequence[Case], played: Played, question: Question) -> _One:
    whole = _counted(cases, played, question._replace(procedures=(), known=question.whole))
    counts = _counted(cases, played, question) if question.procedures else whole
    return _One(counts, whole, played, len(cases))


def _counted(cases: Sequence[Case], played: Played, question: Question) -> Counts:
    window, known, procedures = question.window, question.known, question.procedures
    finished, late, pending, pending_late = known[0], known[1], 0, 0
    for case, ended, stands in zip(cases, played.ended, played.stands, strict=True):
        if procedures and case.way.procedure not in procedures or case.received >= window.ends:
            continue
        due = case.received + case.way.term
        if window.begins <= ended < window.ends:
            finished += 1
            late += case.late or ended > due
        elif ended >= window.ends:
            pending += 1
            pending_late += case.late or (due < window.ends and not stands)
    return Counts(finished, late, pending, pending_late)


def _answer(model: Model, base: list[_One], other: list[_One], question: Question) -> Answer:
    window, points = question.window, question.points
    weeks = max((window.ends - window.begins) / DAYS_A_WEEK, 0.2)

    def compared(figure: Callable[[_One], float | None]) -> Compared:
        return compare([figure(one) for one in base], [figure(one) for one in other])

    rates = [(a.counts.on_time, b.counts.on_time) for a, b in zip(base, other, strict=True)]
    return Answer(
        on_time=compared(lambda one: one.counts.on_time),
        points=compared(lambda one: points(one.whole) if points else None),
        late=compared(lambda one: one.counts.finished_late + one.counts.pending_late),
        finished=compared(lambda one: one.counts.finished),
        a_week=compared(lambda one: one.counts.finished / weeks),
        queues=tuple(_queues(model, base, other)),
        better=float(np.mean([float(b > a) for a, b in rates if a is not None and b is not None] or [0.0])),
        replications=len(base),
        comes=float(np.mean([one.cases for one in base])) - len(model.open),
        open_now=len(model.open),
    )


def _queues(model: Model, base: list[_One], other: list[_One]) -> list[Queue]:
    desks = sorted({(team.unit, team.role) for team in model.teams})
    found = []
    for desk in desks:
        at = [number for number, team in enumerate(model.teams) if (team.unit, team.role) == desk]
        sides = [
            compare(
                [float(sum(getattr(one.played, what)[n] for n in at)) for one in base],
                [float(sum(getattr(one.played, what)[n] for n in at)) for one in other],
            )
            for what in ("waiting", "in_hand")
        ]
        found.append(Queue(*desk, *sides))
    return found


def compare(base: Sequence[float | None], other: Sequence[float | None]) -> Compared:
    """Of each replication the figure on both sides; pairs of which one is not known are left out."""
    pairs = [(a, b) for a, b in zip(base, other, strict=True) if a is not None and b is not None]
    if not pairs:
        return Compared(None, None, None)
    both = np.array(pairs, float)
    return Compared(band(both[:, 0]), band(both[:, 1]), band(both[:, 1] - both[:, 0]))


def band(values: Floats) -> Band:
    low, high = np.quantile(values, [0.025, 0.975])
    return Band(float(values.mean()), float(low), float(high))


__all__ = [
    "Answer",
    "Band",
    "Compared",
    "Counts",
    "Crew",
    "Question",
    "Queue",
    "Window",
    "ask",
    "band",
    "compare",
    "count",
]
