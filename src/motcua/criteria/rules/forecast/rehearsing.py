"""How far past ends lay from where they would have been foretold: what the intervals are stretched by.

Split conformal prediction with scores in half-widths of the interval itself (Lei et al. 2018; Romano et al. 2019):
what would have held 80 of 100 past ends is taken for the next. Only spans that are over count, each foretold by a
model that had not seen it. A few spans say little: they are joined by scores such as a right forecast would show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.model import Model
from motcua.criteria.rules.forecast.moments import DAY, Bools, Floats
from motcua.criteria.rules.forecast.standing import Luck, Span, drawn, shortest, standing

SPAN = 30 * DAY
SPANS = 8
OFFSETS = (0.02, 0.25, 0.5, 0.75)
"""How much of a span is over when its end is foretold."""
LARGEST = 6
"""Bodies beside all together: those with most dossiers."""
FEWEST = 30
"""Dossiers in a span below which a share is too coarse to be held against an interval."""
PRIOR = 12
DRAWS = 300
SURE = (0.8, 0.95)
LEAST, MOST = 0.7, 4.0


class Trial(NamedTuple):
    """A model that learned what was known when it begins. It is tried on what came until it `ends`."""

    model: Model
    begins: int
    ends: int


def rehearsed(model: Model, history: History, trials: Sequence[Trial]) -> Model:
    """The model with how far its 80 and 95 % intervals are to be stretched."""
    scores = list(_scores(model, history, trials))
    if not scores:
        return model
    stretch80, stretch95 = (
        stretch(np.array([score[place] for score in scores]), sure) for place, sure in enumerate(SURE)
    )
    return replace(model, stretch80=stretch80, stretch95=max(stretch95, stretch80 * LEAST))


def stretch(scores: Floats, sure: float) -> float:
    """The factor that would have made so many of the past intervals hold, beside PRIOR scores of a right forecast."""
    usual = NormalDist()
    width = usual.inv_cdf((1 + sure) / 2)
    right = [usual.inv_cdf((1 + (place + 0.5) / PRIOR) / 2) / width for place in range(PRIOR)]
    several = np.sort(np.concatenate([scores, right]))
    place = int(np.ceil(sure * (len(several) + 1))) - 1
    return float(np.clip(several[min(place, len(several) - 1)], LEAST, MOST))


def _scores(model: Model, history: History, trials: Sequence[Trial]) -> Iterator[tuple[float, ...]]:
    luck = Luck(np.random.default_rng(1), DRAWS)
    everywhere = [np.ones(len(history), np.bool_), *_largest(history, model.at)]
    for trial, span in _spans(model, trials):
        tried = replace(model, start=trial.model.start, terms=trial.model.terms, at=trial.begins)
        for chosen in everywhere:
            came = standing(history, chosen, span.begins, span.ends)
            if came.dossiers < FEWEST:
                continue
            for passed in OFFSETS:
                at = int(span.begins + passed * SPAN)
                ratios = drawn(tried, history, at, span, chosen, luck).ratios
                yield tuple(distance(ratios, came.ratio, sure) for sure in SURE)


def distance(draws: Floats, came: float, sure: float) -> float:
    """How far what came lies from the mean, in half-widths of the interval on its side: 1 is its very end."""
    middle = float(draws.mean())
    low, high = shortest(draws, sure)
    width = float(high - middle if came >= middle else middle - low)
    return abs(came - middle) / max(width, 1e-6) if came != middle else 0.0


def _spans(model: Model, trials: Sequence[Trial]) -> list[tuple[Trial, Span]]:
    """The last spans of thirty days that are over, each with the newest model that was made before it began."""
    first = trials[0].begins
    found = []
    for number in range(min(SPANS, (model.at - first) // SPAN)):
        span = Span(model.at - (number + 1) * SPAN, model.at - number * SPAN)
        found.append(
            (max((one for one in trials if one.begins <= span.begins), key=lambda one: one.begins), span)
        )
    return found


def _largest(history: History, at: int) -> Iterator[Bools]:
    counts = np.bincount(history.body[history.received < at], minlength=1)
    if (counts > 0).sum() > 1:
        for body in np.argsort(-counts, kind="stable")[:LARGEST]:
            yield history.body == body
