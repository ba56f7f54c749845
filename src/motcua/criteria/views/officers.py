"""The index on the screen: how well a body serves, what that is made of, and the dossiers behind each figure."""

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.evidence import dossiers_behind
from motcua.criteria.queries.scores import DEFAULT_SET, View, scores_over, view
from motcua.criteria.rules.losses import waterfall
from motcua.criteria.rules.measuring import Measured
from motcua.criteria.rules.periods import Period, month_of
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required

MONTHS = 12


def _how_sure(confidence: str) -> str:
    """How sure the house is of a rule, in words."""
    words = {
        "found": _("found in a source"),
        "known": _("known, source not at hand"),
        "fitted": _("fitted to the portal's figures"),
        "observed": _("observed on the portal"),
        "unsure": _("unsure"),
    }
    return words.get(confidence, confidence)


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    seen = _seen(request)
    groups = _groups(seen)
    falls = _falls(seen)
    parts = _parts(seen)
    trend = _trend(seen)
    named = {"groups": groups, "falls": falls, "parts": parts, "trend": trend}
    if (wanted := request.GET.get("csv")) in named:
        return HttpResponse(charts.as_csv(named[wanted].table), content_type="text/csv; charset=utf-8")
    facts = {
        **_frame(seen),
        **named,
        "tiles": _tiles(seen),
        "sentence": _sentence(seen, groups),
        "readings": seen.score.readings,
        "criteria": [_line(seen, one) for one in seen.score.criteria.values()],
        "periods": [Period(month_of(now()).first - back).code for back in range(MONTHS)],
        "bodies": [seen.tree[code] for code in seen.tree.nodes],
    }
    return render(request, "criteria/index.jinja", facts)


@require_safe
@officer_required
def criterion(request: OfficerRequest, criterion: str) -> HttpResponse:
    seen = _seen(request)
    measured = seen.score.criteria.get(criterion)
    if measured is None:
        raise Http404
    lost = seen.losses.criteria[criterion]
    parts = sorted(seen.split(lost).items(), key=lambda part: -part[1]) if lost.weights else []
    bodies = list(seen.tree.below(seen.node.code))
    behind = dossiers_behind(measured.criterion, bodies, seen.over, seen.horizon) if seen.horizon else []
    facts = {
        **_frame(seen),
        "line": _line(seen, measured),
        "criterion": measured.criterion,
        "lost": lost,
        "parts": [(seen.tree[code], points, _address(seen, code)) for code, points in parts],
        "rest": lost.rest,
        "behind": behind,
        "counted": counters(),
    }
    return render(request, "criteria/criterion.jinja", facts)


def _seen(request: HttpRequest) -> View:
    body = request.GET.get("cq") or _own(request)
    return view(body, request.GET.get("ky") or month_of(now()).code, by=request.GET.get("bo") or DEFAULT_SET)


def _own(request: Any) -> str:
    """The whole province for those of the province, else the officer's own body."""
    body = request.officer.body
    return str(body.parent.code if body.parent else body.code)


def _frame(seen: View) -> dict[str, Any]:
    return {
        "seen": seen,
        "path": [(node, _address(seen, node.code)) for node in seen.tree.above(seen.node.code)],
        "here": _address(seen, seen.node.code),
        "query": f"?cq={seen.node.code}&ky={seen.over.code}",
    }


def _address(seen: View, body: str, criterion: str = "") -> str:
    path = reverse("criteria:criterion", args=[criterion]) if criterion else reverse("criteria:index")
    return f"{path}?cq={body}&ky={seen.over.code}"


def _groups(seen: View) -> Any:
    return charts.bar_table(
        [charts.Bar(group.group.name, group.points, group.max) for group in seen.score.groups if group.max],
        say=charts.places(2),
    )


def _falls(seen: View) -> Any:
    steps = [charts.Step(row.group.name, row.lost) for row in waterfall(seen.score) if row.group.points]
    return charts.waterfall(seen.score.max, steps, say=charts.places(2))


def _parts(seen: View) -> Any:
    """Bodies by groups, as shares of each group's maximum."""
    groups = [group for group in seen.score.groups if group.max]
    rows = []
    for code, counts in seen.parts.items():
        if not counts["received"] and not counts["finished"]:
            continue
        points = {one.code: one for one in seen.part_score(code).groups}
        cells = [charts.Cell(points[group.code].points / group.max) for group in groups]
        href = _address(seen, code) if code != seen.node.code else ""
        rows.append(charts.HeatRow(seen.tree[code].name, cells, href))
    return charts.heat_table([charts.Head(group.group.name) for group in groups], rows, say=charts.share)


def _trend(seen: View) -> Any:
    """The last twelve periods up to this one."""
    periods = [seen.over.back(step) for step in range(MONTHS - 1, -1, -1)]
    scores = scores_over(seen.node.code, periods, by=seen.by.code)
    points = [
        charts.Point(over.code, None if found is None else found.rated)
        for over, found in zip(periods, scores, strict=True)
    ]
    return charts.trend(points, name=_("Score"), say=charts.places(2))


def _tiles(seen: View) -> list[Any]:
    counts, result = seen.counts, seen.score
    on_time = next(one for one in result.readings if one.reading.code == "with_open")
    rated = charts.places(2)(result.rated) if result.rated is not None else "–"
    return [
        charts.Tile(_("Score"), rated, str(result.band.name) if result.band else ""),
        charts.Tile(_("On time, with the late and open"), _share(on_time.ratio)),
        charts.Tile(_("Late now"), charts.whole(counts["pending_late"])),
        charts.Tile(_("Filed online"), _share(_ratio(counts["received_online"], counts["received"]))),
        charts.Tile(_("Paid online"), _share(_ratio(counts["received_paid_online"], counts["received_fee"]))),
        charts.Tile(
            _("Petitions answered"),
            _share(
                _ratio(
                    counts["petitions_answered"], counts["petitions_answered"] + counts["petitions_pending"]
                )
            ),
        ),
    ]


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole > 0 else None


def _share(ratio: Fraction | None) -> str:
    return "–" if ratio is None else charts.share(ratio)


def _sentence(seen: View, groups: Any) -> str:
    leading = groups.facts.leading
    if not leading or not seen.score.rated:
        return _("Nothing has been counted in this period yet.")
    return _("%(body)s stands at %(score)s of %(max)s points; most are lost in: %(groups)s.") % {
        "body": seen.node.name,
        "score": charts.places(2)(seen.score.rated),
        "max": charts.plain(seen.score.max),
        "groups": ", ".join(f"{spot.label} ({spot.text})" for spot in leading),
    }


def _line(seen: View, one: Measured) -> dict[str, Any]:
    return {
        "code": one.criterion.code,
        "name": one.criterion.name,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "ratio": None if one.ratio is None or one.criterion.is_mean else one.ratio,
        "points": one.points,
        "max": one.max,
        "lost": one.max - (one.points or 0),
        "formula": f"({one.criterion.numerator}) / ({', '.join(map(str, one.criterion.denominators))})",
        "source": one.criterion.source,
        "confidence": _how_sure(one.criterion.confidence),
        "flags": one.flags,
        "href": _address(seen, seen.node.code, one.criterion.code),
    }
