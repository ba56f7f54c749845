"""What a shared link opens, for everybody who has it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.reports.models import ReportRun
from motcua.reports.queries.sharing import outside
from motcua.reports.queries.sharing import shared as run_behind
from motcua.reports.tables import KINDS
from motcua.reports.views.one import file_answer
from motcua.reports.views.words import drawn


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    run = _open(token)
    facts = {
        "run": run,
        "sheet": drawn(outside(run.content or {})),
        "left_out": any(one["inside"] for one in (run.content or {})["blocks"]),
        "token": token,
        "kinds": [kind for kind in KINDS if kind != "json"],
    }
    answer = render(request, "reports/shared.jinja", facts)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def shared_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    run = _open(token)
    return file_answer(run, kind, outside(run.content or {}))


def _open(token: str) -> ReportRun:
    run = run_behind(token, localdate(now()))
    if run is None:
        raise Http404(
            _("This link does not open a report, or its last day is over. Ask whoever sent it for a new one.")
        )
    return run
