"""Where the score will stand when the period ends, and which of the open dossiers will probably be late.

cq  body (or VN)       ky  a running month or quarter
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.access import sight_of
from motcua.criteria.models import Foretelling, ForetoldDossier, ForetoldEnd
from motcua.criteria.queries.fields import names_of
from motcua.criteria.queries.outlook import WITH_OPEN, foretold_end, likely_late, newest, running_periods
from motcua.criteria.queries.scores import Side
from motcua.criteria.views import foretold
from motcua.criteria.views.exports import Tables, exported, wanted
from motcua.criteria.views.seen import Asked, asked, frame, name_of
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer, Unit

PAST, FIRST, MOST = 13, 20, 500
POINTS = charts.places(2)


@require_safe
@officer_required
def outlook(request: OfficerRequest) -> HttpResponse:
    found = asked(request, past=PAST)
    made, end = newest(), _end_of(found)
    bodies = _listed(request.officer, found)
    everything = wanted(request) or bool(request.GET.get("tat-ca"))
    open_ones = likely_late(bodies, most=MOST if everything else FIRST + 1)
    told = _Told(open_ones if everything else open_ones[:FIRST])
    tables = _tables(end, told) if made else {}
    basis = _basis(found, made)
    if wanted(request):
        return exported(request, found.view, tables, basis)
    facts = {
        **frame(found),
        "basis": basis,
        "made": made,
        "end": end,
        "sentence": _sentence(found, end),
        "tiles": _tiles(end) if end else [],
        "score": _score(found.view.past, end) if end else None,
        "ratio": _ratio(found.view.past, end) if end else None,
        "assumptions": foretold.assumptions(end.assumptions) if end else [],
        "rows": told.rows,
        "may_see": bool(bodies),
        "more": "" if len(told.rows) == len(open_ones) else found.address("outlook", **{"tat-ca": "1"}),
        "periods": [{"value": one.code, "label": name_of(one)} for one in _periods(made)],
        "here": found.address("outlook"),
        "tables": tables,
    }
    return render(request, "criteria/outlook.jinja", facts)


class _Told:
    """The listed dossiers, with the names of their procedures and units."""

    def __init__(self, rows: Sequence[ForetoldDossier]) -> None:
        procedures = names_of({row.procedure for row in rows})
        units = {unit.code: unit.name for unit in Unit.objects.filter(code__in={row.unit for row in rows})}
        self.rows = [
            {
                "code": row.code,
                "href": reverse("dossiers:work", args=[row.code]),
                "procedure": procedures.get(row.procedure, Text(row.procedure)),
                "chance": f"{round(100 * row.probability)}%",
                "tone": foretold.tone(row.probability),
                "due_at": row.due_at,
                "unit": units.get(row.unit, Text(row.unit)) if row.unit else "",
                "reasons": foretold.reasons(row.reasons),
                "probability": round(row.probability, 4),
            }
            for row in rows
        ]

    @property
    def table(self) -> charts.Table:
        head = (_("Code"), _("Procedure"), _("Chance to be late"), _("Due"), _("Unit"), _("Reasons"))
        return charts.Table(
            tuple(charts.Column(words) for words in head),
            tuple(
                (
                    row["code"],
                    str(row["procedure"]),
                    row["probability"],
                    f"{localtime(row['due_at']):%Y-%m-%d %H:%M}" if row["due_at"] else "",
                    str(row["unit"]),
                    " ".join(row["reasons"]),
                )
                for row in self.rows
            ),
        )


def _end_of(found: Asked) -> ForetoldEnd | None:
    """None for a field, or by another set: only wholes by the usual set are foretold."""
    seen = found.view
    end = None if seen.field else foretold_end(seen.node.code, seen.over)
    return end if end and end.set == seen.by.code else None


def _listed(officer: Officer, found: Asked) -> Collection[str]:
    """The bodies below the node whose dossiers the officer may see one by one."""
    bodies = found.view.bodies
    if sight_of(officer, localdate(now())).everybody:
        return bodies
    return [code for code in bodies if code == officer.body.code]


def _periods(made: Foretelling | None) -> Sequence[Any]:
    return running_periods(made.at if made else now())


def _sentence(found: Asked, end: ForetoldEnd | None) -> str:
    if end is None:
        return ""
    return _("%(body)s will probably end %(period)s at %(score)s points, between %(low)s and %(high)s.") % {
        "body": found.view.node.name,
        "period": name_of(found.view.over),
        **{
            name: POINTS(end.score[key])
            for name, key in (("score", "expected"), ("low", "low80"), ("high", "high80"))
        },
    }


def _tiles(end: ForetoldEnd) -> list[charts.Tile]:
    return [
        charts.Tile(_("Score now"), POINTS(end.score_now)),
        charts.Tile(
            _("Score at the end"), POINTS(end.score["expected"]), _eighty(_between(end.score, POINTS))
        ),
        charts.Tile(
            _("On time at the end"),
            charts.share(end.ratio["expected"]),
            _eighty(_between(end.ratio, charts.share)),
        ),
        charts.Tile(
            _("Late in this period so far"),
            charts.whole(end.late),
            _("of %(count)s") % {"count": charts.whole(end.dossiers)},
        ),
        charts.Tile(_("Late ones still to be added"), charts.whole(round(end.newly_late))),
    ]


def _between(band: Mapping[str, float], say: charts.Say, sure: int = 80) -> str:
    return f"{say(band[f'low{sure}'])} – {say(band[f'high{sure}'])}"


def _eighty(between: str) -> str:
    return _("eight of ten times within %(between)s") % {"between": between}


def _score(past: Sequence[Side], end: ForetoldEnd) -> charts.Trend:
    points = [
        charts.Point(side.over.code, None if side.is_empty else side.score.rated) for side in _begun(past)
    ]
    points.append(_point(end, end.score))
    return charts.trend(points, name=_("Score"), forecast=1, say=POINTS)


def _ratio(past: Sequence[Side], end: ForetoldEnd) -> charts.Trend:
    points = []
    for side in _begun(past):
        reading = next(one for one in side.score.readings if one.reading.code == WITH_OPEN)
        points.append(charts.Point(side.over.code, reading.ratio))
    points.append(_point(end, end.ratio))
    return charts.trend(points, name=_("On time, with the late and open"), forecast=1, say=charts.share)


def _begun(past: Sequence[Side]) -> Sequence[Side]:
    """The periods before this one, from the first in which anything happened."""
    before = past[:-1]
    first = next((place for place, side in enumerate(before) if not side.is_empty), len(before))
    return before[first:]


def _point(end: ForetoldEnd, band: Mapping[str, float]) -> charts.Point:
    return charts.Point(end.period, band["expected"], band["low95"], band["high95"])


def _tables(end: ForetoldEnd | None, told: _Told) -> Tables:
    tables: dict[str, tuple[str, charts.Table]] = {}
    if end:
        words = (_("Figure"), _("Expected"), "80 % ≥", "80 % ≤", "95 % ≥", "95 % ≤")
        keys = ("expected", "low80", "high80", "low95", "high95")
        rows = [
            (name, *(round(band[key], 4) for key in keys))
            for name, band in ((_("Score"), end.score), (_("On time, with the late and open"), end.ratio))
        ]
        columns = tuple(
            charts.Column(one, charts.places(4)) if at else charts.Column(one) for at, one in enumerate(words)
        )
        tables["end"] = (_("At the end of the period"), charts.Table(columns, tuple(rows)))
    if told.rows:
        tables["dossiers"] = (_("Open dossiers that will probably be late"), told.table)
    return tables


def _basis(found: Asked, made: Foretelling | None) -> list[tuple[str, str]]:
    seen = found.view
    rows = [
        (_("Criteria set"), f"{seen.by.code} · {seen.by.digest[:12]}"),
        (_("Reporting period"), name_of(seen.over)),
    ]
    if made:
        rows += [
            (_("Foretold with data as of"), f"{localtime(made.at):%d/%m/%Y %H:%M:%S}"),
            (
                _("Learned from"),
                _("%(count)s settled dossiers, %(late)s of them late")
                % {"count": charts.whole(made.learned), "late": charts.whole(made.learned_late)},
            ),
        ]
    return rows
