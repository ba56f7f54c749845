"""A recommendation is drafted, or its draft changed. `?tc=&cq=&ky=&tthc=` name the finding that it comes from."""

from datetime import datetime
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
from motcua.reviews.forms.recommendations import WishForm
from motcua.reviews.models import Recommendation
from motcua.reviews.queries.recommendations import parts_in
from motcua.reviews.queries.registers import receivers_on
from motcua.reviews.rules.recommendations import Act, open_to
from motcua.reviews.services.recommendations import Wish, amend, draft
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
from motcua.reviews.views.recommendation import visible

FIELDS = ("title", "text", "receiver", "legal_root", "cause")


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    if not duty.gives:
        raise PermissionDenied(
            _("Leaders, heads of division and the reform office draft recommendations. Ask one of them.")
        )
    if request.method == "POST":
        return _write(request, duty, at, None)
    typed = dict.fromkeys((*FIELDS, "body"), "") | typed_about(None, request)
    typed["receiver"] = request.GET.get("nhan", "")
    return _page(request, duty, at, None, typed)


@require_http_methods(["GET", "POST"])
@officer_required
def edit(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    one = visible(duty, code)
    if Act.AMEND not in open_to(one.standing(carries=False), parts_in(one, duty, at)):
        raise PermissionDenied(
            _("Only drafts can be changed, and only by those who keep them. Ask the body that recommends.")
        )
    if request.method == "POST":
        return _write(request, duty, at, one)
    typed = (
        {name: getattr(one, name) for name in FIELDS} | {"body": one.body.code} | typed_about(one, request)
    )
    return _page(request, duty, at, one, typed)


def _write(request: OfficerRequest, duty: Duty, at: datetime, one: Recommendation | None) -> HttpResponse:
    form = WishForm(request.POST)
    if not form.is_valid():
        return _page(request, duty, at, one, filled(form, request), errors_in(form))
    try:
        wish = _wish(form.cleaned_data, duty, one)
        made = draft(wish, by=request.officer, at=at) if one is None else _amended(request, one, wish, at)
    except Refusal as refusal:
        return _page(request, duty, at, one, filled(form, request), [refused_at(refusal)])
    messages.success(
        request, _("%(code)s is saved. Another person signs and sends it.") % {"code": made.code}
    )
    return HttpResponseRedirect(reverse("reviews:recommendation", args=[made.code]), status=SEE_OTHER)


def _amended(request: OfficerRequest, one: Recommendation, wish: Wish, at: datetime) -> Recommendation:
    return amend(one, wish, by=request.officer, at=at)


def _wish(said: dict[str, Any], duty: Duty, one: Recommendation | None) -> Wish:
    body = body_in(said, duty) if one is None else one.body
    return Wish(**{name: said[name] for name in FIELDS}, body=body, about=about_in(said, body))


def _page(
    request: OfficerRequest,
    duty: Duty,
    at: datetime,
    one: Recommendation | None,
    typed: dict[str, Any],
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    told = {
        "one": one,
        "typed": typed,
        "errors": errors or [],
        "receivers": [{"value": to.code, "label": to.name} for to in receivers_on(localdate(at))],
        **choices(duty, at, typed),
    }
    return render(request, "reviews/recommendation_form.jinja", told, status=UNPROCESSABLE if errors else 200)
