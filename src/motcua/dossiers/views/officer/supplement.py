"""The one request to complete a dossier (form 02): ticked, previewed as the applicant will see it, sent."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.rules.document import papers_asked
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import add_working_minutes
from motcua.clock.rules.limits import SupplementMode
from motcua.dossiers import services
from motcua.dossiers.forms.officer import SupplementForm, end_of, errors_in
from motcua.dossiers.models import Verdict
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.views.officer.opening import (
    SEE_OTHER,
    UNPROCESSABLE,
    Opened,
    errors_of,
    opened,
    status_of,
)
from motcua.dossiers.views.officer.work import back_to_work
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required


class Item(NamedTuple):
    """A paper or an answer that may be asked for again."""

    code: str
    name: Text
    is_paper: bool
    ticked: bool
    what: str
    guidance: str


@require_http_methods(["GET", "POST"])
@officer_required
def ask_supplement(request: OfficerRequest, code: str) -> HttpResponse:
    """First the form, then the preview, then the request: three answers of one page."""
    o = opened(request, code)
    known = calendar(o.dossier.body.calendar)
    if request.method != "POST":
        return _page(request, o, known, [])
    form, items = SupplementForm(request.POST), _items(request, o)
    chosen = [item for item in items if item.ticked]
    errors = _errors(form, chosen)
    if errors or request.POST.get("act") == "edit":
        return _page(request, o, known, errors)
    respond_by = end_of(form.cleaned_data["respond_by"], known)
    least = norms(o.at.date()).reason_least_letters
    if len(form.cleaned_data["reason"].strip()) < least:
        words = _("Explain in at least %(least)s letters, in words that the applicant understands.") % {
            "least": least
        }
        return _page(request, o, known, [("reason", words)])
    if request.POST.get("act") != "send":
        return _preview(request, o, chosen, respond_by, form.cleaned_data["reason"])
    try:
        services.request_supplement(
            o.dossier,
            items=[services.Asked(item.code, item.what, item.guidance) for item in chosen],
            reason=form.cleaned_data["reason"],
            respond_by=respond_by,
            by=o.officer,
            at=o.at,
        )
    except Refusal as refusal:
        return _page(request, o, known, errors_of(refusal), status=status_of(refusal))
    messages.success(request, _("The request is sent and the clock stands still until the answer."))
    return HttpResponseRedirect(back_to_work(request, code), status=SEE_OTHER)


def _errors(form: SupplementForm, chosen: list[Item]) -> list[tuple[str, str]]:
    errors: list[tuple[str, str]] = []
    if not chosen:
        errors.append(("item-first", _("Tick at least one paper or answer that is missing or wrong.")))
    errors += [
        (f"what-{item.code}", _("Say what is wrong: %(name)s.") % {"name": item.name})
        for item in chosen
        if not item.what
    ]
    return errors + ([] if form.is_valid() else errors_in(form))


def _items(request: OfficerRequest, o: Opened) -> list[Item]:
    """Papers first, then answers; before anything was typed, the papers found lacking are ticked."""
    checks = {check.paper: check for check in o.dossier.checks.filter(verdict=Verdict.LACKING)}
    typed = request.POST if request.method == "POST" else None
    named = [(paper.code, paper.name, True) for paper in papers_asked(o.document, o.dossier.answers)]
    named += [
        (field.code, field.label, False)
        for section in o.document.sections
        for field in section.fields
        if field.code in o.dossier.answers
    ]
    rows = []
    for code, name, is_paper in named:
        if typed is not None:
            ticked = code in typed.getlist("item")
            what, guidance = typed.get(f"what-{code}", "").strip(), typed.get(f"guidance-{code}", "").strip()
        else:
            ticked, guidance = is_paper and code in checks, ""
            what = checks[code].reason if ticked else ""
        rows.append(Item(code, name, is_paper, ticked, what[:500], guidance[:500]))
    return rows


def _page(
    request: OfficerRequest, o: Opened, known: Calendar, errors: list[tuple[str, str]], *, status: int = 0
) -> HttpResponse:
    norm = norms(o.at.date())
    default = add_working_minutes(known, o.at, norm.supplement_answer_working_days * known.day_minutes)
    policy = o.document.time_limit.policy
    facts = {
        **_head(o),
        "items": _items(request, o),
        "typed": request.POST,
        "default_day": f"{localtime(default):%d/%m/%Y}",
        "most": policy.max_supplements,
        "resets": policy.supplement is SupplementMode.RESET,
        "errors": errors,
    }
    return render(
        request,
        "dossiers/officer/supplement.jinja",
        facts,
        status=status or (UNPROCESSABLE if errors else 200),
    )


def _preview(
    request: OfficerRequest, o: Opened, chosen: list[Item], respond_by: datetime, reason: str
) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "act")
    ]
    facts: dict[str, Any] = {
        **_head(o),
        "chosen": chosen,
        "respond_by": respond_by,
        "reason": reason,
        "kept": kept,
        "errors": [],
    }
    return render(request, "dossiers/officer/supplement_preview.jinja", facts)


def _head(o: Opened) -> dict[str, Any]:
    title = _("Request a supplement")
    return {"o": o, "dossier": o.dossier, "left": o.left(o.calendar()), "title": title}
