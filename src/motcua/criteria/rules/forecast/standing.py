"""How a span stands, and draws of how it will end: today's figures, the open dossiers, and what is still to come."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.arrivals import Days, arrivals
from motcua.criteria.rules.forecast.features import features
from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.model import Model, chance
from motcua.criteria.rules.forecast.moments import DAY, Bools, Floats, Ints
from motcua.criteria.rules.forecast.seen import Seen

NEWEST = 21 * DAY
OLDER = 84 * DAY
HELD = 5.0


class Span(NamedTuple):
    """From one moment to another, in microseconds."""

    begins: int
    ends: int


class Luck(NamedTuple):
    """Where the draws come from, and how many there are to be."""

    rng: np.random.Generator
    draws: int


class Standing(NamedTuple):
    """Counts of a period: `dossiers` finished in it or pending, and those of them that are late."""

    dossiers: int
    late: int

    @property
    def ratio(self) -> float:
        return 1 - self.late / self.dossiers if self.dossiers else 1.0


class Drawn(NamedTuple):
    """Draws of the share on time at a span's end. `most`: what it can be at most, because nothing late clears."""

    ratios: Floats
    most: Floats
    today: Standing
    come: float
    late: float
    days: Days


def drawn(model: Model, history: History, at: int, span: Span, chosen: Bools, luck: Luck) -> Drawn:
    """How the chosen dossiers will stand when the span ends, if work goes on as before `at`."""
    today, days = standing(history, chosen, span.begins, at), Days(history, at, chosen)
    coming = arrivals(days, span.ends, _pace(model, history, at, chosen, luck), luck.rng)
    late = _newly_late(model, history, at, span.ends, chosen, luck)
    dossiers = np.maximum(today.dossiers + coming.all, 1)
    return Drawn(
        ratios=1 - (today.late + late + coming.late) / dossiers,
        most=1 - today.late / dossiers,
        today=today,
        come=float(coming.all.mean()),
        late=float((late + coming.late).mean()),
        days=days,
    )


def shortest(draws: Floats, sure: float) -> tuple[float, float]:
    """The shortest interval that holds so many of the draws; of several, the middle one.

    Where many draws come to the most that is possible, as in a small body with nobody late, equal tails on both
    sides would hold more than they say.
    """
    ordered = np.sort(draws)
    count = int(np.ceil(sure * len(ordered)))
    widths = ordered[count - 1 :] - ordered[: len(ordered) - count + 1]
    least = np.flatnonzero(widths <= widths.min() + 1e-12)
    first = least[len(least) // 2]
    return float(ordered[first]), float(ordered[first + count - 1])


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


def _newly_late(model: Model, history: History, at: int, end: int, chosen: Bools, luck: Luck) -> Ints:
    """Open ones that will be late by the end. Weeks swing for all bodies together, and for each beside that."""
    rows = history.open_at(at)
    rows = rows.only(chosen[rows.dossier])
    rows = rows.only(Seen(history, rows).due < end)
    if not len(rows.dossier):
        return np.zeros(luck.draws, np.int64)
    said = model.log_odds(features(history, rows))
    bodies, place = np.unique(history.body[rows.dossier], return_inverse=True)
    own = np.sqrt(max(model.spread_body**2 - model.spread**2, 0.0))
    swing = luck.rng.normal(0, model.spread, (luck.draws, 1)) + luck.rng.normal(
        0, own, (luck.draws, len(bodies))
    )
    late = luck.rng.random((luck.draws, len(said))) < chance(said + swing[:, place])
    return np.asarray(late.sum(axis=1), np.int64)


def _pace(model: Model, history: History, at: int, chosen: Bools, luck: Luck) -> Floats:
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
    drawn = luck.rng.gamma(late + HELD, 1 / (expected + HELD), luck.draws)
    return drawn * np.exp(luck.rng.normal(0, model.spread, luck.draws))
