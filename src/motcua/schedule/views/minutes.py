"""The minutes: written by who prepares the meeting, approved by its chair."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.schedule import services
from motcua.schedule.access import visible
from motcua.schedule.forms import Errors
from motcua.schedule.models import Meeting
from motcua.schedule.queries.duties import Duty, duty_of, parts_in
from motcua.schedule.queries.figures import turnout
from motcua.schedule.queries.letters import invited
from motcua.schedule.rules.states import Act, open_to
from motcua.schedule.views.showing import when

SEE_OTHER, UNPROCESSABLE = 303, 422


@require_http_methods(["GET", "POST"])
@officer_required
def minutes(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    meeting = visible(duty, code)
    if request.method == "GET":
        return _page(request, meeting, duty, at)
    try:
        if request.POST.get("act") == "approve":
            services.approve_minutes(meeting, shown=request.POST.get("shown", ""), by=request.officer, at=at)
            messages.success(request, _("The minutes are approved."))
        else:
            services.write_minutes(meeting, request.POST.get("text", ""), by=request.officer, at=at)
            messages.success(request, _("The minutes are kept."))
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        return _page(request, visible(duty, code), duty, at, [(field, str(refusal))])
    return HttpResponseRedirect(reverse("schedule:minutes", args=[code]), status=SEE_OTHER)


def _page(
    request: OfficerRequest, meeting: Meeting, duty: Duty, at: datetime, errors: Errors | None = None
) -> HttpResponse:
    may = open_to(meeting.standing, parts_in(meeting, duty), at)
    kept = getattr(meeting, "minutes", None)
    facts: dict[str, Any] = {
        "meeting": meeting,
        "when": when(meeting.begins_at, meeting.ends_at),
        "minutes": kept,
        "text": request.POST.get("text", "") if errors else (kept.text if kept else _proposal(meeting)),
        "shown": services.fingerprint(kept) if kept else "",
        "may_write": Act.WRITE in may,
        "may_approve": Act.APPROVE in may,
        "errors": errors or [],
    }
    return render(request, "schedule/minutes.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _proposal(meeting: Meeting) -> str:
    """The frame of the minutes, from what is known: time, place, chair, who came (NĐ 30/2020, form 1.10)."""
    people = invited(meeting)
    found = turnout(people)
    came = [_comes(one) for one in people if one.came]
    lines = [
        f"Thời gian: {when(meeting.begins_at, meeting.ends_at)}",
        f"Địa điểm: {meeting.place}",
        f"Chủ trì: {meeting.chair_name}",
        f"Thành phần: {found.came}/{found.invited} đại biểu được mời có mặt"
        + (f": {'; '.join(came)}" if came else ""),
        "",
        "Nội dung:",
        meeting.agenda,
        "",
        "Kết luận:",
    ]
    return "\n".join(lines)


def _comes(one: Any) -> str:
    who = one.delegate or one.officer
    return str(who.name) if who else one.guest
