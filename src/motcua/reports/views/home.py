"""Saved reports, templates, and what was made."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.kernel.refusals import Refusal
from motcua.reports.access import ReportRequest, refuse_others, reports_allowed
from motcua.reports.models import SavedReport
from motcua.reports.queries.definitions import closed_period, definitions, grids
from motcua.reports.queries.runs import runs
from motcua.reports.queries.runs import saved as saved_reports
from motcua.reports.services import Asked, drop, order
from motcua.reports.views.words import period_words, shown, span_words

A_PAGE = 30
SEE_OTHER, UNPROCESSABLE = 303, 422


@require_safe
@reports_allowed
def home(request: ReportRequest) -> HttpResponse:
    return _page(request)


@require_POST
@reports_allowed
def saved(request: ReportRequest, number: int) -> HttpResponse:
    """`lam=lap`: make it for the last period that is over; `lam=bo`: take it off the list."""
    report = SavedReport.objects.filter(pk=number, dropped_at=None).first()
    if report is None:
        raise Http404
    refuse_others(report.body, request.bodies)
    try:
        if request.POST.get("lam") == "bo":
            drop(report, by=request.officer.code, at=now())
            messages.success(request, _("“%(title)s” is taken off the list.") % {"title": report.title})
            return HttpResponseRedirect(reverse("reports:home"), status=SEE_OTHER)
        return _made(request, report)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, status=UNPROCESSABLE)


def _made(request: ReportRequest, report: SavedReport) -> HttpResponse:
    at = now()
    period = closed_period(report.span, report.grid, at)
    asked = Asked(
        report.definition, report.body, period.code, report.grid, tuple(report.blocks), saved=report
    )
    run = order(asked, by=request.officer.code, at=at)
    return HttpResponseRedirect(reverse("reports:one", args=[run.pk]), status=SEE_OTHER)


def _page(request: ReportRequest, *, status: int = 200) -> HttpResponse:
    at = now()
    bodies: dict[str, Any] = {code: node.name for code, node in tree().nodes.items()}
    page = Paginator(runs(request.bodies), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "saved": [_shown(one, bodies) for one in saved_reports(request.bodies)],
        "templates": [
            {
                "code": one.code,
                "form": one.form,
                "name": one.name,
                "period": period_words(closed_period(one.spans[0], one.grid, at).code),
                "grid": grids()[one.grid].name,
                "unsure": one.basis.confidence == "unsure",
            }
            for one in definitions().values()
        ],
        "lines": [shown(run, bodies) for run in page.object_list],
        "page": page,
    }
    return render(request, "reports/home.jinja", facts, status=status)


def _shown(report: SavedReport, bodies: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": report,
        "body": bodies.get(report.body, report.body),
        "span": span_words()[report.span],
        "form": definitions()[report.definition].form if report.definition in definitions() else "",
    }
