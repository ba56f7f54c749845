"""Where the share on time and the score will stand at a period's end, if work goes on as lately.

Nothing that was late clears, and whoever is pending at the end counts: so the end is today's figures, plus the open
dossiers that fall due before it (each by its chance), plus what is still to come (`arrivals`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.arrivals import Days, arrivals
from motcua.criteria.rules.forecast.features import features
from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.model import Model, chance
from motcua.criteria.rules.forecast.moments import DAY, Bools, Floats, Ints, whole
from motcua.criteria.rules.forecast.seen import Seen
from motcua.criteria.rules.periods import Period

DRAWS = 2_000
FEW_WEEKS = 4
NEWEST = 21 * DAY
OLDER = 84 * DAY
HELD = 5.0


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


class Standing(NamedTuple):
    """Counts of a period: `dossiers` finished in it or pending, and those of them that are late."""

    dossiers: int
    late: int

    @property
    def ratio(self) -> float:
        return 1 - self.late / self.dossiers if self.dossiers else 1.0


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
    rng, moment, end = np.random.default_rng(seed), whole(at), whole(period.ends_at)
    chosen = of_bodies(history, bodies)
    today = standing(history, chosen, whole(period.starts_at), moment)
    days = Days(history, moment, chosen)
    coming = arrivals(days, end, _pace(model, history, chosen, moment, rng), rng)
    late = _newly_late(model, history, chosen, moment, end, rng)
    dossiers = today.dossiers + coming.all
    ratios = 1 - (today.late + late + coming.late) / np.maximum(dossiers, 1)
    points = criterion.maximum * np.minimum(1, ratios / criterion.threshold)
    return Outlook(
        band(points + _rest(rest, rng)),
        band(ratios),
        today,
        float(coming.all.mean()),
        float((late + coming.late).mean()),
        _assumptions(model, days, rest),
    )


def of_bodies(history: History, bodies: Collection[str] | None) -> Bools:
    """Which dossiers belong to them."""
    if bodies is None:
        return np.ones(len(history), np.bool_)
    numbers = [number for name, number in history.names["body"].numbers.items() if name in bodies]
    return np.isin(history.body, np.array(numbers, np.int64))


def standing(history: History, chosen: Bools, begins: int, at: int) -> Standing:
    """Finished since the period began, or pending at this moment; late by then, open ones too."""
    come = chosen & (history.received < at)
    counted = come & (history.ended >= begins)
    late = counted & _late_before(history, at)
    return Standing(int(counted.sum()), int(late.sum()))


def _late_before(history: History, at: int) -> Bools:
    """Late, and seen to be before this moment."""
    late: Bools = (history.late < at) & (history.late <= history.ended)
    return late


def band(draws: Floats) -> Band:
    low95, low80, high80, high95 = np.quantile(draws, [0.025, 0.1, 0.9, 0.975])
    return Band(float(draws.mean()), float(low80), float(high80), float(low95), float(high95))


def _newly_late(
    model: Model, history: History, chosen: Bools, at: int, end: int, rng: np.random.Generator
) -> Ints:
    """Open ones that will be late by the end. Weeks swing for all bodies together, and for each beside that."""
    rows = history.open_at(at)
    rows = rows.only(chosen[rows.dossier])
    rows = rows.only(Seen(history, rows).due < end)
    if not len(rows.dossier):
        return np.zeros(DRAWS, np.int64)
    said = model.log_odds(features(history, rows))
    bodies, place = np.unique(history.body[rows.dossier], return_inverse=True)
    own = np.sqrt(max(model.spread_body**2 - model.spread**2, 0.0))
    swing = rng.normal(0, model.spread, (DRAWS, 1)) + rng.normal(0, own, (DRAWS, len(bodies)))
    late = rng.random((DRAWS, len(said))) < chance(said + swing[:, place])
    return np.asarray(late.sum(axis=1), np.int64)


def _pace(model: Model, history: History, chosen: Bools, at: int, rng: np.random.Generator) -> Floats:
    """How much more often than before the newest dossiers are late: gamma draws, held to 1 as if by so many late.

    Of the newest, the open ones count by their chance; the older ones are those that arrivals are drawn from.
    """
    newest = chosen & (history.received < at) & (history.received >= at - NEWEST)
    older = chosen & (history.received < at - NEWEST) & (history.received >= at - NEWEST - OLDER)
    rows = history.open_at(at)
    rows = rows.only(newest[rows.dossier])
    late = float((newest & _late_before(history, at)).sum())
    if len(rows.dossier):
        late += float(model.probabilities(features(history, rows)).sum())
    share = _late_before(history, at)[older].mean() if older.any() else 0.0
    expected = float(newest.sum() * share)
    drawn = rng.gamma(late + HELD, 1 / (expected + HELD), DRAWS)
    return drawn * np.exp(rng.normal(0, model.spread, DRAWS))


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
        *(["few-dossiers-to-learn-from"] if model.weak else []),
        *(["few-weeks-to-draw-from"] if weeks < FEW_WEEKS else []),
    )
