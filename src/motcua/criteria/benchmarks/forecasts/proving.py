"""How right the forecast was: learn from what was known before a moment, be judged on what came after it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from motcua.criteria.rules.forecast import History, Model, Outlook, calibration, period_end
from motcua.criteria.rules.forecast.learning import fit
from motcua.criteria.rules.forecast.moments import DAY, Floats, Ints, moment, whole
from motcua.criteria.rules.forecast.outlook import Band
from motcua.criteria.rules.forecast.proof import Judged, judge
from motcua.criteria.rules.forecast.scoring import advantage, figures, skill
from motcua.criteria.rules.forecast.standing import of_bodies, standing
from motcua.criteria.rules.periods import Period, month_of

FROM_DAYS = (0, 7, 14, 21)
A_FORTNIGHT, A_MONTH = 14 * DAY, 28 * DAY
MANY_MONTHS = 100_000
FEWEST = 30
"""Dossiers of a body in a month below which a share is too coarse for an interval to be judged."""


def proof(history: History, begins: datetime, ends: datetime, *, parts: int = 4) -> dict[str, Any]:
    """Every morning's open dossiers from one moment to the other, judged by what came of them.

    The same measures for the model and for three forecasters to beat; see `rules.forecast.calibration` for what each
    measure says, and `Judged` for who they are.
    """
    judged = judge(history, whole(begins), whole(ends), parts=parts)
    low, high = advantage(judged.said, judged.remaining, judged.came, judged.rows.dossier)
    forecasters = {
        "model": judged.said,
        "base_rate": judged.base,
        "base_rate_of_the_first_day": judged.once,
        "mean_remaining": judged.remaining,
    }
    return {
        "learned_before": begins.isoformat(),
        "judged_until": ends.isoformat(),
        "learned_times": parts,
        "looks": len(judged.came),
        "dossiers": len(np.unique(judged.rows.dossier)),
        "late_share": round(float(judged.came.mean()), 4),
        "clock_stands": judged.unknown,
        **{name: _told(history, judged, said) for name, said in forecasters.items()},
        **_skills(judged),
        "brier_below_mean_remaining_95": [round(low, 4), round(high, 4)],
        "calibration_error_below_95": {
            name: _below(judged, said) for name, said in forecasters.items() if name != "model"
        },
        "reliability": [
            {"looks": one.cases, "said": round(one.said, 3), "came": round(one.came, 3)}
            for one in figures(judged.said, judged.came).bins
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


def _told(history: History, judged: Judged, said: Floats) -> dict[str, Any]:
    """Brier score and rank; calibration by ten bins, less luck, and where it is read: of a body in a month."""
    came, dossier = judged.came, judged.rows.dossier
    found, split = figures(said, came), calibration.parts(said, came, dossier)
    cell = history.body[dossier] * MANY_MONTHS + judged.rows.at // A_MONTH
    return {
        "brier": round(found.brier, 4),
        "auc": round(found.auc, 3),
        "calibration_error": round(found.calibration_error, 4),
        "calibration_error_95": {
            name: _rounded(calibration.interval(said, came, drawn)) for name, drawn in _groups(judged).items()
        },
        "calibration_error_if_right": _rounded(calibration.error_if_right(said, dossier)),
        "calibration_error_equal_mass": round(calibration.error(said, came, calibration.equal_mass(said)), 4),
        "calibration_error_of_bodies_by_month": round(calibration.error(said, came, cell), 4),
        "murphy": {name: round(value, 5) for name, value in split._asdict().items()},
    }


def _groups(judged: Judged) -> dict[str, Ints]:
    """What is drawn again together: the looks at one dossier; all looks of a fortnight."""
    return {"by_dossier": judged.rows.dossier, "by_fortnight": judged.rows.at // A_FORTNIGHT}


def _below(judged: Judged, beside: Floats) -> dict[str, list[float]]:
    """How much smaller the model's calibration error is than the other's."""
    return {
        name: _rounded(calibration.advantage(judged.said, beside, judged.came, drawn))
        for name, drawn in _groups(judged).items()
    }


def _rounded(pair: tuple[float, float]) -> list[float]:
    return [round(one, 4) for one in pair]


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
