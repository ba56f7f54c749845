"""Two versions of a body's report side by side. `?cu=1&moi=2`: which; the last two without."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.access import report_for
from motcua.reviews.models import Report
from motcua.reviews.queries.comparing import (
    Moved,
    Pair,
    figures_beside,
    numbers_seen,
    texts_beside,
    version_of,
)
from motcua.reviews.queries.duties import duty_of
from motcua.reviews.rules.document import day, number, rate_in_words
from motcua.reviews.rules.figures import Figure

TWO = 2


@require_safe
@officer_required
def compare(request: OfficerRequest, code: str, body: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    found = report_for(duty, code, body, at)
    seen = numbers_seen(found, duty)
    if len(seen) < TWO:
        raise Http404
    old, new = _chosen(request, seen)
    before, after = version_of(found, old), version_of(found, new)
    figures = figures_beside(before, after)
    texts = [pair for pair in texts_beside(before.texts, after.texts) if pair.before or pair.after]
    facts: dict[str, Any] = {
        "report": found,
        "call": found.call,
        "before": before,
        "after": after,
        "options": [{"value": one, "label": _("Version %(number)s") % {"number": one}} for one in seen],
        "figures": [_figure(one) for one in figures if one.differs],
        "same_figures": sum(not one.differs for one in figures),
        "texts": [_text(pair, found) for pair in texts if pair.differs],
        "same_texts": sum(not pair.differs for pair in texts),
    }
    return render(request, "reviews/compare.jinja", facts)


def _chosen(request: OfficerRequest, seen: list[int]) -> tuple[int, int]:
    """404 for a version that there is not, or that is not for this reader."""
    asked = [request.GET.get("cu", str(seen[-TWO])), request.GET.get("moi", str(seen[-1]))]
    numbers = {str(one): one for one in seen}
    if not all(said in numbers for said in asked):
        raise Http404
    return numbers[asked[0]], numbers[asked[1]]


def _figure(moved: Moved) -> dict[str, Any]:
    line = moved.line
    return {
        "criterion": line.criterion,
        "name": line.name,
        "name_en": line.name_en,
        "before": _cell(moved.before),
        "after": _cell(moved.after),
    }


def _cell(line: Figure | None) -> str:
    if line is None:
        return "–"
    rate = rate_in_words(line)
    return _("%(points)s of %(most)s points; %(rate)s") % {
        "points": number(line.points, 2),
        "most": number(line.most, 2),
        "rate": rate or "–",
    }


def _text(pair: Pair, found: Report) -> dict[str, str]:
    asked = {one["code"]: one["vi"] for one in found.call.questions}
    of = asked.get(pair.of, pair.of)
    words = {
        "general": _("Assessment"), "closing": _("Commitment"), "cause": _("Cause"), "responsible": _("Responsible"),
        "measure": _("Measure"), "by": _("By"), "keep": _("How it is kept"), "answer": _("Answer"),
    }  # fmt: skip
    said = [_shown(one, is_day=pair.is_day) for one in (pair.before, pair.after)]
    return {"of": of, "what": words.get(pair.what, pair.what), "before": said[0], "after": said[1]}


def _shown(said: str, *, is_day: bool) -> str:
    return day(said) if is_day and said else said or "–"
