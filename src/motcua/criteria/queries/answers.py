"""The index as one document: what `--json`, the open data and a published run say. Numbers as text where exact."""

from fractions import Fraction
from typing import Any

from motcua.criteria.queries.runs import newest_run
from motcua.criteria.queries.scores import View
from motcua.criteria.rules.measuring import Measured, half_up


def answer(seen: View) -> dict[str, Any]:
    """Score, band and groups of a view, rounded for showing only here."""
    decimals = seen.by.decimals
    result = seen.score
    return {
        "set": seen.by.code,
        "set_digest": seen.by.digest,
        "body": seen.node.code,
        "period": seen.over.code,
        "horizon": seen.horizon and seen.horizon.isoformat(),
        "score": shown(result.rated, decimals),
        "max": float(result.max),
        "band": result.band.code if result.band else None,
        "measured": {
            "points": shown(result.measured_points, decimals),
            "max": float(result.measured_max),
        },
        "on_time": {
            one.reading.code: {"on_time": one.numerator, "of": one.denominator} for one in result.readings
        },
        "run": newest_run(seen.node.code, seen.over.code, seen.by.code),
        "groups": [
            {
                "code": group.code,
                "points": shown(group.points, decimals),
                "max": float(group.max),
                "criteria": [_criterion(one, decimals) for one in group.criteria],
            }
            for group in result.groups
        ],
    }


def explanation(seen: View) -> dict[str, Any]:
    """What was lost, by group, criterion and part. Every row sums to the one above, exactly (as fractions)."""
    lost = seen.losses
    return {
        "body": seen.node.code,
        "period": seen.over.code,
        "lost": float(lost.total.total),
        "parts": seen.split(lost.total),
        "rest": {reason: float(points) for reason, points in lost.total.rest.items()},
        "criteria": [
            {
                "code": code,
                "lost": float(loss.total),
                "parts": seen.split(loss) if loss.weights else {},
                "rest": {reason: float(points) for reason, points in loss.rest.items()},
            }
            for code, loss in lost.criteria.items()
            if loss.total
        ],
    }


def shown(number: Fraction | None, decimals: int) -> float | None:
    return None if number is None else float(half_up(number, decimals))


def _criterion(one: Measured, decimals: int) -> dict[str, Any]:
    return {
        "code": one.criterion.code,
        "numerator": one.numerator,
        "denominator": float(one.denominator),
        "ratio": None if one.ratio is None else float(one.ratio),
        "points": shown(one.points, decimals),
        "max": float(one.max),
        "flags": sorted(one.flags),
    }
