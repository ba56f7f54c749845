"""An IT investment is proposed, or its proposal changed. `?tc=&cq=&ky=&tthc=` name the figure that it should mend."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.directives.queries.duties import Duty, duty_of
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.forms.asking import errors_in
from motcua.reviews.forms.investments import ProposalForm
from motcua.reviews.models import Investment, Recommendation
from motcua.reviews.queries.investments import parts_in
from motcua.reviews.queries.recommendations import visible_to
from motcua.reviews.queries.registers import bases_on, funds, tasks
from motcua.reviews.rules.investments import Act, State, open_to
from motcua.reviews.rules.recommendations import OPEN
from motcua.reviews.services.investments import Proposal, amend_proposal, propose
from motcua.reviews.views.asking import (
    SEE_OTHER,
    UNPROCESSABLE,
    about_in,
    body_in,
    choices,
    filled,
    refused_at,
    typed_about,
)
from motcua.reviews.views.investment import visible

FIELDS = ("title", "purpose", "task", "funds", "basis", "planned", "target")


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    if not duty.gives:
        raise PermissionDenied(
            _("Leaders, heads of division and the reform office propose investments. Ask one of them.")
        )
    if request.method == "POST":
        return _write(request, duty, at, None)
    typed: dict[str, Any] = dict.fromkeys((*FIELDS, "body"), "") | typed_about(None, request)
    typed["recommendations"] = request.GET.getlist("kien-nghi")
    return _page(request, duty, at, None, typed)


@require_http_methods(["GET", "POST"])
@officer_required
def edit(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    one = visible(duty, code)
    if Act.AMEND not in open_to(State(one.state), parts_in(one, duty, at)):
        raise PermissionDenied(
            _("Only proposals can be changed, and only by those who run them. Ask the body that owns it.")
        )
    if request.method == "POST":
        return _write(request, duty, at, one)
    typed: dict[str, Any] = {name: getattr(one, name) for name in FIELDS} | typed_about(one, request)
    typed |= {
        "body": one.body.code,
        "planned": f"{one.planned:,}".replace(",", "."),
        "target": "" if one.target is None else f"{one.target.normalize():f}",
        "recommendations": [asked.code for asked in one.recommendations.all()],
    }
    return _page(request, duty, at, one, typed)


def _write(request: OfficerRequest, duty: Duty, at: datetime, one: Investment | None) -> HttpResponse:
    form = ProposalForm(request.POST)
    typed = {**filled(form, request), "recommendations": request.POST.getlist("recommendations")}
    if not form.is_valid():
        return _page(request, duty, at, one, typed, errors_in(form))
    try:
        proposal = _proposal(request, form.cleaned_data, duty, one)
        made = (
            propose(proposal, by=request.officer, at=at)
            if one is None
            else amend_proposal(one, proposal, by=request.officer, at=at)
        )
    except Refusal as refusal:
        return _page(request, duty, at, one, typed, [refused_at(refusal)])
    messages.success(request, _("%(code)s is saved. Another person decides on it.") % {"code": made.code})
    return HttpResponseRedirect(reverse("reviews:investment", args=[made.code]), status=SEE_OTHER)


def _proposal(request: OfficerRequest, said: dict[str, Any], duty: Duty, one: Investment | None) -> Proposal:
    body = body_in(said, duty) if one is None else one.body
    chosen = Recommendation.objects.filter(visible_to(duty), code__in=request.POST.getlist("recommendations"))
    return Proposal(
        **{name: said[name] for name in FIELDS},
        body=body,
        about=about_in(said, body),
        recommendations=tuple(chosen),
    )


def _page(
    request: OfficerRequest,
    duty: Duty,
    at: datetime,
    one: Investment | None,
    typed: dict[str, Any],
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    on = localdate(at)
    in_force = bases_on(on)
    asked = Recommendation.objects.filter(visible_to(duty), state__in=OPEN, main=None).order_by("-pk")
    told = {
        "one": one,
        "typed": {**typed, "basis": typed["basis"] or (in_force[-1].code if in_force else "")},
        "errors": errors or [],
        "tasks": _options(tasks()),
        "funds": _options(funds()),
        "bases": [
            {"value": basis.code, "label": basis.number, "hint": _since(basis.since)} for basis in in_force
        ],
        "recommendations": [{"value": rec.code, "label": f"{rec.code} {rec.title}"} for rec in asked],
        **choices(duty, at, typed),
    }
    return render(request, "reviews/investment_form.jinja", told, status=UNPROCESSABLE if errors else 200)


def _options(kinds: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"value": one.code, "label": one.name} for one in kinds.values()]


def _since(on: date) -> str:
    return _("in force since %(day)s") % {"day": f"{on:%d/%m/%Y}"}
