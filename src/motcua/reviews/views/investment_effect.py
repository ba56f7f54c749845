"""The effect of an investment on its page: as measured, in words, with the rate by month."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from motcua.criteria.rules.periods import Period, month_of
from motcua.directives.queries.measuring import months_of
from motcua.directives.queries.stories import comma, verdict_in_words
from motcua.directives.rules.effect import Method
from motcua.kernel import charts
from motcua.reviews.models import Investment
from motcua.reviews.queries.effects import Effect
from motcua.reviews.queries.investments import directives_beside
from motcua.reviews.queries.windows import next_look
from motcua.reviews.views.asking import figure_of
from motcua.reviews.views.investments import price_in_words, tone_of

MONTHS_SHOWN = 24


def effect_facts(one: Investment, effect: Effect | None, at: datetime) -> dict[str, Any]:
    """Nothing of it where no figure is named."""
    if not one.criterion:
        return {"figure": None, "effect": None, "trend": None, "window": "", "beside": []}
    return {
        "figure": figure_of(one),
        "effect": _shown(effect) if effect else None,
        "trend": _trend(one, at),
        "window": _window(one),
        "beside": list(directives_beside(one)),
    }


def _shown(effect: Effect) -> dict[str, Any]:
    told = effect.told
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
    method = told.get("method")
    shown: dict[str, Any] = {
        "verdict": _("Measured: %(verdict)s.") % {"verdict": verdict_in_words(effect.verdict.value)},
        "how": words[method] % {"number": told["compared"]} if method else _("Too few cases to compare."),
        "tone": tone_of(effect),
        "price": price_in_words(effect),
        "points": _points(effect),
        "watch": verdict_in_words(effect.watch.value) if effect.watch else "",
    }
    shown |= {name: f"{comma(told[name])}%" for name in ("before", "after", "expected") if told.get(name)}
    return shown | {name: comma(told[name]) for name in ("gain", "low", "high") if told.get(name)}


def _points(effect: Effect) -> str:
    if effect.points is None:
        return ""
    say = charts.places(2)
    told = {
        "points": say(effect.points.points),
        "low": say(effect.points.low),
        "high": say(effect.points.high),
    }
    return _("%(points)s points of the criterion (95 in 100: between %(low)s and %(high)s)") % told


def _window(one: Investment) -> str:
    if one.ready_on is None:
        return ""
    window = next_look(one)
    return _("%(first)s to %(last)s") % {"first": window.first_month, "last": window.last_month}


def _trend(one: Investment, at: datetime) -> Any:
    """The rate by month, with when it was approved and came into use."""
    asked = one.asked
    assert asked is not None
    last = month_of(at).first
    months = list(range(last - MONTHS_SHOWN + 1, last + 1))
    counted = months_of(asked, [asked.body], months)[asked.body]
    points = [
        charts.Point(Period(month).code, Fraction(int(good), int(whole)) if whole >= 1 else None)
        for month, (good, whole) in zip(months, counted, strict=True)
    ]
    while points and points[0].value is None and len(points) > 1:
        points.pop(0)
    begin = last + 1 - len(points)
    marked = [(one.approved_on, _("approved")), (one.in_use_on, _("in use"))]
    marks = [
        charts.Mark(month - begin, words)
        for on, words in marked
        if on and (month := 12 * on.year + on.month - 1) >= begin
    ]
    target = Fraction(one.target or 0) / 100
    return charts.trend(points, name=_("Rate"), target=target, marks=marks, say=charts.share)
