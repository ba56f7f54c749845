"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.identity.access import address_of, enter, home, leave, private
from motcua.identity.access.keeping import kept_for
from motcua.identity.queries import moment
from motcua.identity.rules.ways import safe_next
from motcua.identity.services import code_now, has_factor, recognise, throttle, welcome
from motcua.identity.services.vneid import hear_from_provider, send_to_provider
from motcua.kernel.refusals import Refusal

SEE_OTHER, UNPROCESSABLE, TOO_MANY = 303, 422, 429
NEXT, ENROLLING = "next", "enrolling"
SIGN_INS_PER_MINUTE = 30


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    wanted = safe_next(request.GET.get("next", ""))
    if request.user.is_authenticated:
        return see_other(wanted or home(request))
    return private(render(request, "identity/sign_in.jinja", {"next": wanted, "is_demo": settings.DEMO}))


@require_GET
def vneid(request: HttpRequest) -> HttpResponse:
    """A link and not a form: a form could not go on to a provider on another site under our form-action policy.

    It changes nothing but the visitor's own session. The provider comes back to the public address, so the trip
    has to begin there too, or the session would stay behind on the other name of this house.
    """
    here = request.build_absolute_uri("/").rstrip("/")
    if here != settings.PUBLIC_ADDRESS:
        return see_other(settings.PUBLIC_ADDRESS + request.get_full_path())
    request.session[NEXT] = safe_next(request.GET.get("next", ""))
    try:
        return private(send_to_provider(request, way_back=way_back()))
    except Refusal as refusal:
        return _refused_at_chooser(request, refusal)


@require_GET
def vneid_back(request: HttpRequest) -> HttpResponse:
    """The provider sends the person here. The state in his own session makes sure that he began here."""
    at = moment()
    try:
        throttle(f"vneid {address_of(request)}", limit=SIGN_INS_PER_MINUTE, per_seconds=60, at=at)
        account = welcome(hear_from_provider(request), issuer=settings.OIDC_ISSUER, at=at)
    except Refusal as refusal:
        return _refused_at_chooser(request, refusal)
    wanted = request.session.get(NEXT, "")
    enter(request, account, method="vneid", factor=True, at=at)
    return see_other(after_entry(request, wanted))


@require_http_methods(["GET", "POST"])
def officer(request: HttpRequest) -> HttpResponse:
    at = moment()
    wanted = safe_next((request.POST if request.method == "POST" else request.GET).get("next", ""))
    if request.method == "GET":
        return _officer_page(request, wanted)
    name, password, code = (request.POST.get(field, "") for field in ("name", "password", "code"))
    try:
        account = recognise(name=name, password=password, code=code, address=address_of(request), at=at)
    except Refusal as refusal:
        return _officer_page(request, wanted, name=name, refusal=refusal)
    if not has_factor(account):
        request.session.cycle_key()
        request.session[ENROLLING] = account.pk
        request.session[NEXT] = wanted
        return see_other(reverse("identity:enrol"))
    enter(request, account, method="password", factor=True, at=at)
    return see_other(after_entry(request, wanted))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    leave(request)
    messages.success(request, _("You are signed out."))
    return see_other(reverse("identity:sign-in"))


def after_entry(request: HttpRequest, wanted: str) -> str:
    """To what was kept from before, else to the page that was wanted, else to one's own start."""
    return reverse("identity:kept") if kept_for(request) else wanted or home(request)


def way_back() -> str:
    """The provider knows one address, whatever the language."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_ADDRESS + reverse("identity:vneid-back")


def see_other(way: str) -> HttpResponse:
    return private(HttpResponseRedirect(way, status=SEE_OTHER))


def status_of(refusal: Refusal) -> int:
    return TOO_MANY if refusal.code == "too-many" else UNPROCESSABLE


def _refused_at_chooser(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    wanted = request.session.get(NEXT, "")
    facts = {"next": wanted, "is_demo": settings.DEMO, "errors": [("", str(refusal))]}
    return private(render(request, "identity/sign_in.jinja", facts, status=status_of(refusal)))


def _officer_page(
    request: HttpRequest, wanted: str, *, name: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    demo = {
        "password": settings.DEMO_PASSWORD,
        "code": code_now(settings.DEMO_ONE_TIME_SECRET, moment()),
    }
    facts = {
        "next": wanted,
        "name": name,
        "demo": demo if settings.DEMO else None,
        "errors": [("name", str(refusal))] if refusal else [],
    }
    status = status_of(refusal) if refusal else 200
    return private(render(request, "identity/officer.jinja", facts, status=status))
