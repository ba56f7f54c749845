"""Finished steps made ready to be judged: who did what kind of work when, and how long it lay in his hands."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.fairness.figures import Judged, Work, judge
from motcua.bottlenecks.rules.fairness.hands import Off
from motcua.bottlenecks.rules.fairness.mixed_model import Codes
from motcua.bottlenecks.rules.fairness.norms import Norms
from motcua.bottlenecks.rules.fairness.prompting import worth_a_look

T = TypeVar("T", bound=Hashable)


class Holder(NamedTuple):
    """An officer in a role, or a unit (`role` empty)."""

    code: str
    role: str
    unit: str
    body: str


class Told(NamedTuple):
    """One finished step of a holder: what kind of work it was, its load and its minutes in hands against its limit.

    `load`: steps of the role that came to the unit in the same week, for each who could take them.
    """

    holder: Holder
    month: int
    work: Hashable
    again: bool
    channel: str
    load: float
    minutes: int
    limit: int
    off: dict[Off, int]


@dataclass(frozen=True)
class Figure:
    """A holder's numbers, as models.FairFigure keeps them. `judged` None: too few steps, or nobody to compare with.

    `asks`: worth a talk, together with the others of his role (prompting.worth_a_look).
    """

    holder: Holder
    steps: int
    over: int
    usual: float
    minutes: int
    off: dict[Off, int]
    judged: "Numbers | None"
    asks: bool


class Numbers(NamedTuple):
    expected: float
    adjusted: float
    low: float
    high: float
    pace: float
    pace_low: float
    pace_high: float


def figures(told: Sequence[Told], norms: Norms, *, nested: bool) -> Iterator[Figure]:
    """The figure of every holder. Those of one role are compared with each other.

    `nested`: holders are officers, and what their whole unit suffers is not laid on them.
    """
    by_role: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_role[one.holder.role].append(one)
    for _role, rows in sorted(by_role.items()):
        yield from _of_role(rows, norms, nested=nested)


def _of_role(rows: list[Told], norms: Norms, *, nested: bool) -> Iterator[Figure]:
    holders, codes = _coded(rows, lambda one: one.holder)
    work = Work(
        holders=codes,
        within=_coded(rows, lambda one: one.holder.unit)[1] if nested else None,
        months=_coded(rows, lambda one: one.month)[1],
        kinds={
            "work": _coded(rows, lambda one: one.work)[1],
            "again": _coded(rows, lambda one: one.again)[1],
            "channel": _coded(rows, lambda one: one.channel)[1],
            "load": bands([one.load for one in rows], norms.loads),
        },
        minutes=np.array([one.minutes for one in rows], dtype=np.float64),
        limits=np.array([one.limit for one in rows], dtype=np.float64),
    )
    counts = np.bincount(codes)
    many = counts >= norms.least_steps
    judged = judge(work, norms.least_difference) if many.sum() > norms.least_peers else None
    asked = _asked(judged, many, norms) if judged else many & False
    over = np.bincount(codes, work.over).astype(np.int64)
    minutes, off = _sums(rows)
    for place, holder in enumerate(holders):
        yield Figure(
            holder,
            int(counts[place]),
            int(over[place]),
            float(work.over.mean()),
            minutes[holder],
            off[holder],
            _numbers(judged, place) if judged and many[place] else None,
            bool(asked[place]),
        )


def _asked(judged: Judged, many: NDArray[np.bool_], norms: Norms) -> NDArray[np.bool_]:
    """Only of those whose figures are told."""
    asked = np.zeros(len(many), dtype=np.bool_)
    asked[many] = worth_a_look(judged.without_reason[many], norms.most_by_chance / 100)
    return asked


def bands(loads: Sequence[float], count: int) -> Codes:
    """Each load's band: as many of equal size as are asked for, the lightest first."""
    values = np.array(loads)
    edges = np.unique(np.quantile(values, np.arange(1, count) / count))
    return np.searchsorted(edges, values, side="left").astype(np.int64)


def _coded(rows: Iterable[Told], of: Callable[[Told], T]) -> tuple[list[T], Codes]:
    """The different values, in the order in which they come, and which of them each row has."""
    known: dict[T, int] = {}
    codes = np.array([known.setdefault(of(one), len(known)) for one in rows], dtype=np.int64)
    return list(known), codes


def _sums(rows: Iterable[Told]) -> tuple[dict[Holder, int], dict[Holder, dict[Off, int]]]:
    minutes: dict[Holder, int] = defaultdict(int)
    off: dict[Holder, dict[Off, int]] = defaultdict(lambda: defaultdict(int))
    for one in rows:
        minutes[one.holder] += one.minutes
        mine = off[one.holder]
        for reason, spent in one.off.items():
            mine[reason] += spent
    return minutes, {holder: dict(off[holder]) for holder in minutes}


def _numbers(judged: Judged, place: int) -> Numbers:
    return Numbers(*(float(getattr(judged, name)[place]) for name in Numbers._fields))
