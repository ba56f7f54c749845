"""One criterion: its figures, where its points were lost down to the officer, why it moved, the dossiers behind.

tai  a body below the one in `cq`, whose points these are       rieng  that body alone, without those below it
tt   a procedure      buoc  a step of it      theo=thu-tuc  by procedure instead of by body
"""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.access import people, sight_of
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.drilling import Drill, Level, Share, Way, drill, place_of
from motcua.criteria.queries.evidence import Costly, costly
from motcua.criteria.queries.fields import names_of, steps_of
from motcua.criteria.queries.scores import PREVIOUS
from motcua.criteria.rules.bearing import Holder
from motcua.criteria.rules.measuring import Measured
from motcua.criteria.views.exports import exported, wanted
from motcua.criteria.views.figures import moved, rates
from motcua.criteria.views.marking import marking
from motcua.criteria.views.saying import line, ratio_of, reason, share_of
from motcua.criteria.views.seen import TREND, Asked, asked, basis, frame, name_of
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.organizations.access import OfficerRequest, officer_required

DOSSIERS = 10
ROWS = 20
THREE = charts.places(3)


@require_safe
@officer_required
def criterion(request: OfficerRequest, criterion: str) -> HttpResponse:
    found = asked(request, past=TREND, compared=PREVIOUS)
    seen = found.view
    if criterion not in seen.score.criteria:
        raise Http404
    way = _way(request, seen.node.code)
    try:
        drilled = drill(seen, criterion, way)
    except KeyError as error:
        raise Http404 from error
    named = _named(request, found, drilled)
    parts = _table(found, drilled, named)
    movement = seen.movements.of(criterion) if seen.movements and way == Way(seen.node.code) else None
    bodies = {code: node.name for code, node in seen.tree.nodes.items()}
    change = moved(movement, bodies, found) if movement and movement.change else None
    tables = {"parts": (_("Where the points were lost"), parts)}
    marks = marking(found, [side.over for side in seen.past], request.officer, criterion)
    course = rates(found, criterion, marks) if way == Way(seen.node.code) else None
    if course:
        tables["course"] = (_("The rate over time"), course.table)
    if change:
        tables["changes"] = (_("Why it moved"), change.table)
    place = place_of(seen, way)
    behind = costly(drilled.loss, place, most=DOSSIERS) if place and not way.step else []
    if behind:
        tables["dossiers"] = (_("Dossiers that cost most points"), _dossiers(behind))
    if wanted(request):
        return exported(request, seen, tables, [(_("Criterion"), criterion), *basis(seen)])
    shown = drilled.shares if request.GET.get("tat-ca") else _foremost(drilled)
    facts = {
        **frame(found),
        "line": line(drilled.measured, ""),
        "criterion": drilled.measured.criterion,
        "drill": drilled,
        "down": _path(found, drilled),
        "parts": parts,
        "rows": _rows(found, drilled, named, shown),
        "more": len(drilled.shares) - len(shown),
        "count": len(drilled.shares),
        "tables": tables,
        "change": change,
        "course": course,
        "marks": marks.rows,
        "compared": name_of(seen.before.over) if seen.before else "",
        "behind": behind,
        "counters": _counters(found, drilled.measured, way),
        "by": _by(found, criterion, way),
        "here": _here(found, drilled, way),
    }
    return render(request, "criteria/criterion.jinja", facts)


def _way(request: HttpRequest, body: str) -> Way:
    said = request.GET
    procedure = said.get("tt", "")
    return Way(
        said.get("tai") or body,
        bool(said.get("rieng")),
        procedure,
        said.get("buoc", "") if procedure else "",
        said.get("theo") == "thu-tuc",
    )


def _named(request: OfficerRequest, found: Asked, drilled: Drill) -> dict[str, Text]:
    """What people call the parts. Officers as the reader may see them (access.py)."""
    if drilled.level is Level.PROCEDURES:
        return names_of([share.key for share in drilled.shares])
    if drilled.level is Level.STEPS:
        return steps_of(drilled.way.procedure)
    if drilled.level is not Level.OFFICERS:
        return {}
    holders = [share.holder for share in drilled.shares if share.holder]
    known = people(holders, sight_of(request.officer, localdate(now())))
    names = {}
    for number, share in enumerate(drilled.shares, start=1):
        if share.holder is None:
            continue
        person = known[share.holder]
        if not share.holder.officer:
            name = _("Nobody had taken it")
        else:
            name = person.name or _("Officer %(number)s") % {"number": number}
        names[share.key] = _within(name, person.unit, _elsewhere(found, drilled, share.holder))
    return names


def _elsewhere(found: Asked, drilled: Drill, holder: Holder) -> Text:
    """The body that had a step, where it is not the one that is looked at."""
    node = found.view.tree.nodes.get(holder.body)
    return node.name if node and holder.body != drilled.way.body else Text("")


def _within(name: str, unit: Text, body: Text) -> Text:
    vi = " · ".join(filter(None, (name, unit.vi, body.vi)))
    return Text(vi, " · ".join(filter(None, (name, unit.en or unit.vi, body.en or body.vi))))


def _label(drilled: Drill, found: Asked, share: Share, named: dict[str, Text]) -> Text:
    if drilled.level is Level.BODIES:
        name = found.view.tree[share.key].name
        is_own = share.key == drilled.way.body and found.view.tree.children(share.key)
        return _joined(name, _("by itself")) if is_own else name
    if drilled.level is Level.PROCEDURES:
        if not share.key:
            return Text(_("Of no procedure"))
        return named.get(share.key, Text(share.key))
    return named.get(share.key, Text(share.key))


def _joined(name: Text, words: str) -> Text:
    return Text(f"{name.vi} ({words})", f"{name.en} ({words})" if name.en else "")


def _href(found: Asked, drilled: Drill, share: Share) -> str:
    """One level down from a part; empty at the bottom."""
    way, code = drilled.way, drilled.measured.criterion.code
    changes: dict[str, str] = {"tai": way.body, "tt": way.procedure, "rieng": "1" if way.own else ""}
    if drilled.level is Level.BODIES:
        own = share.key == way.body and bool(found.view.tree.children(share.key))
        changes |= {"tai": share.key, "rieng": "1" if own else ""}
    elif drilled.level is Level.PROCEDURES and share.key:
        changes |= {"tt": share.key}
    elif drilled.level is Level.STEPS:
        changes |= {"buoc": share.key}
    else:
        return ""
    return found.address("criterion", code, **changes)


def _foremost(drilled: Drill) -> Sequence[Share]:
    """The first parts in which anything happened: what is nothing everywhere tells a reader nothing."""
    told = [one for one in drilled.shares if one.points or not one.counts or drilled.cases(one)[1]]
    return told[:ROWS]


def _rows(
    found: Asked, drilled: Drill, named: dict[str, Text], shown: Sequence[Share]
) -> list[dict[str, Any]]:
    rows = []
    for share in shown:
        numerator, denominator = drilled.cases(share)
        rows.append(
            {
                "name": _label(drilled, found, share, named),
                "href": _href(found, drilled, share),
                "points": THREE(share.points),
                "numerator": numerator if share.counts else None,
                "denominator": denominator if share.counts else None,
                "rate": share_of(ratio_of(numerator, denominator)) if share.counts else "",
                "cases": share.cases,
            }
        )
    kept = {one.key for one in shown}
    others = [one for one in drilled.shares if one.key not in kept]
    if others:
        rows.append(
            {
                "name": _("%(number)s others") % {"number": len(others)},
                "href": "",
                "points": THREE(sum(one.points for one in others)),
            }
        )
    rows += [
        {"name": reason(code), "href": "", "points": THREE(points)} for code, points in drilled.rest.items()
    ]
    return rows


def _table(found: Asked, drilled: Drill, named: dict[str, Text]) -> charts.Table:
    """All parts, unrounded; the last row is their sum."""
    columns = (
        charts.Column(_("Code")),
        charts.Column(_heads()[drilled.level]),
        charts.Column(_("Numerator"), charts.whole),
        charts.Column(_("Denominator"), charts.whole),
        charts.Column(_("Points lost"), THREE),
    )
    rows: list[tuple[charts.tables.Value, ...]] = []
    for share in drilled.shares:
        cases = drilled.cases(share) if share.counts else (None, None)
        code = "" if share.holder else share.key
        rows.append((code, _label(drilled, found, share, named), *cases, share.points))
    rows += [("", reason(code), None, None, points) for code, points in drilled.rest.items()]
    rows.append(("", _("Together"), None, None, drilled.total))
    return charts.Table(columns, tuple(rows))


def _heads() -> dict[Level, str]:
    return {
        Level.BODIES: _("Body"),
        Level.PROCEDURES: _("Procedure"),
        Level.STEPS: _("Step"),
        Level.OFFICERS: _("Officer and unit"),
        Level.NONE: _("Part"),
    }


def _path(found: Asked, drilled: Drill) -> list[tuple[Any, str]]:
    """From the view's own node down to where the reader stands; the last is not linked."""
    seen, way, code = found.view, drilled.way, drilled.measured.criterion.code
    above = [node for node in seen.tree.above(way.body) if node.code in seen.bodies]
    told: list[tuple[Any, str]] = [
        (node.name, found.address("criterion", code, tai="" if node.code == seen.node.code else node.code))
        for node in above
    ]
    own = {"tai": way.body, "rieng": "1" if way.own else ""}
    if way.own:
        told.append((_("by itself"), found.address("criterion", code, **own)))
    if way.procedure:
        name = names_of([way.procedure]).get(way.procedure, Text(way.procedure))
        told.append((name, found.address("criterion", code, **own, tt=way.procedure)))
    if way.step:
        name = steps_of(way.procedure).get(way.step, Text(way.step))
        told.append((name, ""))
    return told


def _by(found: Asked, criterion: str, way: Way) -> list[dict[str, Any]]:
    """The two ways to split a node that has bodies below it."""
    if way.procedure or way.own or not found.view.tree.children(way.body):
        return []
    body = "" if way.body == found.view.node.code else way.body
    return [
        {
            "href": found.address("criterion", criterion, tai=body, theo=word),
            "label": label,
            "current": way.by_procedure == bool(word),
        }
        for word, label in (("", _("By body")), ("thu-tuc", _("By procedure")))
    ]


def _here(found: Asked, drilled: Drill, way: Way) -> str:
    words = {
        "tai": way.body if way.body != found.view.node.code or way.own else "",
        "rieng": "1" if way.own else "",
        "tt": way.procedure,
        "buoc": way.step,
        "theo": "thu-tuc" if way.by_procedure else "",
    }
    return found.address("criterion", drilled.measured.criterion.code, **words)


def _counters(found: Asked, measured: Measured, way: Way) -> list[dict[str, Any]]:
    """The counters of the formula, each with its number and the facts behind it."""
    known, seen = counters(), found.view
    return [
        {
            "name": known.name_of(code),
            "count": seen.counts[code],
            "href": found.address("facts", dem=code),
        }
        for code in sorted(measured.criterion.counters)
    ]


def _dossiers(behind: list[Costly]) -> charts.Table:
    columns = (
        charts.Column(_("Code")),
        charts.Column(_("Procedure")),
        charts.Column(_("Points lost"), THREE),
    )
    return charts.Table(columns, tuple((one.fact.code, one.fact.procedure, one.points) for one in behind))
