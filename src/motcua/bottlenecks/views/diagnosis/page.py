"""One diagnosis: the conclusion first, then the map, steps, who bears it, peers, dossiers, and what was left out."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.bottlenecks.queries.diagnosis import diagnose
from motcua.bottlenecks.queries.saying import Words, conclusion_of, hours, position_of, reason_of, words_for
from motcua.bottlenecks.queries.whatif_rights import bodies_to_try
from motcua.bottlenecks.rules.diagnosis import Asked, Diagnosis, StepFigures
from motcua.bottlenecks.rules.diagnosis.drawing import drawn, lines_of
from motcua.bottlenecks.views.diagnosis.asking import (
    address,
    asked_of,
    basis_of,
    home_address,
    index_address,
    order_address,
    period_name,
    periods,
    trial_address,
)
from motcua.bottlenecks.views.diagnosis.naming import cause_told, holders_named
from motcua.bottlenecks.views.diagnosis.tables import THREE, Tables, by_place, tables_of
from motcua.catalog.models import Procedure
from motcua.clock.queries import now
from motcua.criteria.queries.nodes import Node, tree
from motcua.criteria.queries.scores import period_of, set_of
from motcua.kernel import charts
from motcua.kernel.spreadsheets import CSV, XLSX, workbook
from motcua.organizations.access import OfficerRequest, officer_required

SHOWN = 10


class Told(NamedTuple):
    """A diagnosis with its names and tables."""

    found: Diagnosis
    words: Words
    tables: Tables
    causes: list[tuple[str, str]]
    basis: list[tuple[str, Any]]


@require_safe
@officer_required
def diagnosis(request: OfficerRequest, criterion: str, body: str, procedure: str = "") -> HttpResponse:
    asked = asked_of(request, criterion, body, procedure)
    known = tree()
    if body not in known.nodes or not _known(asked):
        raise Http404
    found = diagnose(asked)
    told = _told(request, found)
    if request.GET.get("xuat"):
        return _exported(request, told)
    facts = _facts(told, known.above(body)) | {"trial": _trial(request, told)}
    return render(request, "bottlenecks/diagnosis.jinja", facts)


def _known(asked: Asked) -> bool:
    if asked.criterion not in set_of(asked.criteria_set, period_of(asked.period)).criteria:
        return False
    return not asked.procedure or Procedure.objects.filter(code=asked.procedure).exists()


def _told(request: OfficerRequest, found: Diagnosis) -> Told:
    words = words_for(found)
    late = frozenset(one.code for one in found.dossiers)
    causes = [(reason_of(cause.reason), cause_told(cause, words, late)) for cause in found.causes]
    named = holders_named(request, found.contributions, words)
    over = period_of(found.asked.period)
    by = set_of(found.asked.criteria_set, over)
    return Told(
        found,
        words,
        tables_of(found, words, named, causes),
        causes,
        basis_of(found, over, f"{by.code} · {by.digest[:12]}"),
    )


def _exported(request: OfficerRequest, told: Told) -> HttpResponse:
    """`xuat=csv&bang=NAME`, or `xuat=xlsx`."""
    asked, kind, name = told.found.asked, request.GET["xuat"], request.GET.get("bang", "")
    words = [
        slugify(one) for one in ("chan-doan", asked.criterion, asked.body, asked.procedure, asked.period)
    ]
    stem = "-".join(filter(None, words))
    if kind == "xlsx":
        sheets = [charts.as_sheet(title, table) for title, table in told.tables.values()]
        sentences = list(zip((_("Conclusion"), ""), conclusion_of(told.found, told.words), strict=True))
        return _file(workbook(sheets, _("About this file"), [*sentences, *told.basis]), XLSX, f"{stem}.xlsx")
    if kind != "csv" or name not in told.tables:
        raise Http404
    return _file(charts.as_csv(told.tables[name][1]), CSV, f"{stem}-{name}.csv")


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _facts(told: Told, above: list[Node]) -> dict[str, Any]:
    found, words = told.found, told.words
    asked = found.asked
    by = set_of(asked.criteria_set, period_of(asked.period))
    worst = found.conclusion.key if found.conclusion else None
    unit = found.conclusion.holder.unit if found.conclusion else ""
    sentences = conclusion_of(found, words)
    return {
        "found": found,
        "words": words,
        "criterion": by.criteria[asked.criterion],
        "node": above[-1],
        "procedure": words.procedures.get(asked.procedure),
        "period": period_name(period_of(asked.period)),
        "periods": periods(),
        "path": _path(asked, above),
        "sentences": sentences,
        "tone": "grey" if not found.enough else "red" if found.points > 0 and found.late else "green",
        "order": order_address(found, _lead(found, words), unit, " ".join(sentences)),
        "here": address(asked),
        "index": index_address(asked, asked.criterion),
        "home": home_address(asked),
        "tables": told.tables,
        "map": drawn(found.steps, found.flows, worst) if found.by_steps else None,
        "bars": [_bar(one, found, words) for one in found.steps],
        "causes": told.causes,
        "deeper": _deeper(found, words),
        "shown": SHOWN,
        "basis": told.basis,
        "lines_of": lines_of,
        "position_of": position_of,
        "hours": hours,
        "three": THREE,
    }


def _trial(request: OfficerRequest, told: Told) -> str:
    """Where a change is tried, at whoever should mend it or else at the body itself; empty if the reader may not."""
    found = told.found
    if not (found.by_steps and found.enough and found.late):
        return ""
    may = bodies_to_try(request.officer, now())
    body = next((one for one in (_lead(found, told.words), found.asked.body) if one in may), "")
    return trial_address(found, body) if body else ""


def _path(asked: Asked, above: list[Node]) -> list[tuple[str, Any]]:
    """Down the tree, the same criterion at each; the page itself is not among them."""
    nodes = above if asked.procedure else above[:-1]
    return [(address(asked, body=node.code, procedure=""), node.name) for node in nodes]


def _lead(found: Diagnosis, words: Words) -> str:
    """The body that should mend it: whose unit bears most; the measured one where that is not known."""
    unit = found.conclusion.holder.unit if found.conclusion else ""
    return words.body_of.get(unit, found.asked.body)


def _bar(one: StepFigures, found: Diagnosis, words: Words) -> dict[str, Any]:
    """Waiting and work of a step against its limit, as shares of the longest row."""
    longest = max(max(_total(step), step.limit or 0, _longest_wait(step)) for step in found.steps) or 1
    wait = one.waiting.median if one.waiting else 0
    work = one.processing.median if one.processing else 0
    return {
        "name": words.step(one.key),
        "position": position_of(one.key.role),
        "wait": charts.numbers.percent_of(wait, longest),
        "work": charts.numbers.percent_of(work, longest),
        "limit": charts.numbers.percent_of(one.limit, longest) if one.limit else "",
        "tone": _tone(wait, one.limit),
        "p90": charts.numbers.percent_of(_longest_wait(one), longest),
        "p90_tone": "red" if one.limit and _longest_wait(one) > one.limit else "grey",
        "said": _("wait %(wait)s (one in ten over %(p90)s), work %(work)s")
        % {
            "wait": hours(one.waiting.median if one.waiting else None),
            "p90": hours(one.waiting.p90 if one.waiting else None),
            "work": hours(one.processing.median if one.processing else None),
        },
        "said_limit": hours(one.limit),
        "step": one,
        "worst": bool(found.conclusion and found.conclusion.key == one.key),
    }


def _tone(wait: int, limit: int | None) -> str:
    """By how much of its limit a step spends waiting."""
    if limit is None or 2 * wait <= limit:
        return "grey"
    return "red" if wait > limit else "amber"


def _longest_wait(one: StepFigures) -> int:
    return one.waiting.p90 if one.waiting else 0


def _total(one: StepFigures) -> int:
    return (one.waiting.median if one.waiting else 0) + (one.processing.median if one.processing else 0)


def _deeper(found: Diagnosis, words: Words) -> list[dict[str, Any]]:
    """The bodies below and the procedures that lose most, each with its own diagnosis."""
    asked = found.asked
    lists = []
    for procedures, title in ((False, _("By body")), (True, _("By procedure"))):
        if (procedures and asked.procedure) or not found.dossiers:
            continue
        rows = by_place(found, procedures=procedures)
        if not procedures and {code for code, *_more in rows} == {asked.body}:
            continue
        head = _("Procedure") if procedures else _("Body")
        told = [_down(asked, row, words, procedures=procedures) for row in rows[:8]]
        lists.append({"title": title, "head": head, "rows": told})
    return lists


def _down(asked: Asked, row: tuple[str, int, Any], words: Words, *, procedures: bool) -> dict[str, Any]:
    code, count, points = row
    changed = {"procedure": code} if procedures else {"body": code}
    return {
        "href": address(asked, **changed) if code else "",
        "name": words.name_of(code),
        "count": count,
        "points": THREE(points),
    }
