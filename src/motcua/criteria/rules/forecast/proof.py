"""The temporal proof: learn from what was settled before a moment, be judged on what was open from it on."""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.features import MATTERS, features
from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.learning import fit_at
from motcua.criteria.rules.forecast.moments import Floats
from motcua.criteria.rules.forecast.snapshots import census, fell_due, late, merged, settled

SURVIVAL = list(MATTERS).index("outlasting_step")


class Judged(NamedTuple):
    """What was said of every open dossier on every working morning, and what came.

    `base`: the late share of the mornings before, renewed whenever the model is; `once`: that of before the first
    morning, never renewed. `remaining`: the mean-remaining-time baseline as a probability, the
    empirical chance to outlast the hours left from this step of this procedure. `unknown`: mornings left
    out because the dossier's clock still stood at the end.
    """

    rows: Rows
    said: Floats
    base: Floats
    once: Floats
    remaining: Floats
    came: Floats
    unknown: int


def judge(history: History, begins: int, ends: int, *, parts: int = 1, seed: int = 1) -> Judged:
    """From `begins` to `ends`, in so many parts of equal length; the model is fitted anew at the beginning of each."""
    bounds = np.linspace(begins, ends, parts + 1).astype(np.int64)
    some = [
        _part(history, int(low), int(high), ends, seed) for low, high in zip(bounds, bounds[1:], strict=False)
    ]
    return Judged(
        rows=merged(one.rows for one in some),
        said=np.concatenate([one.said for one in some]),
        base=np.concatenate([one.base for one in some]),
        once=np.full(sum(len(one.came) for one in some), _late_share(history, begins)),
        remaining=np.concatenate([one.remaining for one in some]),
        came=np.concatenate([one.came for one in some]),
        unknown=sum(one.unknown for one in some),
    )


def _part(history: History, begins: int, ends: int, known: int, seed: int) -> Judged:
    every = census(history, begins, ends)
    rows = every.only(settled(history, every, known))
    unknown = int(fell_due(history, every, known).sum()) - len(rows.dossier)
    numbers = features(history, rows)
    base = np.full(len(rows.dossier), _late_share(history, begins))
    return Judged(
        rows=rows,
        said=fit_at(history, begins, seed=seed, rehearse=False).probabilities(numbers),
        base=base,
        once=base,
        remaining=numbers[:, SURVIVAL],
        came=late(history, rows),
        unknown=unknown,
    )


def _late_share(history: History, at: int) -> float:
    """Of all mornings' open dossiers before `at` whose fate was known then."""
    before = census(history, int(history.received.min()), at)
    before = before.only(settled(history, before, at))
    return float(late(history, before).mean()) if len(before.dossier) else 0.5
