"""Words for codes and reasons."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from motcua.criteria.queries.drilling import MEANWHILE, NO_STEP, TOO_SLACK
from motcua.criteria.queries.formulas import formula
from motcua.criteria.rules.losses import LAST_YEAR, LEFT_OUT, NOT_KNOWN, NOTHING, ROUNDING, STEPS
from motcua.criteria.rules.measuring import Measured
from motcua.kernel import charts


def how_sure(confidence: str) -> str:
    """How sure the house is of a rule."""
    words = {
        "found": _("found in a source"),
        "known": _("known, source not at hand"),
        "fitted": _("fitted to the portal's figures"),
        "observed": _("observed on the portal"),
        "unsure": _("unsure"),
    }
    return words.get(confidence, confidence)


def reason(code: str) -> str:
    """Why points belong to no part."""
    words = {
        NOTHING: _("Nothing to measure"),
        NOT_KNOWN: _("Not known"),
        LEFT_OUT: _("Left out: the system cannot know it"),
        STEPS: _("Points given by steps"),
        ROUNDING: _("Rounding"),
        LAST_YEAR: _("Last year's cases stand in"),
        TOO_SLACK: _("Limits too slack: every step kept its own"),
        NO_STEP: _("No step: not for being late"),
        MEANWHILE: _("Counted while this page was being read"),
    }
    return words.get(code, code)


def share_of(ratio: charts.Number | None) -> str:
    return "–" if ratio is None else charts.share(ratio)


def ratio_of(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole > 0 else None


def points_of(points: Fraction | None) -> str:
    return _("not known") if points is None else charts.plain(points, 2)


def line(one: Measured, href: str) -> dict[str, Any]:
    """A criterion as a row of a table."""
    criterion = one.criterion
    return {
        "code": criterion.code,
        "name": criterion.name,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "ratio": "–" if one.ratio is None else _mean(one) if criterion.is_mean else charts.share(one.ratio),
        "points": one.points,
        "max": one.max,
        "lost": one.max - (one.points or 0),
        "formula": formula(criterion),
        "source": criterion.source,
        "confidence": how_sure(criterion.confidence),
        "flags": one.flags,
        "href": href,
    }


def _mean(one: Measured) -> str:
    return charts.plain(one.ratio or 0, 1)
