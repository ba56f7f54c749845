"""Setting up the device for one-time codes, and showing a code again before an act with legal force."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import (
    AccountRequest,
    account_required,
    address_of,
    enter,
    home,
    private,
    renew_factor,
)
from motcua.identity.models import Account
from motcua.identity.queries import moment
from motcua.identity.rules.ways import safe_next
from motcua.identity.services import begin_enrolment, confirm_enrolment, recognise_again, throttle
from motcua.identity.views.doors import ENROLLING, NEXT, after_entry, see_other, status_of
from motcua.kernel.refusals import Refusal


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """For an officer who has shown his password and has no device yet. He is not inside until the code is right."""
    account = Account.objects.filter(pk=request.session.get(ENROLLING, 0), is_active=True).first()
    if not account:
        return see_other(reverse("identity:officer"))
    try:
        secret_way = begin_enrolment(account)
        if request.method == "GET":
            return _enrol_page(request, secret_way)
        at = moment()
        throttle(f"enrol {account.pk} {address_of(request)}", limit=5, per_seconds=300, at=at)
        confirm_enrolment(account, code=request.POST.get("code", ""), at=at)
    except Refusal as refusal:
        if refusal.code == "factor-confirmed":
            return see_other(reverse("identity:officer"))
        return _enrol_page(request, secret_way, refusal)
    del request.session[ENROLLING]
    wanted = request.session.pop(NEXT, "")
    enter(request, account, method="password", factor=True, at=at)
    messages.success(request, _("Your device is set up. From now on you sign in with its codes."))
    return see_other(after_entry(request, wanted))


@require_http_methods(["GET", "POST"])
@account_required
def code_again(request: AccountRequest) -> HttpResponse:
    wanted = safe_next((request.POST if request.method == "POST" else request.GET).get("next", ""))
    if request.method == "GET":
        return _code_page(request, wanted)
    try:
        recognise_again(request.user, code=request.POST.get("code", ""), at=moment())
    except Refusal as refusal:
        return _code_page(request, wanted, refusal)
    renew_factor(request)
    return see_other(wanted or home(request))


def _enrol_page(request: HttpRequest, secret_way: str, refusal: Refusal | None = None) -> HttpResponse:
    facts = {
        "picture": segno.make(secret_way, error="m").svg_data_uri(scale=4, border=4),
        "secret": secret_way.partition("secret=")[2].partition("&")[0],
        "errors": [("code", str(refusal))] if refusal else [],
    }
    status = status_of(refusal) if refusal else 200
    return private(render(request, "identity/enrol.jinja", facts, status=status))


def _code_page(request: HttpRequest, wanted: str, refusal: Refusal | None = None) -> HttpResponse:
    facts = {"next": wanted, "errors": [("code", str(refusal))] if refusal else []}
    status = status_of(refusal) if refusal else 200
    return private(render(request, "identity/code.jinja", facts, status=status))
