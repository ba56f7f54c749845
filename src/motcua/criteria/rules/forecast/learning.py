"""Fitting the model: what had been settled before a moment teaches what to expect after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from motcua.criteria.rules.forecast.features import MATTERS, features
from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.model import Model, Term, chance, log_odds
from motcua.criteria.rules.forecast.moments import Floats, Ints, whole
from motcua.criteria.rules.forecast.recalibrating import Told, recalibrated
from motcua.criteria.rules.forecast.rehearsing import Trial, rehearsed
from motcua.criteria.rules.forecast.snapshots import late, settled, snapshots, weights

LEADER = "outlasting_step"
FALLBACK = "pair_late_share"
UNTAUGHT = frozenset({"base_late_share", "recent_late_share", "channel_late_share"})
"""They hardly vary but with time: a term would learn the past's ups and downs by heart."""
FEW, FEW_LATE = 200, 20
KNOTS = 5
TRIALS = (0.35, 0.57, 0.79)
"""After how much of what is known the model is tried: learned from what was settled then, it says what came next."""
FREE = 20.0
ON_SCALE = tuple(chance(np.linspace(-6, 6, 49)).tolist())


class Lesson(NamedTuple):
    rows: Rows
    numbers: Floats
    late: Floats
    weights: Floats

    def only(self, chosen: Ints) -> "Lesson":
        return Lesson(self.rows.only(chosen), self.numbers[chosen], self.late[chosen], self.weights[chosen])


def fit(history: History, at: datetime, *, seed: int = 1) -> Model:
    """Learn from what had been settled before `at`. The same history, moment and seed give the same model.

    With too few settled dossiers it is the shrunken share of body and procedure alone (`weak`).
    """
    return fit_at(history, whole(at), seed=seed)


def fit_at(history: History, at: int, *, seed: int = 1, rehearse: bool = True) -> Model:
    """`rehearse`: whether intervals of ends are wanted, too; half of the work is theirs."""
    rows = snapshots(history, at, seed=seed)
    if not len(rows.dossier):
        return Model(at, 0, 0, weak=True, start=0.0, terms=_fallback())
    told = Lesson(rows, features(history, rows), late(history, rows), weights(history, rows))
    dossiers, lates = _counted(told)
    plain = Model(at, dossiers, lates, weak=True, start=0.0, terms=_fallback())
    if dossiers < FEW or lates < FEW_LATE:
        return plain
    start, terms = _terms(told)
    model = replace(plain, weak=False, start=start, terms=terms)
    trials = list(_trials(history, told, model))
    said = [_said(history, told, trial) for trial in trials]
    if not trials:
        return model
    corrected = recalibrated(model, said)
    return rehearsed(corrected, history, trials) if rehearse else corrected


def _trials(history: History, told: Lesson, model: Model) -> Iterator[Trial]:
    """Models that knew no more than was known at their moments, each until the next one's; the last one until now.

    No outcome is used before it was known (`settled`): a dossier with much time teaches late, here as in real life.
    """
    cuts = np.unique(np.quantile(told.rows.at, TRIALS).astype(np.int64)).tolist()
    for begins, ends in pairwise([*cuts, model.at]):
        known = (told.rows.at < begins) & settled(history, told.rows, begins)
        earlier = told.only(np.flatnonzero(known))
        if _counted(earlier)[1] >= FEW_LATE:
            start, terms = _terms(earlier)
            yield Trial(replace(model, start=start, terms=terms, at=begins), begins, ends)


def _said(history: History, told: Lesson, trial: Trial) -> Told:
    """What the trial said of those that were open in its time and are settled by now."""
    later = told.only(np.flatnonzero((told.rows.at >= trial.begins) & (told.rows.at < trial.ends)))
    return Told(trial.model.log_odds(later.numbers), later.late, later.rows, history.body[later.rows.dossier])


def _counted(told: Lesson) -> tuple[int, int]:
    dossiers = np.unique(told.rows.dossier)
    return len(dossiers), len(np.unique(told.rows.dossier[told.late > 0]))


def _fallback() -> tuple[Term, ...]:
    heights = tuple(log_odds(np.array(ON_SCALE)).tolist())
    return tuple(
        Term(name, ON_SCALE, heights, 0.0) if name == FALLBACK else Term(name, (0.0,), (0.0,), 0.0)
        for name in MATTERS
    )


def _terms(told: Lesson) -> tuple[float, tuple[Term, ...]]:
    """The leader's slope is free; every height of a broken line pays for itself."""
    lines = [_knots(name, column) for name, column in zip(MATTERS, told.numbers.T, strict=True)]
    leading = log_odds(told.numbers[:, _place(LEADER)])
    columns = [FREE * leading[:, None], *(_hats(x, k) for x, k in zip(told.numbers.T, lines, strict=True))]
    matrix = np.hstack(columns)
    mean = np.average(matrix, axis=0, weights=told.weights)
    fitted = LogisticRegression(C=_trust(told), solver="newton-cholesky", max_iter=100, tol=1e-6)
    fitted.fit(matrix - mean, told.late, told.weights)
    heights = np.split(fitted.coef_[0][1:], np.cumsum([len(one) for one in lines])[:-1])
    terms = (
        _term(name, column, knots, height, FREE * fitted.coef_[0][0] * (name == LEADER))
        for name, column, knots, height in zip(MATTERS, told.numbers.T, lines, heights, strict=True)
    )
    return _centred(float(fitted.intercept_[0]), tuple(terms), told)


def _trust(told: Lesson) -> float:
    """The ridge's inverse: a thousand dossiers are worth 0.05 a unit of log odds squared, and in proportion."""
    return float(0.05 * (_counted(told)[0] / 1000) ** 1.5)


def _place(name: str) -> int:
    return list(MATTERS).index(name)


def _knots(name: str, column: Floats) -> Floats:
    """Few different values: each its own; else quantiles. A number that never varies gets none."""
    if name in UNTAUGHT:
        return np.zeros(0)
    values = np.unique(column)
    if len(values) > KNOTS + 1:
        values = np.unique(np.quantile(column, np.linspace(0.02, 0.98, KNOTS)))
    return values if len(values) > 1 else np.zeros(0)


def _hats(column: Floats, knots: Floats) -> Floats:
    """A column for each knot: 1 there, 0 at its neighbours, straight between."""
    if len(knots) == 0:
        return np.zeros((len(column), 0))
    return np.column_stack([np.interp(column, knots, one) for one in np.eye(len(knots))])


def _term(name: str, column: Floats, knots: Floats, heights: Floats, leads: float) -> Term:
    usual = float(np.median(column))
    if len(knots) == 0:
        return Term(name, (0.0,), (0.0,), usual)
    if leads:
        grid = np.unique(np.concatenate([knots, ON_SCALE]))
        heights = np.interp(grid, knots, heights) + leads * log_odds(grid)
        knots = grid
    return Term(name, tuple(knots.tolist()), tuple(heights.tolist()), usual)


def _centred(intercept: float, terms: tuple[Term, ...], told: Lesson) -> tuple[float, tuple[Term, ...]]:
    """Each term is zero on average over those that taught it: what it adds is told against the average dossier."""
    moved = []
    for term, column in zip(terms, told.numbers.T, strict=True):
        mean = float(np.average(term.adds(column), weights=told.weights))
        moved.append(term._replace(heights=tuple(height - mean for height in term.heights)))
    return intercept, tuple(moved)
