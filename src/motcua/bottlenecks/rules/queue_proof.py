"""Was the day of overflow foretold? Past evenings are taken as the last one, and held against what followed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from motcua.bottlenecks.rules.queueing import HORIZON, Days, Pace, first_over, overflow, pace

EVERY = 10


class Told(NamedTuple):
    """One desk on one evening: what was foretold, what the trend alone says, what happened (None: nothing).

    `chance`: that it overflows within the horizon.
    """

    evening: int
    early: int | None
    middle: int | None
    late: int | None
    trend: int | None
    happened: int | None
    chance: float = 0.0


@dataclass(frozen=True)
class Proof:
    """`told` forecasts, after which a queue overflowed `happened` times. `covered`: it fell into the interval of eight
    in ten, or nothing was foretold and nothing happened; `covered_of_happened` of the overflows alone. `found`,
    `missed`, `invented`: overflows that were foretold as likelier than not, that were not, and those foretold that did
    not come. Errors are mean absolute working days of the middle, nothing counting as the day after the horizon: of the
    forecast, of the trend, of always saying never. `brier`: the mean squared error of the chance that it overflows at
    all within the horizon (Brier, 1950); `brier_of_base_rate`: of always saying how often it happened.
    """

    told: int
    happened: int
    covered: int
    covered_of_happened: int
    found: int
    missed: int
    invented: int
    error: float
    error_of_trend: float
    error_of_never: float
    brier: float
    brier_of_base_rate: float

    @property
    def coverage(self) -> float:
        return self.covered / self.told if self.told else 0.0


def foretold(days: Days, limit: float, *, window: int, horizon: int = HORIZON) -> Iterator[Told]:
    """Every EVERY evenings on which the desk was not over and of which the whole horizon is known."""
    queue = days.queue
    for evening in range(window, len(days) - horizon + 1, EVERY):
        before = int(queue[evening - window - 1]) if evening > window else days.before
        seen = Days(days.arrived[evening - window : evening], days.done[evening - window : evening], before)
        found = pace(seen, limit)
        if found is None or found.is_over:
            continue
        ahead = overflow(seen, found, horizon=horizon, seed=evening)
        happened = first_over(queue[evening : evening + horizon], found.most, before=found.over_days)
        trend = _trend(seen, found, horizon)
        yield Told(evening, ahead.early, ahead.middle, ahead.late, trend, happened, ahead.chance)


def proof(told: Iterable[Told], *, horizon: int = HORIZON) -> Proof:
    every = list(told)
    never = horizon + 1

    def error(days: Iterable[int | None]) -> float:
        gaps = [abs((day or never) - (one.happened or never)) for day, one in zip(days, every, strict=True)]
        return sum(gaps) / len(gaps) if gaps else 0.0

    return Proof(
        told=len(every),
        happened=sum(one.happened is not None for one in every),
        covered=sum(_covers(one, never) for one in every),
        covered_of_happened=sum(_covers(one, never) for one in every if one.happened is not None),
        found=sum(one.happened is not None and one.middle is not None for one in every),
        missed=sum(one.happened is not None and one.middle is None for one in every),
        invented=sum(one.happened is None and one.middle is not None for one in every),
        error=error(one.middle for one in every),
        error_of_trend=error(one.trend for one in every),
        error_of_never=error(None for _one in every),
        brier=_brier(every, [one.chance for one in every]),
        brier_of_base_rate=_brier(every, [_share_over(every)] * len(every)),
    )


def _share_over(every: Sequence[Told]) -> float:
    return sum(one.happened is not None for one in every) / len(every) if every else 0.0


def _brier(every: Sequence[Told], chances: Sequence[float]) -> float:
    gaps = [(chance - (one.happened is not None)) ** 2 for chance, one in zip(chances, every, strict=True)]
    return sum(gaps) / len(gaps) if gaps else 0.0


def _covers(one: Told, never: int) -> bool:
    return (one.early or never) <= (one.happened or never) <= (one.late or never)


def _trend(seen: Days, found: Pace, horizon: int) -> int | None:
    """The straight line: what is left, over what the queue grew by in a day."""
    growth = float((seen.arrived - seen.done).mean())
    if growth <= 0:
        return None
    day = max(1, round((found.most - found.queue) / growth))
    return day if day <= horizon else None
