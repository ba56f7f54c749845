"""Figures from outside, for the reform office: what was declared by which paper, a form, and a table to hand in."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.declared import Declaration, declarations
from motcua.criteria.queries.nodes import NATION, Tree, tree
from motcua.criteria.queries.scores import period_of
from motcua.criteria.rules.declared_tables import (
    COLUMNS,
    Fault,
    faults,
    figure_of,
    rows_of,
    table_of,
    template,
)
from motcua.criteria.rules.declaring import PROVINCIAL, Figure, figures
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.services.declaring import declare, declare_all
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import Officer, Role

SEE_OTHER, UNPROCESSABLE = 303, 422
MONTHS, MOST_SHOWN, MOST_BYTES = 13, 200, 2_000_000
Facts = dict[str, Any]
Errors = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM)
def declared(request: OfficerRequest) -> HttpResponse:
    """The figures of a month. POST declares one, looks at a table, or takes a table in that was looked at."""
    if request.method == "POST":
        acts = {"look": _look, "take": _take}
        return acts.get(request.POST.get("act", ""), _declare)(request)
    month = _month(request)
    if "csv" in request.GET:
        name = f"so-khai-{month.code}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(_table(month), content_type="text/csv; charset=utf-8", headers=headers)
    return _page(request, month, _prefilled(request, month))


def _declare(request: OfficerRequest) -> HttpResponse:
    told = {column: request.POST.get(column, "").strip() for column in COLUMNS}
    wrong = {column: str(error) for column, error in faults(told, figures(counters())).items()}
    if not wrong:
        figure = figure_of(told)
        try:
            declare(figure, by=request.officer.code, at=now())
        except Refusal as refusal:
            wrong = {refusal.code if refusal.code in COLUMNS else "amount": str(refusal)}
        else:
            messages.success(request, _("The figure is declared. The index counts it in a moment."))
            return _back(figure.month)
    return _page(request, _month(request), told, wrong=wrong)


def _look(request: OfficerRequest) -> HttpResponse:
    """What a table would declare: nothing is written yet."""
    file = request.FILES.get("table")
    if file is None or file.size is None or file.size > MOST_BYTES:
        return _page(request, _month(request), {}, wrong={"table": _("Choose a file of at most 2 MB.")})
    try:
        rows, found = rows_of(table_of(file.read(), file.name or ""), figures(counters()))
    except Unreadable as unreadable:
        words = " ".join(str(problem) for problem in unreadable.problems)
        return _page(request, _month(request), {}, wrong={"table": words})
    done = declare_all(rows, by=request.officer.code, at=now(), dry_run=True)
    looked = {
        "declared": done.declared,
        "unchanged": done.unchanged,
        "faults": _told([*found, *done.faults]),
        "rows": template(figure for _row, figure in rows),
    }
    return _page(request, _month(request), {}, looked=looked)


def _take(request: OfficerRequest) -> HttpResponse:
    rows, _found = rows_of(table_of(request.POST.get("rows", "").encode(), "table.csv"), figures(counters()))
    done = declare_all(rows, by=request.officer.code, at=now())
    messages.success(request, _("%(count)s figures are declared.") % {"count": done.declared})
    return _back(_month(request))


def _back(month: Period) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('criteria:declared')}?ky={month.code}", status=SEE_OTHER)


def _month(request: OfficerRequest) -> Period:
    said = request.GET.get("ky", "") or request.POST.get("ky", "")
    found = period_of(said) if said else month_of(now())
    return found if found.count == 1 else Period(found.first)


def _prefilled(request: OfficerRequest, month: Period) -> dict[str, str]:
    """A figure that is to be corrected, as it stands."""
    asked = {"body": request.GET.get("cq", ""), "name": request.GET.get("so", ""), "month": month.code}
    for one in declarations(month):
        if one.is_latest and (one.body, one.name) == (asked["body"], asked["name"]):
            return {**asked, "amount": str(one.amount), "issuer": one.issuer}
    return asked


def _page(
    request: OfficerRequest,
    month: Period,
    typed: Mapping[str, str],
    *,
    wrong: Mapping[str, str] | None = None,
    looked: Facts | None = None,
) -> HttpResponse:
    known, every = tree(), declarations(month)
    told = every if "cu" in request.GET else [one for one in every if one.is_latest]
    facts = {
        "month": month,
        "months": [month_of(now()).back(step) for step in range(MONTHS)],
        "typed": {**dict.fromkeys(COLUMNS, ""), "month": month.code, **typed},
        "wrong": wrong or {},
        "errors": list((wrong or {}).items()),
        "looked": looked,
        "bodies": _bodies(known),
        "names": [{"value": name, "label": str(flow.name)} for name, flow in figures(counters()).items()],
        "rows": [_row(one, known) for one in told[:MOST_SHOWN]],
        "total": len(told),
        "replaced": len(every) - len(told),
        "most": MOST_SHOWN,
        "people": dict(Officer.objects.filter(code__in={one.by for one in told}).values_list("code", "name")),
    }
    return render(request, "criteria/declared.jinja", facts, status=UNPROCESSABLE if wrong else 200)


def _bodies(known: Tree) -> list[dict[str, str]]:
    """All of whom a figure can be declared: the province for its own, the others for theirs."""
    return [{"value": code, "label": str(node.name)} for code, node in known.nodes.items() if code != NATION]


def _row(one: Declaration, known: Tree) -> Facts:
    node = known.nodes.get(one.body)
    again = f"{reverse('criteria:declared')}?ky={one.month}&cq={one.body}&so={one.name}#declare"
    return {
        "one": one,
        "body": str(node.name) if node else one.body,
        "name": str(figures(counters())[one.name].name) if one.name in figures(counters()) else one.name,
        "again": again if one.is_latest else "",
    }


def _told(found: list[Fault]) -> list[tuple[str, str, str]]:
    return [(str(fault.row), fault.column, fault.error) for fault in sorted(found)][:MOST_SHOWN]


def _table(month: Period) -> str:
    """What stands now, to be filled in and handed in again; where nothing stands yet, the rows that are awaited."""
    told = [one for one in declarations(month) if one.is_latest]
    held = {(one.body, one.name): one for one in told}
    today = now().date()
    known = tree()
    rows = []
    for code, node in known.nodes.items():
        provincial = node.level == "province"
        for name in figures(counters()):
            if (
                code == NATION
                or (name in PROVINCIAL) is not provincial
                or (not provincial and known.children(code))
            ):
                continue
            one = held.get((code, name))
            paper = (one.paper, one.paper_on, one.issuer) if one else ("", today, "")
            rows.append(Figure(code, month, name, one.amount if one else 0, *paper))
    return template(rows)


__all__ = ["declared"]
