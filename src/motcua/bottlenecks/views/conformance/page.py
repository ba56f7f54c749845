"""How dossiers kept to their sheets, and what was done again: `/chan-doan/quy-trinh/?cq=&ky=&tthc=`."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.bottlenecks.queries.conformance import Found, conformed
from motcua.bottlenecks.queries.conformance.deciding import decided, key_of, last_decisions
from motcua.bottlenecks.queries.reworking import Line, Reworked, reworked
from motcua.bottlenecks.views.conformance.asking import Asked, as_file, asked_of, frame
from motcua.bottlenecks.views.conformance.tables import HOURS, hours, tables_of
from motcua.bottlenecks.views.conformance.words import Names, kind_of
from motcua.organizations.access import OfficerRequest, officer_required

SHOWN, LINKED, DECISIONS = 15, 8, 20


@require_safe
@officer_required
def page(request: OfficerRequest) -> HttpResponse:
    asked = asked_of(request)
    found, again = conformed(asked.scope), reworked(asked.scope)
    last = last_decisions(asked.node.code)
    names = Names(
        _procedures(found, again) | {one.procedure for one in last.values()} | {asked.words["tthc"]}
    )
    tables = tables_of(found, again, names, last)
    if request.GET.get("xuat") == "csv":
        stem = f"quy-trinh-{asked.node.code}-{asked.words['ky']}".lower()
        return as_file(tables, request.GET.get("bang", ""), stem)
    whole = bool(request.GET.get("tat-ca"))
    facts: dict[str, Any] = {
        **frame(asked),
        "found": found,
        "again": again,
        "lost": HOURS(hours(again.minutes)),
        "patterns": _patterns(asked, found, names, last, None if whole else SHOWN),
        "more": 0 if whole else max(0, len(found.patterns) - SHOWN),
        "returns": [_line(one, names.back(one), names) for one in again.returns[:SHOWN]],
        "supplements": [
            _line(one, str(names.item(one.procedure, one.what)), names) for one in again.supplements[:SHOWN]
        ],
        "refusals": [_line(one, str(names.reason(one.what)), names) for one in again.refusals[:SHOWN]],
        "tables": tables,
        "procedures": [
            {"value": code, "label": f"{code} {names.procedure(code)}"}
            for code in sorted(_procedures(found, again) | ({asked.words["tthc"]} - {""}))
        ],
        "decisions": [_decision(asked, one, names) for one in decided([asked.node.code])[:DECISIONS]],
    }
    return render(request, "bottlenecks/conformance.jinja", facts)


def _procedures(found: Found, again: Reworked) -> set[str]:
    lines = (*again.returns, *again.supplements, *again.refusals)
    return {one.procedure for one in found.patterns} | {one.procedure for one in lines}


def _patterns(
    asked: Asked, found: Found, names: Names, last: dict[Any, Any], most: int | None
) -> list[dict[str, Any]]:
    return [
        {
            "step": names.step(one.procedure, one.step),
            "procedure": names.procedure(one.procedure),
            "code": one.procedure,
            "version": one.version,
            "kind": kind_of(one.kind),
            "dossiers": one.dossiers,
            "runs": one.runs,
            "hours": HOURS(hours(one.minutes)) if one.minutes else "",
            "decision": last.get(key_of(one)),
            "href": address(asked, one.procedure, one.version, one.step, one.kind),
        }
        for one in found.patterns[:most]
    ]


def address(asked: Asked, procedure: str, version: int, step: str, kind: str) -> str:
    """Of one pattern."""
    way = reverse("bottlenecks:deviation", args=[procedure, version, step, kind])
    return f"{way}?{asked.query(tthc='')}"


def _line(one: Line, what: str, names: Names) -> dict[str, Any]:
    return {
        "what": what,
        "procedure": names.procedure(one.procedure),
        "code": one.procedure,
        "times": one.times,
        "dossiers": one.dossiers,
        "hours": HOURS(hours(one.minutes)),
        "codes": sorted(one.codes, reverse=True)[:LINKED],
        "more": max(0, one.dossiers - LINKED),
    }


def _decision(asked: Asked, one: Any, names: Names) -> dict[str, Any]:
    return {
        "at": one.decided_at,
        "what": names.step(one.procedure, one.step),
        "procedure": names.procedure(one.procedure),
        "kind": kind_of(one.kind),
        "decision": one.get_decision_display(),
        "title": one.decided_by.title,
        "reason": one.reason,
        "href": address(asked, one.procedure, one.version, one.step, one.kind),
    }
