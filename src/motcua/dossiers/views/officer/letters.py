"""Acts with legal force that are prepared on a page of their own: refusals, returns, extension, stopping."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.rules.process import REFUSE
from motcua.clock.queries import calendar as calendar_of
from motcua.clock.rules.counting import add_working_minutes
from motcua.dossiers import services
from motcua.dossiers.forms.officer import ExtendForm, StopForm, end_of, errors_in
from motcua.dossiers.queries.norms import lateness_reasons, norms, refusal_reasons, stopping_reasons
from motcua.dossiers.views.officer.opening import (
    SEE_OTHER,
    UNPROCESSABLE,
    Opened,
    errors_of,
    opened,
    status_of,
)
from motcua.dossiers.views.officer.sheet import open_steps
from motcua.dossiers.views.officer.work import NO_TYPING, back_to_work
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required

Errors = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
@officer_required
def refuse_intake(request: OfficerRequest, code: str) -> HttpResponse:
    """Form 03: not accepted, with reasons from the list and a letter."""
    o = opened(request, code)
    errors, status = [], 200
    if request.method == "POST":
        try:
            services.refuse_intake(
                o.dossier,
                reasons=tuple(request.POST.getlist("reasons")),
                text=request.POST.get("reason", ""),
                by=o.officer,
                at=o.at,
            )
        except Refusal as refusal:
            errors, status = errors_of(refusal), status_of(refusal)
        else:
            return _done(request, code, _("The dossier is not accepted; the applicant can read why."))
    facts = {
        "title": _("Do not accept the dossier"),
        "reasons": _options(refusal_reasons()),
        "form_number": "03",
    }
    return _page(request, o, "refuse", errors, status, button=_("Do not accept"), **facts)


@require_http_methods(["GET", "POST"])
@officer_required
def way_out(request: OfficerRequest, code: str, step: str, outcome: str) -> HttpResponse:
    """Finish a step otherwise than by `done`: return it, propose a refusal, or refuse."""
    o = opened(request, code)
    errors, status = [], 200
    if request.method == "POST":
        try:
            return _left(request, o, step, outcome)
        except Refusal as refusal:
            errors, status = errors_of(refusal), status_of(refusal)
            o = opened(request, code)
    cards = open_steps(o, o.calendar(), NO_TYPING)
    card = next((c for c in cards if c.task.step == step), None)
    way = next((w for w in card.ways if w.outcome == outcome), None) if card else None
    if card is None or way is None:
        errors = errors or [
            ("", _("This step is not open any more, or has no such way out. Go back to the dossier."))
        ]
        return _page(request, o, "gone", errors, status if status != 200 else 409, title=o.dossier.code)
    ends = o.document.net.refuses(step, outcome)
    facts = {
        "title": f"{way.label}: {card.name}",
        "leads_to": way.leads_to,
        "reasons": _options(refusal_reasons()) if outcome == REFUSE else [],
        "ends": ends,
    }
    return _page(request, o, "way_out", errors, status, button=way.label, **facts)


def _left(request: OfficerRequest, o: Opened, step: str, outcome: str) -> HttpResponse:
    text = request.POST.get("reason", "").strip()
    least = norms(o.at.date()).reason_least_letters
    if len(text) < least:
        words = _("Explain in at least %(least)s letters what has to be done and why.") % {"least": least}
        raise Refusal(words, code="reason-too-short", fields={"reason": words})
    finding = services.Finding(
        outcome=outcome, note=text, reasons=tuple(request.POST.getlist("reasons")), text=text
    )
    task = o.task(step)
    with transaction.atomic():  # whoever returns what nobody has taken takes it with the same act
        if task.officer_id is None:
            services.take_step(task, by=o.officer, at=o.at)
        services.finish_step(task, finding=finding, by=o.officer, at=o.at)
    said = (
        _("The dossier is refused; the applicant can read why.")
        if o.document.net.refuses(step, outcome)
        else ""
    )
    return _done(request, o.dossier.code, said or _("The step is finished and the dossier passed on."))


@require_http_methods(["GET", "POST"])
@officer_required
def extend(request: OfficerRequest, code: str) -> HttpResponse:
    """Form 04: an apology and one new date."""
    o = opened(request, code)
    known = calendar_of(o.dossier.body.calendar)
    form, errors, status = ExtendForm(request.POST or None), [], 200
    if request.method == "POST":
        errors, status = errors_in(form), UNPROCESSABLE
        if form.is_valid():
            said = form.cleaned_data
            if said["cause"] not in lateness_reasons():
                errors = [("cause", _("Choose the cause from the list."))]
            else:
                try:
                    services.extend(
                        o.dossier,
                        to=end_of(said["to"], known),
                        reason=said["cause"],
                        text=said["reason"],
                        by=o.officer,
                        at=o.at,
                    )
                except Refusal as refusal:
                    errors, status = errors_of(refusal), status_of(refusal)
                else:
                    return _done(request, code, _("The applicant is told of the new date, with an apology."))
    days = norms(o.at.date()).apology_working_days_before_due
    latest = None
    if o.dossier.due_at:
        latest = add_working_minutes(known, o.dossier.due_at, -days * known.day_minutes)
    facts = {"title": _("Apologise and extend"), "causes": _options(lateness_reasons()), "latest": latest}
    return _page(request, o, "extend", errors, status, **facts)


@require_http_methods(["GET", "POST"])
@officer_required
def stop(request: OfficerRequest, code: str) -> HttpResponse:
    """Form 05: processing ends without a result."""
    o = opened(request, code)
    form, errors, status = StopForm(request.POST or None), [], 200
    if request.method == "POST":
        errors, status = errors_in(form), UNPROCESSABLE
        if form.is_valid():
            said = form.cleaned_data
            try:
                services.stop(o.dossier, reason=said["cause"], text=said["reason"], by=o.officer, at=o.at)
            except Refusal as refusal:
                errors, status = errors_of(refusal), status_of(refusal)
            else:
                return _done(request, code, _("Processing is stopped; the applicant can read why."))
    facts = {"title": _("Stop processing"), "causes": _options(stopping_reasons())}
    return _page(request, o, "stop", errors, status, **facts)


def _page(
    request: OfficerRequest, o: Opened, name: str, errors: Errors, status: int, **facts: Any
) -> HttpResponse:
    facts |= {
        "o": o,
        "dossier": o.dossier,
        "left": o.left(o.calendar()),
        "typed": request.POST,
        "errors": errors,
    }
    return render(request, f"dossiers/officer/{name}.jinja", facts, status=status)


def _done(request: OfficerRequest, code: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(back_to_work(request, code), status=SEE_OTHER)


def _options(reasons: dict[str, Text]) -> list[dict[str, Any]]:
    return [{"value": code, "label": words} for code, words in reasons.items()]
