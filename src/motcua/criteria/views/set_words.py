"""A criteria set in the reader's words: formulas by the names of what they count, differences by what they mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from motcua.catalog.rules.problems import Problem
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.formulas import said
from motcua.criteria.rules.expressions import linear
from motcua.criteria.rules.sets import Criterion, Grades, Ratio, Steps, Zero
from motcua.criteria.rules.sets.checks import written
from motcua.criteria.rules.sets.differences import About, Difference, Field, What
from motcua.criteria.views.saying import how_sure
from motcua.kernel import charts
from motcua.kernel.bilingual import Text

_MOST_LETTERS = 240


def scoring(one: Criterion) -> str:
    """How points follow from the ratio."""
    if one.is_left_out or one.is_shown_only:
        return _("shown only, without points") if not one.is_left_out else "–"
    rule = one.scoring
    if isinstance(rule, Grades):
        return _("mean grade of a dossier, at most %(best)s") % {"best": written(rule.best)}
    if isinstance(rule, Steps):
        steps = (
            _("%(points)s points from %(share)s")
            % {"points": written(step.points), "share": _share(step.at_least)}
            for step in rule.of
        )
        return "; ".join(steps)
    if rule.threshold == 1:
        return _("in proportion to the rate")
    return _("in proportion, all points from %(share)s") % {"share": _share(rule.threshold)}


def threshold(one: Criterion) -> str:
    return _share(one.scoring.threshold) if isinstance(one.scoring, Ratio) and not one.is_left_out else "–"


def without_cases(zero: Zero | str) -> str:
    """What is given where there is nothing to measure."""
    words = {
        Zero.ZERO: _("no points"),
        Zero.FULL: _("all points"),
        Zero.NULL: _("not known, counts 0"),
        Zero.LAST_YEAR: _("last year's number by months"),
    }
    return str(words.get(Zero(zero), zero))


def lined(problem: Problem) -> str:
    """A fault with the line on which it stands."""
    if problem.line is None:
        return str(problem)
    return _("Line %(line)s: %(problem)s") % {"line": problem.line, "problem": str(problem)}


def told(differences: Iterable[Difference]) -> list[dict[str, str]]:
    """The differences as rows of the component `comparison`."""
    rows = []
    for one in differences:
        thing = _thing(one)
        if one.what is What.CHANGED:
            rows += [
                {
                    "key": f"{thing}: {_field(field)}",
                    "before": _value(field, field.before),
                    "after": _value(field, field.after),
                }
                for field in one.fields
            ]
        else:
            there, gone = _("is there"), _("is not there")
            before, after = (gone, there) if one.what is What.ADDED else (there, gone)
            rows.append({"key": thing, "before": before, "after": after})
    return rows


def summary(differences: Sequence[Difference]) -> str:
    """How much changes, in one sentence."""
    if not differences:
        return _("Nothing changes.")
    counts = {what: sum(one.what is what for one in differences) for what in What}
    return _("Added: %(added)s, removed: %(removed)s, changed: %(changed)s.") % {
        "added": counts[What.ADDED],
        "removed": counts[What.REMOVED],
        "changed": counts[What.CHANGED],
    }


def _thing(one: Difference) -> str:
    words = {
        About.SET: _("The set"),
        About.GROUP: _("Group %(code)s") % {"code": one.code},
        About.CRITERION: _("Criterion %(code)s") % {"code": one.code},
    }
    return words[one.about] if one.about is About.SET else f"{words[one.about]} {one.name}"


def _field(field: Field) -> str:
    words = {
        "name": _("name"),
        "points": _("maximum points"),
        "total": _("total of points"),
        "numerator": _("numerator"),
        "denominator": _("denominator"),
        "scoring": _("scoring"),
        "threshold": _("threshold"),
        "zero": _("where nothing is to be measured"),
        "levels": _("levels"),
        "times": _("multiplied by"),
        "target": _("target"),
        "why": _("why it is measured"),
        "source": _("source"),
        "confidence": _("how sure"),
        "note": _("note"),
        "conflict": _("where sources differ"),
        "left_out": _("why it is left out"),
        "effective": _("days in force"),
        "bands": _("ratings"),
        "basis": _("legal basis"),
        "group": _("group"),
        "missing": _("what is missing"),
        "decimals": _("decimals"),
    }
    return words.get(field.name, field.name)


def _value(field: Field, value: Any) -> str:
    if value is None:
        return "–"
    say = _SAID.get(field.name, _plain)
    return str(say(value))[:_MOST_LETTERS]


def _said_zero(value: Any) -> str:
    return without_cases(value) if value in Zero.__members__ else _plain(value)


def _said_scoring(value: Any) -> str:
    if value == "linear":
        return _("in proportion to the rate")
    if not isinstance(value, Mapping) or "threshold" not in value:
        return _plain(value)
    share = _share(Fraction(str(value["threshold"])))
    return _("in proportion, all points from %(share)s") % {"share": share}


def _said_days(value: Any) -> str:
    begins, ends = value.get("from"), value.get("until")
    return f"{_day(begins)} – {_day(ends) if ends else '…'}"


def _day(value: Any) -> str:
    return f"{date.fromisoformat(str(value)):%d/%m/%Y}"


def _said_sum(value: Any) -> str:
    if isinstance(value, Mapping):
        sums = "; ".join(_said_sum(one) for one in value.get("greatest_of", ()))
        return _("the greatest of: %(sums)s") % {"sums": sums}
    return said(linear(str(value), counters().names))


def _said_levels(value: Any) -> str:
    words = {
        "nation": _("nation"),
        "province": _("province"),
        "department": _("department"),
        "commune": _("commune"),
    }
    return ", ".join(words.get(level, level) for level in value)


_SAID: Mapping[str, Callable[[Any], str]] = {
    "confidence": how_sure,
    "zero": _said_zero,
    "scoring": _said_scoring,
    "effective": _said_days,
    "numerator": _said_sum,
    "denominator": _said_sum,
    "levels": _said_levels,
}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        if "vi" in value:
            return str(Text.of(value))
        return ", ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return "–" if value is None else str(value)


def _share(share: Fraction) -> str:
    return str(charts.share(share))
