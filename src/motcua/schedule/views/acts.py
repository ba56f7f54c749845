"""Acts on a meeting, sent from its page: on the meeting itself, who and what is added, and answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.clock.queries import now
from motcua.files.receiving import received
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body, Officer
from motcua.schedule import services
from motcua.schedule.access import visible
from motcua.schedule.forms import SiteForm, errors_in
from motcua.schedule.models import Invitation, Meeting, Site
from motcua.schedule.queries.choosing import officer_by
from motcua.schedule.queries.duties import duty_of
from motcua.schedule.rules.states import Act
from motcua.schedule.views.acting_words import ACTS, FORMS
from motcua.schedule.views.one import page

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
ACCEPTS = ["pdf", "image", "docx", "xlsx"]
STALE = {"gone", "not-now", "not-yours", "not-held", "somebody-was-faster"}
DIGITS = 5
Doing = Callable[[OfficerRequest, Meeting, datetime], str]


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    return _done(request, code, lambda sent, meeting, at: _act(sent, meeting, ACTS[act], at), act)


@require_POST
@officer_required
def add(request: OfficerRequest, code: str, what: str) -> HttpResponse:
    """`what`: nguoi, co-quan, khach, diem-cau, tai-lieu."""
    if what not in ADDS:
        raise Http404
    return _done(request, code, ADDS[what], what)


@require_POST
@officer_required
def take_out(request: OfficerRequest, code: str, what: str) -> HttpResponse:
    """`what`: moi (an invitation), diem-cau (a site)."""
    if what not in TAKES:
        raise Http404
    return _done(request, code, TAKES[what], f"bo-{what}")


@require_POST
@officer_required
def answer(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    return _done(
        request, code, lambda sent, meeting, at: _answer(sent, meeting, number, at), f"tra-loi-{number}"
    )


def _done(request: OfficerRequest, code: str, do: Doing, slug: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    meeting = visible(duty, code)
    try:
        messages.success(request, do(request, meeting, at))
    except Refusal as refusal:
        field = next(iter(refusal.fields), "file" if slug == "tai-lieu" else "")
        typed: dict[str, Any] = {f"{slug}-{name}": said for name, said in request.POST.items()}
        typed[f"{slug}-bodies"] = request.POST.getlist("body")
        status = CONFLICT if refusal.code in STALE else UNPROCESSABLE
        errors = [(f"{slug}-{field}" if field else "", str(refusal))]
        return page(request, visible(duty, code), duty, at, typed=typed, errors=errors, status=status)
    return HttpResponseRedirect(reverse("schedule:one", args=[code]), status=SEE_OTHER)


def _act(request: OfficerRequest, meeting: Meeting, act: Act, at: datetime) -> str:
    plain: dict[Act, Callable[..., Any]] = {
        Act.CALL: services.call_meeting,
        Act.REISSUE: services.reissue_letter,
        Act.HOLD: services.hold_meeting,
        Act.CLOSE: services.close_meeting,
    }
    told: dict[str, Any] = {"by": request.officer, "at": at}
    if act in plain:
        plain[act](meeting, **told)
    else:
        verb = services.postpone_meeting if act is Act.POSTPONE else services.cancel_meeting
        verb(meeting, reason=request.POST.get("reason", ""), **told)
    return _("Done: %(act)s.") % {"act": FORMS[act].label}


def _officer(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    officer = _named_officer(request.POST.get("officer", ""), "officer")
    services.invite_officer(
        meeting,
        officer,
        has_vote=bool(request.POST.get("has_vote")),
        site=_site(request, meeting),
        by=request.officer,
        at=at,
    )
    return _("%(name)s is invited.") % {"name": officer.name}


def _body(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    """One or several bodies at once."""
    chosen = list(Body.objects.filter(code__in=request.POST.getlist("body")).order_by("kind", "sort_key"))
    if not chosen:
        raise Refusal(_("Choose the body."), code="no-body", fields={"body": "empty"})
    for body in chosen:
        services.invite_body(
            meeting,
            body,
            has_vote=bool(request.POST.get("has_vote")),
            site=_site(request, meeting),
            by=request.officer,
            at=at,
        )
    return _("%(name)s is invited.") % {"name": ", ".join(str(body.name) for body in chosen)}


def _guest(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    guest = request.POST.get("guest", "")
    made = services.invite_guest(meeting, guest, site=_site(request, meeting), by=request.officer, at=at)
    return _("%(name)s is invited.") % {"name": made.guest}


def _new_site(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    form = SiteForm(request.POST)
    if not form.is_valid():
        field, words = errors_in(form)[0]
        raise Refusal(words, code="invalid", fields={field: "invalid"})
    said = form.cleaned_data
    place = services.Place(
        name=said["name"],
        place=said["site_place"],
        body=Body.objects.filter(code=said["site_body"]).first(),
        chair=officer_by(said["site_chair"]),
        chair_outside=said["site_chair_outside"],
        expected=said["expected"] or 0,
        is_main=said["is_main"],
    )
    made = services.add_site(meeting, place, by=request.officer, at=at)
    return _("%(name)s is added.") % {"name": made.name}


def _document(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    owner = request.officer.account.code
    stored = received(request, "file", owner=owner, accepts=ACCEPTS, limit=1, at=at)
    file, name = stored[0]
    made = services.attach_document(
        meeting, title=request.POST.get("title", ""), file=file, name=name, by=request.officer, at=at
    )
    return _("%(name)s is added.") % {"name": made.title}


ADDS: dict[str, Doing] = {
    "nguoi": _officer,
    "co-quan": _body,
    "khach": _guest,
    "diem-cau": _new_site,
    "tai-lieu": _document,
}


def _invitation(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    number = _number(request, "invitation", _("Choose whose invitation is taken back."))
    one = get_object_or_404(Invitation.objects.select_related("meeting"), meeting=meeting, number=number)
    reason = request.POST.get("reason", "")
    services.withdraw_invitation(one, reason=reason, by=request.officer, at=at)
    return _("The invitation is taken back.")


def _old_site(request: OfficerRequest, meeting: Meeting, at: datetime) -> str:
    number = _number(request, "site", _("Choose the site that is removed."))
    one = get_object_or_404(Site.objects.select_related("meeting"), meeting=meeting, number=number)
    services.remove_site(one, reason=request.POST.get("reason", ""), by=request.officer, at=at)
    return _("The site is removed; those who were to sit there stay invited.")


TAKES: dict[str, Doing] = {"moi": _invitation, "diem-cau": _old_site}


def _number(request: OfficerRequest, field: str, words: str) -> int:
    said = request.POST.get(field, "")
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS):
        raise Refusal(words, code="nothing-chosen", fields={field: "empty"})
    return int(said)


def _answer(request: OfficerRequest, meeting: Meeting, number: int, at: datetime) -> str:
    invitation = get_object_or_404(
        Invitation.objects.select_related("meeting", "officer", "body"), meeting=meeting, number=number
    )
    told: dict[str, Any] = {"by": request.officer, "at": at}
    reason, said = request.POST.get("reason", ""), request.POST.get("answer", "")
    code = request.POST.get("delegate", "")
    if said == "attend":
        services.accept(invitation, delegate=_named_officer(code, "delegate") if code else None, **told)
    elif said == "stand-in":
        services.send_stand_in(invitation, _named_officer(code, "delegate"), reason=reason, **told)
    elif said == "leave":
        services.ask_leave(invitation, reason=reason, **told)
    elif said in ("grant", "refuse"):
        verb = services.grant_leave if said == "grant" else services.refuse_leave
        verb(invitation, **told)
    else:
        raise Refusal(_("Say whether you come."), code="no-answer")
    return _("Your answer is recorded.")


def _named_officer(code: str, field: str) -> Officer:
    officer = officer_by(code)
    if officer is None:
        raise Refusal(_("Choose the officer from the list."), code="no-officer", fields={field: "empty"})
    return officer


def _site(request: OfficerRequest, meeting: Meeting) -> Site | None:
    number = request.POST.get("site", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= DIGITS
    return meeting.sites.filter(number=int(number)).first() if is_number else None
