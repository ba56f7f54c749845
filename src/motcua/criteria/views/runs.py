"""Published scores: what was frozen, the data behind it, and how anybody can check it without us."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.criteria.models import Run
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.runs import entry_of, figures_of, open_data, runs, set_of_run
from motcua.criteria.rules.measuring import Flag, half_up
from motcua.criteria.rules.sets import CriteriaSet
from motcua.criteria.standalone import recompute
from motcua.kernel import charts
from motcua.kernel.bilingual import Text

PER_PAGE = 50


class Row(NamedTuple):
    """A group or a criterion of a run, rounded for showing."""

    is_group: bool
    name: str
    figures: str
    told: str
    points: str
    max: str


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """Every run, the newest first; `?ky=` and `?cq=` choose a period and a body."""
    found = runs()
    period, body = request.GET.get("ky", ""), request.GET.get("cq", "")
    if period:
        found = found.filter(period=period)
    if body:
        found = found.filter(body=body)
    number, pages = _page(request, found.count())
    known = tree()
    facts = {
        "runs": [
            (run, _name(run, known.nodes)) for run in found[(number - 1) * PER_PAGE : number * PER_PAGE]
        ],
        "number": number,
        "pages": pages,
        "period": period,
        "body": body,
        "periods": list(Run.objects.order_by("-period").values_list("period", flat=True).distinct()),
        "bodies": list(known.nodes.values()),
    }
    return render(request, "criteria/runs.jinja", facts)


@require_safe
def run_page(request: HttpRequest, number: int) -> HttpResponse:
    run = _run_or_404(number)
    by = set_of_run(run)
    names = {one["code"]: Text.of(one["name"]) for one in figures_of(run)["bodies"]}
    entry = entry_of(run)
    facts = {
        "run": run,
        "name": names.get(run.body, run.body),
        "found": by,
        "answer": run.answer,
        "rows": list(_rows(by, run.answer)),
        "band": next((band.name for band in by.bands.of if band.code == run.answer["band"]), None),
        "digest_of_entry": bytes(entry.digest).hex() if entry else "",
        "later": _later(run),
        "version_href": reverse("criteria:set", args=[run.set_version.code, run.set_version.number]),
    }
    return render(request, "criteria/run.jinja", facts)


@require_safe
def run_data(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that the stand-alone program reads."""
    text = json.dumps(open_data(_run_or_404(number)), ensure_ascii=False, indent=1)
    named = f'attachment; filename="ban-chot-{number}.json"'
    return HttpResponse(
        text, content_type="application/json; charset=utf-8", headers={"Content-Disposition": named}
    )


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The stand-alone program itself, as it stands in the house."""
    return HttpResponse(
        Path(recompute.__file__).read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="tinh-lai-diem.py"'},
    )


def _rows(by: CriteriaSet, answer: Any) -> Iterator[Row]:
    """Groups, and the criteria that give points."""
    groups = {group.code: group.name for group in by.groups}
    for group in answer["groups"]:
        name = f"{group['code']}. {groups[group['code']]}"
        yield _row(name, group)
        for one in group["criteria"]:
            if one["max"] != "0":
                name = f"{one['code']} {by.criteria[one['code']].name}"
                figures = f"{one['numerator']} / {one['denominator']}"
                told = ", ".join(filter(None, map(_flag, _to_tell(one["flags"]))))
                yield _row(name, one, figures, told)


def _row(name: str, one: Any, figures: str = "", told: str = "") -> Row:
    return Row("criteria" in one, name, figures, told, _places(one["points"]), _places(one["max"]))


def _to_tell(flags: list[str]) -> list[str]:
    """What is not measured at a level has nothing else to be told of."""
    return [Flag.NOT_APPLICABLE] if Flag.NOT_APPLICABLE in flags else flags


def _flag(flag: str) -> str:
    """What has to be told with a figure, in words."""
    words = {
        Flag.NOT_APPLICABLE: _("not measured at this level: all points by the rule"),
        Flag.LEFT_OUT: _("the system cannot know it"),
        Flag.NOTHING: _("nothing to measure"),
        Flag.FULL_BY_RULE: _("all points by the rule"),
        Flag.LAST_YEAR: _("by last year's number"),
    }
    return words.get(Flag(flag), "")


def _places(said: str | None) -> str:
    return "–" if said is None else str(charts.places(2)(half_up(Fraction(said), 2)))


def _later(run: Run) -> Run | None:
    alike = runs().filter(body=run.body, period=run.period, set_version__code=run.set_version.code)
    return alike.filter(number__gt=run.number).first()


def _run_or_404(number: int) -> Run:
    found = runs().filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _name(run: Run, nodes: Any) -> Any:
    return nodes[run.body].name if run.body in nodes else run.body


def _page(request: HttpRequest, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PER_PAGE))
    said = request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1
    return min(max(number, 1), pages), pages
