"""Letters by e-mail, for the system operator: what went out, what did not and why, and the addresses."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import DELIVERIES, Body, Mail, Officer, Role
from motcua.organizations.queries import mail_fault, mail_server, mails, mails_by_state
from motcua.organizations.rules.mails import REPEATED, Delivery
from motcua.organizations.services import send_again, set_address

SEE_OTHER, UNPROCESSABLE, A_PAGE = 303, 422, 50
TONES = {
    Delivery.WAITING: "blue", Delivery.SENDING: "blue", Delivery.SENT: "green", Delivery.UNCLEAR: "amber",
    Delivery.FAILED: "red", Delivery.NO_SERVER: "grey", Delivery.NO_ADDRESS: "amber",
}  # fmt: skip


@require_safe
@role_required(Role.OPERATOR)
def letters(request: OfficerRequest) -> HttpResponse:
    """`?xem=`: letters of one outcome."""
    return _page(request)


@require_POST
@role_required(Role.OPERATOR)
def again(request: OfficerRequest, number: int) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=number)
    try:
        send_again(mail, by=request.officer, at=now())
        messages.success(request, _("The letter will be sent within minutes."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("organizations:mails"), status=SEE_OTHER)


@require_POST
@role_required(Role.OPERATOR)
def address(request: OfficerRequest) -> HttpResponse:
    code = request.POST.get("code", "").strip()
    of = Body.objects.filter(code=code).first() or Officer.objects.filter(code=code).first()
    try:
        if of is None:
            raise Refusal(
                _("There is no body or officer with this code. Look the code up in the list of bodies."),
                code="unknown",
                fields={"code": "unknown"},
            )
        set_address(of, request.POST.get("address", ""), by=request.officer, at=now())
    except Refusal as refusal:
        return _page(request, [(next(iter(refusal.fields), ""), str(refusal))])
    messages.success(request, _("The address of %(name)s is kept.") % {"name": of.name})
    return HttpResponseRedirect(reverse("organizations:mails"), status=SEE_OTHER)


def _page(request: OfficerRequest, errors: list[tuple[str, str]] | None = None) -> HttpResponse:
    asked = request.GET.get("xem", "")
    state = asked if asked in list(Delivery) else ""
    page = Paginator(mails(state), A_PAGE).get_page(request.GET.get("page"))
    many = mails_by_state()
    facts: dict[str, Any] = {
        "server": mail_server(),
        "wrong": mail_fault(),
        "page": page,
        "lines": [_line(one) for one in page.object_list],
        "tabs": [{"href": "?", "label": _("All"), "count": sum(many.values()), "current": not state}]
        + [
            {"href": f"?xem={code}", "label": words, "count": many[code], "current": state == code}
            for code, words in DELIVERIES
            if code in many
        ],
        "typed": {name: request.POST.get(name, "") for name in ("code", "address")},
        "errors": errors or [],
    }
    return render(request, "organizations/mails.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _line(mail: Mail) -> dict[str, Any]:
    to = mail.officer or mail.body
    return {
        "number": mail.pk,
        "written_at": mail.written_at,
        "to": to.name if to else "",
        "of": mail.officer.body.name if mail.officer else "",
        "address": mail.address,
        "subject": mail.subject,
        "about": mail.about,
        "state": str(mail.get_state_display()),
        "tone": TONES[Delivery(mail.state)],
        "sent_at": mail.sent_at,
        "next_at": mail.next_at if mail.tries else None,
        "said": mail.said,
        "again": mail.state in REPEATED,
    }
