"""One version: what it says, what changed since the version before, its files, a link for others."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.kernel.refusals import Refusal
from motcua.reports import services
from motcua.reports.access import ReportRequest, refuse_others, reports_allowed
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.runs import run_before, versions
from motcua.reports.rules.frozen import changes
from motcua.reports.services.sharing import MOST_DAYS
from motcua.reports.tables import KINDS, file_of, name_of
from motcua.reports.views.words import cell, drawn, number_in, shown

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
MOST_CHANGES = 100
DAYS = 14


@require_safe
@reports_allowed
def one(request: ReportRequest, number: int) -> HttpResponse:
    return _page(request, _visible(request, number))


@require_safe
@reports_allowed
def file(request: ReportRequest, number: int, kind: str) -> HttpResponse:
    return file_answer(_visible(request, number), kind)


@require_POST
@reports_allowed
def again(request: ReportRequest, number: int) -> HttpResponse:
    """The same report of the same period, counted now: the next version."""
    run = _visible(request, number)
    asked = services.Asked(
        run.definition,
        run.body,
        run.period,
        run.grid,
        tuple(run.asked.get("blocks", ())),
        run.asked.get("texts", {}),
        run.saved,
    )
    try:
        made = services.order(asked, by=request.officer.code, at=now())
    except Refusal as refusal:
        return _page(request, run, errors=[("", str(refusal))], status=UNPROCESSABLE)
    if made.pk == run.pk:
        messages.info(request, _("Nothing has changed since this version."))
    return HttpResponseRedirect(reverse("reports:one", args=[made.pk]), status=SEE_OTHER)


@require_POST
@reports_allowed
def share(request: ReportRequest, number: int) -> HttpResponse:
    run = _visible(request, number)
    days = number_in(request, "ngay")
    try:
        token, until = services.share(run, days=days or 0, by=request.officer.code, at=now())
    except Refusal as refusal:
        status = CONFLICT if refusal.code == "not-ready" else UNPROCESSABLE
        return _page(request, run, errors=[("ngay", str(refusal))], status=status)
    link = f"{settings.PUBLIC_ADDRESS}{reverse('reports:shared', args=[token])}"
    return _page(request, run, link={"href": link, "until": until})


def file_answer(run: ReportRun, kind: str, content: dict[str, Any] | None = None) -> HttpResponse:
    """The file of a frozen version; 404 where it is not frozen, or the kind is unknown."""
    if run.state != State.READY or kind not in KINDS:
        raise Http404
    answer = HttpResponse(file_of(run, kind, content), content_type=KINDS[kind].media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name_of(run, kind)}"'
    return answer


def _visible(request: ReportRequest, number: int) -> ReportRun:
    run = ReportRun.objects.select_related("saved").filter(pk=number).first()
    if run is None:
        raise Http404
    refuse_others(run.body, request.bodies)
    return run


def _page(
    request: ReportRequest,
    run: ReportRun,
    *,
    link: dict[str, Any] | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    bodies = {code: node.name for code, node in tree().nodes.items()}
    facts = {
        "line": shown(run, bodies),
        "run": run,
        "sheet": drawn(run.content) if run.content else None,
        "versions": list(versions(run).values("pk", "version", "made_at", "provisional")),
        "kinds": list(KINDS),
        "changed": _changed(run),
        "link": link,
        "errors": errors or [],
        "days": request.POST.get("ngay", DAYS),
        "most_days": MOST_DAYS,
    }
    return render(request, "reports/one.jinja", facts, status=status)


def _changed(run: ReportRun) -> dict[str, Any] | None:
    """What this version says differently; None for a first version."""
    before = run_before(run) if run.version else None
    if before is None or before.content is None or run.content is None:
        return None
    found = list(changes(before.content, run.content))
    rows = [
        [one.row, one.column, cell(one.before, _kind(one.before)), cell(one.after, _kind(one.after))]
        for one in found[:MOST_CHANGES]
    ]
    return {"version": before.version, "number": len(found), "rows": rows}


def _kind(value: Any) -> str:
    return "count" if isinstance(value, int) else "text"
