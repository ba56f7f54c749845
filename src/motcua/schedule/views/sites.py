"""At the site, on a phone: how the line is, and who came."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.schedule import services
from motcua.schedule.access import visible
from motcua.schedule.forms import AttendanceForm, Errors, errors_in
from motcua.schedule.models import Connection, Meeting, Site
from motcua.schedule.queries.duties import duty_of, may_take_attendance
from motcua.schedule.queries.letters import invited
from motcua.schedule.views.showing import invitation_line, when

SEE_OTHER, UNPROCESSABLE = 303, 422
APART = 0
"""Those who are invited to no particular site."""


@require_http_methods(["GET", "POST"])
@officer_required
def attendance(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    meeting = visible(duty, code)
    site = _site(meeting, number)
    if not may_take_attendance(site, duty):
        raise PermissionDenied(
            _(
                "Attendance is taken by the site's chair, by those who answer for its body, "
                "or by who prepares the meeting."
            )
        )
    if request.method == "GET":
        return _page(request, meeting, site, at)
    try:
        words = _save(request, meeting, site, at)
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        return _page(request, meeting, site, at, [(field, str(refusal))])
    messages.success(request, words)
    here = reverse("schedule:attendance", args=[code, number])
    return HttpResponseRedirect(here, status=SEE_OTHER)


def _save(request: OfficerRequest, meeting: Meeting, site: Site, at: datetime) -> str:
    told: dict[str, Any] = {"by": request.officer, "at": at}
    if line := request.POST.get("connection"):
        services.check_site(site, line, **told)
        return _("The line is recorded.")
    chosen = {number for number in request.POST.getlist("present") if number.isdigit()}
    present = [one for one in invited(meeting) if str(one.number) in chosen]
    if site.pk is None:
        services.note_presence(meeting, present, **told)
        return _("Attendance is recorded.")
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        field, words = errors_in(form)[0]
        raise Refusal(words, code="invalid", fields={field: "invalid"})
    services.take_attendance(site, came=form.cleaned_data["came"], present=present, **told)
    return _("Attendance is recorded.")


def _page(
    request: OfficerRequest, meeting: Meeting, site: Site, at: datetime, errors: Errors | None = None
) -> HttpResponse:
    people = [one for one in invited(meeting) if one.site_id == site.pk]
    lines = [invitation_line(one) for one in people]
    sent = request.POST.getlist("present") if errors else None
    facts: dict[str, Any] = {
        "meeting": meeting,
        "when": when(meeting.begins_at, meeting.ends_at),
        "site": site,
        "is_site": site.pk is not None,
        "options": [
            {"value": str(line["number"]), "label": line["comes"] or line["who"], "hint": _below(line)}
            for line in lines
        ],
        "present": sent if sent is not None else [str(one.number) for one in people if one.came],
        "came": request.POST.get("came", "") if errors else ("" if site.came is None else site.came),
        "has_begun": at >= meeting.begins_at,
        "takes": meeting.state in ("called", "held"),
        "connections": [
            {"value": one.value, "label": one.label} for one in Connection if one is not Connection.UNCHECKED
        ],
        "errors": errors or [],
    }
    return render(request, "schedule/attendance.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _below(line: dict[str, Any]) -> str:
    if line["comes"]:
        words = _("stand-in of %(name)s, without a vote") if line["is_stand_in"] else _("sent by %(name)s")
        return words % {"name": line["who"]}
    return str(line["below"])


def _site(meeting: Meeting, number: int) -> Site:
    if number == APART:
        return Site(meeting=meeting, number=APART, name=_("Without a site"), place=meeting.place)
    found = get_object_or_404(Site.objects.select_related("chair", "body"), meeting=meeting, number=number)
    found.meeting = meeting
    return found
