"""The leader's page: the brief, the draft, the signature."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers import services
from motcua.dossiers.models import Task, Verdict
from motcua.dossiers.queries import queue as queues
from motcua.dossiers.queries.queue import Asked
from motcua.dossiers.queries.tabs import SIGNING
from motcua.dossiers.views.officer import sheet
from motcua.dossiers.views.officer.opening import SEE_OTHER, Opened, errors_of, opened, status_of
from motcua.dossiers.views.officer.queue import desk_of
from motcua.dossiers.views.officer.work import NO_TYPING, back_to_work
from motcua.identity.access import fresh_factor_required
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer
from motcua.organizations.queries import power_to_sign
from motcua.results.queries import fingerprint


@require_safe
@officer_required
def to_sign(request: OfficerRequest) -> HttpResponse:
    """Everything that waits for this officer's signature; each is opened and read before it is signed."""
    desk = desk_of(request)
    found = queues.find(desk, SIGNING, Asked(), (SIGNING,))
    return render(
        request,
        "dossiers/officer/to_sign.jinja",
        {"lines": found.lines, "total": found.total, "empty": SIGNING.empty},
    )


@require_http_methods(["GET", "POST"])
@officer_required
@fresh_factor_required
def sign(request: OfficerRequest, code: str) -> HttpResponse:
    o = opened(request, code)
    if request.method != "POST":
        return _page(request, o, [])
    try:
        task = _task(o)
        with transaction.atomic():  # taking the step and signing it is one act of the leader
            if task.officer_id is None:
                services.take_step(task, by=o.officer, at=o.at)
            services.sign_result(task, by=o.officer, at=o.at, shown=request.POST.get("shown", ""))
    except Refusal as refusal:
        return _page(request, opened(request, code), errors_of(refusal), status=status_of(refusal))
    messages.success(request, _("%(code)s is signed.") % {"code": code})
    return HttpResponseRedirect(_onward(request, code), status=SEE_OTHER)


def _onward(request: OfficerRequest, code: str) -> str:
    """The next one to sign, for who signs one after another; else the dossier."""
    if "lan-luot" not in request.GET:
        return back_to_work(request, code)
    desk = desk_of(request)
    _before, after = queues.neighbours(desk, SIGNING, code)
    if not after:
        return reverse("dossiers:to_sign")
    return f"{reverse('dossiers:sign', args=[after])}?{urlencode({'lan-luot': 1})}"


def _task(o: Opened) -> Task:
    for task in o.open_tasks:
        if task.kind == "sign":
            return task
    raise Refusal(_("Nothing of this dossier waits for a signature now."), code="step-not-open")


def _page(
    request: OfficerRequest, o: Opened, errors: list[tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    known = o.calendar()
    instrument = services.draft_of(o.dossier)
    cards = [card for card in sheet.open_steps(o, known, NO_TYPING) if card.task.kind == "sign"]
    card = cards[0] if cards else None
    power = power_to_sign(o.officer, card.task.unit.body, o.at) if card else None
    facts: dict[str, Any] = {
        "o": o,
        "dossier": o.dossier,
        "left": o.left(known),
        "title": _("Approve and sign"),
        "card": card,
        "instrument": instrument,
        "shown": fingerprint(instrument) if instrument else "",
        "power": power,
        "delegator": Officer.objects.filter(code=power.delegator).first()
        if power and power.delegator
        else None,
        "papers": sheet.papers(o, NO_TYPING),
        "verdicts": dict(Verdict.choices),
        "opinions": sheet.opinions(o),
        "done": sheet.done_by(o),
        "in_turn": "lan-luot" in request.GET,
        "errors": errors,
    }
    return render(request, "dossiers/officer/sign.jinja", facts, status=status)
