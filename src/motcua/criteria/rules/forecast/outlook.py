"""Where the share on time and the score will stand at a period's end, if work goes on as lately.

Nothing that was late clears, and whoever is pending at the end counts: so the end is today's figures, plus the open
dossiers that fall due before it (each by its chance), plus what is still to come (`arrivals`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.arrivals import Days
from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.model import Model
from motcua.criteria.rules.forecast.moments import DAY, Floats, whole
from motcua.criteria.rules.forecast.standing import Drawn, Luck, Span, Standing, drawn, of_bodies, shortest
from motcua.criteria.rules.periods import Period

DRAWS = 2_000
FEW_WEEKS = 4


class OnTime(NamedTuple):
    """The criterion of the share on time: points = maximum × min(1, share / threshold)."""

    maximum: float
    threshold: float = 1.0


class Rest(NamedTuple):
    """The points of all other criteria: as they stand, at most, and as past periods ended. `passed`: the share of the
    period that is over. Without past periods they are held as they stand.
    """

    points: float = 0.0
    maximum: float = 0.0
    ends: tuple[float, ...] = ()
    passed: float = 1.0


class Band(NamedTuple):
    """The mean of all draws, and the intervals that hold 80 and 95 of 100."""

    expected: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class Outlook:
    """`score`: the total. `today`: the counts as they stand; `come`, `late`: what is expected to be added."""

    score: Band
    ratio: Band
    today: Standing
    come: float
    late: float
    assumptions: tuple[str, ...]


def period_end(
    model: Model,
    history: History,
    at: datetime,
    period: Period,
    *,
    bodies: Collection[str] | None = None,
    criterion: OnTime = OnTime(100.0),  # noqa: B008 -- immutable
    rest: Rest = Rest(),  # noqa: B008 -- immutable
    seed: int = 1,
) -> Outlook:
    """Where `bodies` (all if None) will stand when `period` ends. The same question and seed give the same answer."""
    luck = Luck(np.random.default_rng(seed), DRAWS)
    span, chosen = Span(whole(period.starts_at), whole(period.ends_at)), of_bodies(history, bodies)
    found = drawn(model, history, whole(at), span, chosen, luck)
    others = _rest(rest, luck.rng)
    ratio80, ratio95 = (_stretched(found, factor) for factor in (model.stretch80, model.stretch95))
    return Outlook(
        band(*(_points(criterion, ratios) + others for ratios in (found.ratios, ratio80, ratio95))),
        band(found.ratios, ratio80, ratio95),
        found.today,
        found.come,
        found.late,
        _assumptions(model, found.days, rest),
    )


def _points(criterion: OnTime, ratios: Floats) -> Floats:
    return np.asarray(criterion.maximum * np.minimum(1, ratios / criterion.threshold))


def _stretched(found: Drawn, factor: float) -> Floats:
    """The draws as far from their mean as past ends were (`rehearsing`), but within what is possible."""
    middle = found.ratios.mean()
    held: Floats = np.clip(middle + factor * (found.ratios - middle), 0, found.most)
    return held


def band(draws: Floats, for80: Floats, for95: Floats) -> Band:
    """The mean of the draws, and the shortest intervals of those stretched for each: each holds the one before."""
    expected = float(draws.mean())
    (low80, high80), (low95, high95) = shortest(for80, 0.8), shortest(for95, 0.95)
    low80, high80 = min(low80, expected), max(high80, expected)
    return Band(expected, low80, high80, min(low95, low80), max(high95, high80))


def _rest(rest: Rest, rng: np.random.Generator) -> Floats:
    """What the other criteria come to: from where they stand towards where past periods ended, as the period passes.

    The draws are those of a new period beside so few known ones (Student's t), and narrow with the time that is left.
    """
    luck = rng.standard_t(max(len(rest.ends) - 1, 1), DRAWS)
    if len(rest.ends) < 2:
        return np.full(DRAWS, rest.points)
    ends, left = np.array(rest.ends), 1 - rest.passed
    spread = float(ends.std(ddof=1)) * float(np.sqrt((1 + 1 / len(ends)) * left))
    drawn = rest.passed * rest.points + left * ends.mean() + spread * luck
    held: Floats = np.clip(drawn, 0, rest.maximum)
    return held


def _assumptions(model: Model, days: Days, rest: Rest) -> tuple[str, ...]:
    """Codes: what a page has to say beside the figures."""
    weeks = (days.at - days.first * DAY) / (7 * DAY)
    return (
        "work-as-lately",
        "arrivals-as-lately",
        "others-as-before" if len(rest.ends) > 1 else "others-held",
        *(["stretched-as-past-ends"] if (model.stretch80, model.stretch95) != (1.0, 1.0) else []),
        *(["few-dossiers-to-learn-from"] if model.weak else []),
        *(["few-weeks-to-draw-from"] if weeks < FEW_WEEKS else []),
    )
