"""The index on one page: how well a body serves, what that is made of, and how it moved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.criteria.queries.scores import PREVIOUS
from motcua.criteria.queries.services import offered
from motcua.criteria.views import figures
from motcua.criteria.views.exports import exported, wanted
from motcua.criteria.views.marking import marking
from motcua.criteria.views.saying import line, points_of, share_of
from motcua.criteria.views.seen import TREND, Asked, asked, basis, frame, name_of
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required

REFRESH_SECONDS = 5


@require_safe
@officer_required
def index(request: OfficerRequest) -> HttpResponse:
    """`o=nhom`: the heat table by groups; `tat-ca=1`: all of its rows; `man-hinh=1`: for a screen on the wall."""
    found = asked(request, past=TREND, compared=PREVIOUS)
    by_criteria, everything = request.GET.get("o") != "nhom", bool(request.GET.get("tat-ca"))
    if request.GET.get("man-hinh"):
        return wall(request, found)
    groups = figures.groups(found)
    marks = marking(found, [side.over for side in found.view.past], request.officer)
    drawn: dict[str, Any] = {
        "groups": groups,
        "trend": figures.trend(found, marks),
        "falls": figures.falls(found),
        "heat": figures.heat(found, by_criteria=by_criteria, everything=everything or wanted(request)),
    }
    changed = figures.changes(found)
    tables = {name: (_titles()[name], figure.table) for name, figure in drawn.items()}
    if changed:
        tables["changes"] = (_titles()["changes"], changed.table)
    tables |= {
        "criteria": (_("Criteria"), criteria_table(found)),
        "readings": (_("On time"), readings(found)),
    }
    if wanted(request):
        return exported(request, found.view, tables, basis(found.view))
    facts = {
        **frame(found),
        **drawn,
        "tables": tables,
        "changes": changed,
        "marks": marks.rows,
        "tiles": _tiles(found),
        "sentence": sentence(found, groups),
        "moved": since(found),
        "start": _start(found),
        "by_criteria": by_criteria,
        "everything": everything or len(found.view.parts) <= figures.ROWS,
        "criteria": _criteria(found),
    }
    return render(request, "criteria/index.jinja", facts)


def wall(request: OfficerRequest, found: Asked) -> HttpResponse:
    """Few large figures, no names; the page asks for itself anew every few seconds."""
    facts = {
        **frame(found),
        "groups": figures.groups(found),
        "tiles": [tile._replace(facts=(), href="") for tile in _tiles(found)],
        "sentence": sentence(found, figures.groups(found)),
        "moved": since(found),
        "again": found.address(**{"man-hinh": "1"}),
        "seconds": REFRESH_SECONDS,
    }
    return render(request, "criteria/wall.jinja", facts)


def _tiles(found: Asked) -> list[charts.Tile]:
    seen = found.view
    at = seen.over.ends_at if seen.horizon is None else min(seen.over.ends_at, seen.horizon)
    return figures.tiles(found, offered(seen.bodies, at, seen.procedures))


def _titles() -> dict[str, str]:
    return {
        "groups": _("Points by group"),
        "trend": _("Score over time"),
        "falls": _("From the most points down to the score"),
        "heat": _("Bodies by criteria"),
        "changes": _("What moved the score"),
    }


def sentence(found: Asked, groups: charts.BarTable) -> str:
    """Where the body stands and where its points are lost."""
    seen, leading = found.view, groups.facts.leading
    if seen.is_empty or not leading or not seen.score.rated:
        return _("Nothing has been counted in this period yet.")
    return _("%(body)s stands at %(score)s of %(max)s points; most are lost in: %(groups)s.") % {
        "body": seen.node.name,
        "score": charts.places(2)(seen.score.rated),
        "max": charts.plain(seen.score.max, 0),
        "groups": ", ".join(f"{spot.label} ({spot.text})" for spot in leading),
    }


def since(found: Asked) -> str:
    """How far the score moved since the period compared with."""
    seen, before = found.view, found.view.before
    if before is None or before.is_empty or seen.is_empty:
        return ""
    if before.by.digest != seen.by.digest:
        return _(
            "%(period)s was measured by another version of the criteria set: the points do not compare."
        ) % {"period": name_of(before.over)}
    if seen.score.rated is None or before.score.rated is None:
        return ""
    change = seen.score.rated - before.score.rated
    return _("%(change)s points since %(period)s.") % {
        "change": charts.signed(change, charts.places(2)),
        "period": name_of(before.over),
    }


def _start(found: Asked) -> dict[str, str] | None:
    """The criterion that loses most: where to begin."""
    lost = [one for one in found.view.score.criteria.values() if one.is_measured and one.max]
    worst = max(lost, key=lambda one: one.max - (one.points or 0), default=None)
    if worst is None or worst.points == worst.max:
        return None
    return {
        "href": found.address("criterion", worst.criterion.code),
        "text": f"{worst.criterion.code} {worst.criterion.name}",
        "lost": points_of(worst.max - (worst.points or 0)),
    }


def _criteria(found: Asked) -> list[dict[str, Any]]:
    """The criteria by group, each a row."""
    return [
        {
            "group": group.group,
            "points": points_of(group.points),
            "max": group.max,
            "rows": [line(one, found.address("criterion", one.criterion.code)) for one in group.criteria],
        }
        for group in found.view.score.groups
    ]


def criteria_table(found: Asked) -> charts.Table:
    columns = (
        charts.Column(_("Code")),
        charts.Column(_("Criterion")),
        charts.Column(_("Numerator"), charts.whole),
        charts.Column(_("Denominator"), charts.whole),
        charts.Column(_("Rate"), share_of),
        charts.Column(_("Points reached"), charts.places(2)),
        charts.Column(_("Maximum points"), charts.plain),
        charts.Column(_("Formula")),
        charts.Column(_("Source")),
    )
    rows = []
    for one in found.view.score.criteria.values():
        told = line(one, "")
        rows.append(
            (
                one.criterion.code,
                one.criterion.name,
                one.numerator,
                one.denominator,
                one.ratio,
                one.points,
                one.max,
                told["formula"],
                told["source"],
            )
        )
    return charts.Table(columns, tuple(rows))


def readings(found: Asked) -> charts.Table:
    """On time, read in three ways."""
    columns = (
        charts.Column(_("Reading")),
        charts.Column(_("Definition")),
        charts.Column(_("On time"), charts.whole),
        charts.Column(_("Of"), charts.whole),
        charts.Column(_("Rate"), share_of),
    )
    rows = [
        (one.reading.name, one.reading.definition, one.numerator, one.denominator, one.ratio)
        for one in found.view.score.readings
    ]
    return charts.Table(columns, tuple(rows))
