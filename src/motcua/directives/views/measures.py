"""The number of a directive: as it was found, as it was aimed at, and month by month since."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from motcua.catalog.models import Procedure
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.periods import Period, month_of, period
from motcua.criteria.rules.sets.model import Criterion, Ratio
from motcua.directives.models import Directive
from motcua.directives.queries.measuring import asked_of, months_of
from motcua.directives.queries.stories import comma, verdict_in_words
from motcua.directives.rules.effect import Method
from motcua.directives.rules.gains import expected_gain
from motcua.directives.rules.states import State
from motcua.directives.rules.windows import first_look_of, spoken
from motcua.kernel import charts

MONTHS_SHOWN = 24


def measured_facts(directive: Directive, at: datetime) -> dict[str, Any]:
    if not directive.criterion:
        return {"found": None, "trend": None, "effect": None}
    return {"found": _found(directive), "trend": _trend(directive, at), "effect": _effect(directive)}


def procedure_name(code: str) -> Any:
    found = Procedure.objects.filter(code=code).first() if code else None
    return found.name if found else code


def _found(directive: Directive) -> dict[str, Any]:
    criterion = set_of(directive.criteria_set, period(directive.period)).criteria[directive.criterion]
    assert directive.found_denominator is not None
    assert directive.found_numerator is not None
    ratio = Fraction(directive.found_numerator) / Fraction(directive.found_denominator)
    target = Fraction(directive.target or 0) / 100
    points = None if directive.found_points is None else Fraction(directive.found_points)
    gain = expected_gain(criterion, points, ratio, target)
    return {
        "criterion": criterion,
        "body": tree()[directive.body].name,
        "procedure": procedure_name(directive.procedure),
        "ratio": ratio,
        "cases": int(directive.found_denominator),
        "target": target,
        "gain": charts.places(2)(gain) if gain else None,
        "no_gain": "" if gain else _no_gain(criterion, gain, ratio),
        "window": _window(directive),
        "period": spoken(directive.period),
    }


def _no_gain(criterion: Criterion, gain: Fraction | None, ratio: Fraction) -> str:
    """Why reaching the aim brings no points, or why they cannot be told."""
    if gain is None:
        return _("Cannot be told: the points of this criterion do not follow its rate in proportion.")
    threshold = criterion.scoring.threshold if isinstance(criterion.scoring, Ratio) else None
    if threshold is not None and ratio >= threshold:
        return _(
            "0 points: the criterion was over its threshold (%(threshold)s) already when the directive was given; "
            "the aim keeps or raises the rate, not the score."
        ) % {"threshold": charts.share(threshold)}
    return _("0 points: another part of the score, multiplied with this rate, stands at nothing.")


def _window(directive: Directive) -> str:
    if directive.reported_at is None or directive.state != State.MEASURING or directive.window_months is None:
        return ""
    window = first_look_of(directive.reported_at, directive.window_months)
    return _("%(first)s to %(last)s") % {
        "first": spoken(Period(window.start).code),
        "last": spoken(Period(window.stop - 1).code),
    }


def _effect(directive: Directive) -> dict[str, Any] | None:
    told = directive.measured
    if not told:
        return None
    method = told.get("method")
    words = {
        Method.PEERS.value: _(
            "Compared with %(number)s bodies of the same level over the same months; the months of the finding and of "
            "the work are left out."
        ),
        Method.SERIES.value: _(
            "Compared with its own %(number)s months before, for want of enough bodies of the same level: "
            "it holds only if nothing else changed."
        ),
    }
    how = words[method] % {"number": told["compared"]} if method else _("Too few cases to compare.")
    shown = {name: f"{comma(told[name])}%" for name in ("before", "after", "expected") if told.get(name)}
    shown |= {name: comma(told[name]) for name in ("gain", "low", "high") if told.get(name)}
    return {
        **told,
        **shown,
        "said": _("Measured: %(verdict)s.") % {"verdict": verdict_in_words(told["verdict"])},
        "how": how,
        "is_met": told["verdict"] == "met",
    }


def _trend(directive: Directive, at: datetime) -> Any:
    """The rate by month, with when the directive was given and reported done."""
    last = month_of(at).first
    months = list(range(last - MONTHS_SHOWN + 1, last + 1))
    counted = months_of(asked_of(directive), [directive.body], months)[directive.body]
    points = [
        charts.Point(Period(month).code, Fraction(int(good), int(whole)) if whole >= 1 else None)
        for month, (good, whole) in zip(months, counted, strict=True)
    ]
    while points and points[0].value is None and len(points) > 1:
        points.pop(0)
    begin = last + 1 - len(points)
    marks = [
        charts.Mark(month_of(moment).first - begin, words)
        for moment, words in ((directive.opened_at, _("given")), (directive.reported_at, _("reported done")))
        if moment and month_of(moment).first >= begin
    ]
    target = Fraction(directive.target or 0) / 100
    return charts.trend(points, name=_("Rate"), target=target, marks=marks, say=charts.share)
