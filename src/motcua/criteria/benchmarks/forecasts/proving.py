"""How right the forecast was: learn from what was known before a moment, be judged on what came after it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from motcua.criteria.rules.forecast import History, Model, Outlook, period_end
from motcua.criteria.rules.forecast.learning import fit
from motcua.criteria.rules.forecast.moments import moment, whole
from motcua.criteria.rules.forecast.outlook import Band, of_bodies, standing
from motcua.criteria.rules.forecast.proof import Judged, judge
from motcua.criteria.rules.forecast.scoring import Figures, advantage, figures, skill
from motcua.criteria.rules.periods import Period, month_of

FROM_DAYS = (0, 7, 14, 21)
FEWEST = 30
"""Dossiers of a body in a month below which a share is too coarse for an interval to be judged."""


def proof(history: History, begins: datetime, ends: datetime, *, parts: int = 4) -> dict[str, Any]:
    """Every morning's open dossiers from one moment to the other, judged by what came of them."""
    judged = judge(history, whole(begins), whole(ends), parts=parts)
    model = figures(judged.said, judged.came)
    low, high = advantage(judged.said, judged.remaining, judged.came, judged.rows.dossier)
    return {
        "learned_before": begins.isoformat(),
        "judged_until": ends.isoformat(),
        "looks": len(judged.came),
        "dossiers": len(np.unique(judged.rows.dossier)),
        "late_share": round(float(judged.came.mean()), 4),
        "clock_stands": judged.unknown,
        "model": _told(model),
        "base_rate": _told(figures(judged.base, judged.came)),
        "mean_remaining": _told(figures(judged.remaining, judged.came)),
        **_skills(judged),
        "brier_below_mean_remaining_95": [round(low, 4), round(high, 4)],
        "reliability": [
            {"looks": one.cases, "said": round(one.said, 3), "came": round(one.came, 3)} for one in model.bins
        ],
    }


def coverage(history: History, begins: datetime, ends: datetime) -> dict[str, Any]:
    """How often the share on time at a month's end lay in the interval that was foretold one, two, three, four weeks
    before: of each body, and of all together.
    """
    found = list(_foretold(history, begins, ends))
    return {
        **within([(outlook.ratio, came) for outlook, came in found]),
        "mean_miss_if_held_at_today": _mean(abs(outlook.today.ratio - came) for outlook, came in found),
    }


def _foretold(history: History, begins: datetime, ends: datetime) -> Iterator[tuple[Outlook, float]]:
    for period in months_between(begins, ends):
        model = fit(history, period.starts_at)
        for days in FROM_DAYS:
            yield from _of_bodies(history, model, period, period.starts_at + timedelta(days=days, hours=9))


def _of_bodies(
    history: History, model: Model, period: Period, at: datetime
) -> Iterator[tuple[Outlook, float]]:
    for bodies in (None, *({body} for body in history.names["body"].texts)):
        chosen = of_bodies(history, bodies)
        came = standing(history, chosen, whole(period.starts_at), whole(period.ends_at))
        if came.dossiers >= FEWEST:
            yield period_end(model, history, at, period, bodies=bodies), came.ratio


def months_between(begins: datetime, ends: datetime) -> Iterator[Period]:
    """Those that lie between the two moments wholly."""
    period = month_of(begins).following
    while period.ends_at <= ends:
        yield period
        period = period.following


def halfway(history: History, ends: datetime) -> datetime:
    """The middle of what is told."""
    first = int(history.received.min())
    return moment(first + (whole(ends) - first) // 2)


def _told(one: Figures) -> dict[str, float]:
    return {
        "brier": round(one.brier, 4),
        "calibration_error": round(one.calibration_error, 4),
        "auc": round(one.auc, 3),
    }


def _skills(judged: Judged) -> dict[str, float]:
    return {
        "skill_over_base_rate": round(skill(judged.said, judged.came, judged.base), 3),
        "skill_over_mean_remaining": round(skill(judged.said, judged.came, judged.remaining), 3),
    }


def within(found: Sequence[tuple[Band, float]]) -> dict[str, Any]:
    """How often what came lay within what was said."""
    return {
        "foretold": len(found),
        "within_80": _mean(band.low80 <= came <= band.high80 for band, came in found),
        "within_95": _mean(band.low95 <= came <= band.high95 for band, came in found),
        "mean_width_80": _mean(band.high80 - band.low80 for band, _ in found),
        "mean_miss": _mean(abs(band.expected - came) for band, came in found),
    }


def _mean(several: Iterator[float]) -> float | None:
    told = list(several)
    return round(float(np.mean(told)), 4) if told else None
