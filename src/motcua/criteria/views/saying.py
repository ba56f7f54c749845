"""Words for codes, formulas and reasons."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.drilling import MEANWHILE, NO_STEP, TOO_SLACK
from motcua.criteria.rules.expressions import Linear
from motcua.criteria.rules.losses import LAST_YEAR, LEFT_OUT, NOT_KNOWN, NOTHING, ROUNDING, STEPS
from motcua.criteria.rules.measuring import Measured
from motcua.criteria.rules.sets import Criterion
from motcua.criteria.rules.sets.model import Ratio
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


def fraction(criterion: Criterion) -> str:
    """In words: what is counted, over what."""
    if criterion.numerator is None:
        return str(criterion.left_out)
    below = [said(one) for one in criterion.denominators]
    under = below[0] if len(below) == 1 else _("the greatest of: %(sums)s") % {"sums": "; ".join(below)}
    told = f"({said(criterion.numerator)}) ÷ ({under})"
    if criterion.times:
        told += " × " + _("rate of %(code)s") % {"code": criterion.times}
    return told


def formula(criterion: Criterion) -> str:
    """What is counted, over what, and from which rate on all points are given."""
    told = fraction(criterion)
    if (
        criterion.numerator is not None
        and isinstance(criterion.scoring, Ratio)
        and criterion.scoring.threshold != 1
    ):
        told += "; " + _("all points from %(share)s on") % {
            "share": charts.share(criterion.scoring.threshold, 0)
        }
    return told


def said(of: Linear) -> str:
    """A sum of counters by their names."""
    known = counters()
    words: list[str] = []
    for code, factor in of.terms:
        sign = ("− " if factor < 0 else "+ ") if words or factor < 0 else ""
        many = f"{abs(factor)} × " if abs(factor) != 1 else ""
        words.append(f"{sign}{many}{known.name_of(code)}")
    return " ".join(words)


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
