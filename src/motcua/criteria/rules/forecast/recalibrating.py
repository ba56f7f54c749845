"""What earlier models said of what they had not seen tells how far to trust the model of now.

Rolling origins (prequential: Dawid 1984): each trial learned only what was known when it began. Its log odds get a
slope and a shift (Platt 1999), weighed by looks as a page shows them: every open dossier at every moment. Older looks
count less; and with little to go by, slope and shift are held to 1 and 0. Forgetting faster, as online Platt scaling
does (Gupta and Ramdas 2023), was tried and left out: an outcome is known only when the limit is over, so it
followed what had already passed, and made both calibration and Brier score worse.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.history import Rows
from motcua.criteria.rules.forecast.model import Model, chance
from motcua.criteria.rules.forecast.moments import DAY, Floats, Ints

HALF_LIFE = 365 * DAY
WORTH = (200.0, 200.0)
"""Slope and shift are held to 1 and 0 as if by so many dossiers."""
WEEK = 7 * DAY


class Told(NamedTuple):
    """Log odds that were said of open dossiers, and what came: 1 late, 0 in time."""

    said: Floats
    came: Floats
    rows: Rows
    body: Ints


def recalibrated(model: Model, trials: Sequence[Told]) -> Model:
    """The model with a slope, a shift, and how far weeks swing beside it."""
    said = np.concatenate([one.said for one in trials])
    came = np.concatenate([one.came for one in trials])
    at = np.concatenate([one.rows.at for one in trials])
    body = np.concatenate([one.body for one in trials])
    dossiers = len(np.unique(np.concatenate([one.rows.dossier for one in trials])))
    weights = np.full(len(said), dossiers / max(len(said), 1))
    slope, shift = platt(said, came, weights * 0.5 ** ((model.at - at) / HALF_LIFE))
    expected, week = chance(slope * said + shift), at // WEEK
    return replace(
        model,
        slope=slope,
        shift=shift,
        spread=_spread(expected, came, weights, week),
        spread_body=_spread(expected, came, weights, week * (int(body.max(initial=0)) + 1) + body),
    )


def platt(
    said: Floats, came: Floats, weights: Floats, *, worth: tuple[float, float] = WORTH
) -> tuple[float, float]:
    """Slope and shift of log odds that make what was said likeliest. Newton's method."""
    found, usual = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    design = np.column_stack([said, np.ones(len(said))])
    for _ in range(30):
        expected = chance(design @ found)
        slope = design.T @ (weights * (expected - came)) + np.array(worth) * (found - usual)
        bend = (design * (weights * expected * (1 - expected))[:, None]).T @ design + np.diag(worth)
        found = found - np.linalg.solve(bend, slope)
    return float(found[0]), float(found[1])


def _spread(expected: Floats, came: Floats, weights: Floats, group: Ints) -> float:
    """How far groups (weeks) swing beside what was said, over and above chance: the method of moments."""
    _, place = np.unique(group, return_inverse=True)
    missed = np.bincount(place, weights * (came - expected))
    scale = np.bincount(place, weights * expected * (1 - expected))
    swing = (missed**2 - scale).sum() / max((scale**2).sum(), 1e-9)
    return float(np.sqrt(np.clip(swing, 0, 1)))
