"""What lies before a unit, how fast it goes, and the day on which more will lie there than the limits allow for.

Days are working days. A day's load is what lay there in the morning and what came during the day. How much is done
depends on the load: a unit whose work takes days gets more done when more lies there, one at its limit does not. So
capacity is read off the days with the highest load, and the future is played with days of a like load
(a nearest-neighbour bootstrap: Lall and Sharma, Water Resources Research 32, 1996).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from motcua.bottlenecks.rules.queue_norms import norms

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST_DAYS, LEAST_ARRIVALS = norms().least_days, norms().least_arrivals
"""Below either there is no figure: chance would speak, not the unit."""
HORIZON = norms().horizon
"""Working days that are played ahead; beyond, nobody can say."""
LASTING = norms().lasting
"""Evenings in a row: a queue that is too long for one or two overflows nothing."""
PATHS = 1_000
EARLY, MIDDLE, LATE = 0.1, 0.5, 0.9
_BUSY_SHARE, _LIKE_SHARE, _FEWEST_LIKE = 0.25, 0.15, 5


@dataclass(frozen=True)
class Days:
    """Working days in order: what came, what was done. `before`: what lay there when the first of them began."""

    arrived: Ints
    done: Ints
    before: int = 0

    def __len__(self) -> int:
        return len(self.arrived)

    @property
    def queue(self) -> Ints:
        """What lay there in the evening of each day."""
        return np.asarray(self.before + np.cumsum(self.arrived - self.done), np.int64)

    @property
    def load(self) -> Ints:
        return np.asarray(self.queue + self.done, np.int64)

    @property
    def tells(self) -> bool:
        """Whether it is enough to speak of."""
        return len(self) >= LEAST_DAYS and int(self.arrived.sum()) >= LEAST_ARRIVALS


@dataclass(frozen=True)
class Pace:
    """Of a unit in one role. `arrivals` and `capacity` a working day, each with its 80 % interval; `used`: their ratio.

    `most`: how many may lie there so that the last of them can still be done within the limit.
    """

    arrivals: float
    arrivals_between: tuple[float, float]
    capacity: float
    capacity_between: tuple[float, float]
    used: float
    queue: int
    most: int
    over_days: int = 0

    @property
    def is_over(self) -> bool:
        """For LASTING evenings now, or more."""
        return self.over_days >= LASTING


@dataclass(frozen=True)
class Overflow:
    """In how many working days more than `most` will lie there, for LASTING evenings at least: the first of them.

    0: it is so already. None: not within the horizon. At most one path in ten is over before `early`; half of them by
    `middle`; nine in ten by `late`.
    """

    early: int | None
    middle: int | None
    late: int | None
    chance: float = 0.0
    """Of being over at all within the horizon."""


def pace(days: Days, limit: float) -> Pace | None:
    """None where there is too little to speak of. `limit`: working days that a step may take there."""
    if not days.tells:
        return None
    busy = _busiest(days)
    capacity = float(days.done[busy].mean())
    arrivals = float(days.arrived.mean())
    return Pace(
        arrivals=arrivals,
        arrivals_between=_between(days.arrived),
        capacity=capacity,
        capacity_between=_between(days.done[busy]),
        used=arrivals / capacity if capacity else float("inf"),
        queue=int(days.queue[-1]),
        most=most_within(capacity, limit),
        over_days=streak(days.queue, most_within(capacity, limit)),
    )


def most_within(capacity: float, limit: float) -> int:
    """How many can be done within the limit, one at least.

    Queues are counted in the evening, so a limit of hours is taken as a day: what came late in the day is not late yet.
    """
    return max(1, int(capacity * max(limit, 1.0)))


def overflow(days: Days, found: Pace, *, horizon: int = HORIZON, seed: int = 0) -> Overflow:
    """Played ahead from this evening."""
    if found.is_over:
        return Overflow(0, 0, 0, 1.0)
    first = _first_over(days, found, horizon, np.random.default_rng(seed))
    early, middle, late = (_by(first, share, horizon) for share in (EARLY, MIDDLE, LATE))
    return Overflow(early, middle, late, float((first <= horizon).mean()))


def streak(queue: Ints, most: int) -> int:
    """On how many evenings in a row, up to the last, more than `most` lay there."""
    under = np.flatnonzero(queue <= most)
    return len(queue) - 1 - int(under[-1]) if under.size else len(queue)


def first_over(queue: Ints, most: int, *, before: int = 0) -> int | None:
    """The first, counted from 1, of LASTING evenings on which more than `most` lay there; `before`: how many such
    evenings had gone before the first of these.
    """
    lasted = before
    for day, lies in enumerate(queue.tolist(), start=1):
        lasted = lasted + 1 if lies > most else 0
        if lasted >= LASTING:
            return max(day - LASTING + 1, 1)
    return None


def _first_over(days: Days, found: Pace, horizon: int, rng: Any) -> Ints:
    """For each path the day on which it is first over; horizon + 1 for those that never are."""
    by_load = np.argsort(days.load, kind="stable")
    loads, done = days.load[by_load], days.done[by_load]
    like, more = max(_FEWEST_LIKE, round(len(days) * _LIKE_SHARE)), more_with_load(days)
    came = _arrivals(days.arrived, horizon, rng)
    queue, lasted = np.full(PATHS, days.queue[-1]), np.full(PATHS, found.over_days)
    first = np.full(PATHS, horizon + 1)
    for day in range(horizon):
        load = queue + came[:, day]
        lowest = np.clip(np.searchsorted(loads, load) - like // 2, 0, len(days) - like)
        seen = lowest + rng.integers(0, like, PATHS)
        able = np.floor(done[seen] + more * (load - loads[seen]) + rng.random(PATHS)).astype(np.int64)
        queue = load - np.clip(able, 0, load)
        lasted = np.where(queue > found.most, lasted + 1, 0)
        over = (lasted >= LASTING) & (first > horizon)
        first = np.where(over, max(day + 2 - LASTING, 1), first)
    return first


def more_with_load(days: Days) -> float:
    """How much more is done for each piece more that lies there, on the half of the days with the highest load.

    The slope of a straight line, from 0 (at its limit already) to 1 (whatever comes is done). Without it a day with
    more before it than was ever seen would be played as if no more could be done, and every queue would run away.
    """
    busiest = np.argsort(days.load, kind="stable")[-(len(days) // 2) :]
    load, done = days.load[busiest], days.done[busiest]
    apart = load - load.mean()
    spread = float((apart**2).sum())
    return min(1.0, max(0.0, float((apart * (done - done.mean())).sum()) / spread)) if spread else 0.0


def _arrivals(seen: Ints, horizon: int, rng: Any) -> Ints:
    """Each path has a rate of its own, as uncertain as the days that were seen leave it."""
    sample = seen[rng.integers(0, len(seen), (PATHS, len(seen)))]
    return np.asarray(np.take_along_axis(sample, rng.integers(0, len(seen), (PATHS, horizon)), axis=1))


def _by(first: Ints, share: float, horizon: int) -> int | None:
    day = int(np.sort(first)[int(np.ceil(share * PATHS)) - 1])
    return day if day <= horizon else None


def _busiest(days: Days) -> Ints:
    """The quarter of the days with the highest load."""
    count = max(_FEWEST_LIKE, round(len(days) * _BUSY_SHARE))
    return np.asarray(np.argsort(days.load, kind="stable")[-count:])


def _between(seen: Ints) -> tuple[float, float]:
    """80 % of the means that days like these give (bootstrap, always the same)."""
    rng = np.random.default_rng(0)
    means = np.sort(seen[rng.integers(0, len(seen), (PATHS, len(seen)))].mean(axis=1))
    return float(means[int(EARLY * PATHS)]), float(means[int(LATE * PATHS) - 1])
