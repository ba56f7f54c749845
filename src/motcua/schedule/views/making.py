"""A meeting is prepared, and later changed: the same form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body, Unit
from motcua.schedule import services
from motcua.schedule.access import visible
from motcua.schedule.forms import Errors, PlanForm, errors_in, typed_in
from motcua.schedule.models import Meeting
from motcua.schedule.queries import choosing
from motcua.schedule.queries.clashing import clashes_of
from motcua.schedule.queries.duties import Duty, duty_of, parts_in
from motcua.schedule.queries.kinds import kinds
from motcua.schedule.rules.states import Act, State, open_to
from motcua.schedule.views.showing import body_options, officer_options, unit_options

SEE_OTHER, UNPROCESSABLE = 303, 422


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    hosts = choosing.hosts(duty)
    if not hosts:
        raise PermissionDenied(
            _("Leaders, heads of division, clerks and the reform office prepare meetings. Ask one of them.")
        )
    asked = request.POST.get("host") or request.GET.get("cq", "")
    host = next((one for one in hosts if one.code == asked), None)
    if host is None and len(hosts) > 1:
        return render(request, "schedule/choose.jinja", {"hosts": body_options(hosts)})
    host = host or hosts[0]
    if request.method == "GET":
        return _page(request, host, None, _empty(host, duty))
    form = PlanForm(request.POST)
    typed = typed_in(form, request.POST)
    if not form.is_valid():
        return _page(request, host, None, typed, errors_in(form))
    try:
        made = services.draft_meeting(_plan(form), host=host, by=request.officer, at=at)
    except Refusal as refusal:
        return _page(request, host, None, typed, _placed(refusal))
    _tell_clashes(request, made)
    messages.success(request, _("%(code)s is drafted. Now name those who are to come.") % {"code": made.code})
    return _to(made)


@require_http_methods(["GET", "POST"])
@officer_required
def edit(request: OfficerRequest, code: str) -> HttpResponse:
    """The draft, or the facts of a called or postponed meeting, which are then signed anew."""
    at = now()
    duty = duty_of(request.officer, at)
    meeting = visible(duty, code)
    if not {Act.EDIT, Act.CHANGE} & set(open_to(meeting.standing, parts_in(meeting, duty), at)):
        raise PermissionDenied(
            _("%(code)s is changed by a leader who signs for %(host)s; a draft by those who prepare it.")
            % {"code": code, "host": meeting.host.name}
        )
    if request.method == "GET":
        return _page(request, meeting.host, meeting, _typed_of(meeting))
    form = PlanForm(request.POST)
    typed = typed_in(form, request.POST)
    if not form.is_valid():
        return _page(request, meeting.host, meeting, typed, errors_in(form))
    verb = services.edit_meeting if meeting.state == State.DRAFTED else services.change_meeting
    try:
        made = verb(meeting, _plan(form), by=request.officer, at=at)
    except Refusal as refusal:
        return _page(request, meeting.host, meeting, typed, _placed(refusal))
    _tell_clashes(request, made)
    messages.success(request, _("%(code)s is changed.") % {"code": made.code})
    return _to(made)


def _plan(form: PlanForm) -> services.Plan:
    said = form.cleaned_data
    chair = choosing.officer_by(said["chair"])
    if said["chair"] and chair is None:
        raise Refusal(_("Choose the chair from the list."), code="no-officer", fields={"chair": "unknown"})
    return services.Plan(
        title=said["title"],
        kind=said["kind"],
        begins_at=form.begins_at,
        ends_at=form.ends_at,
        place=said["place"],
        chair=chair,
        chair_outside=said["chair_outside"],
        agenda=said["agenda"],
        video_link=said["video_link"],
        preparing=Unit.objects.filter(code=said["preparing"]).first(),
        contact=said["contact"],
        is_open=said["is_open"],
    )


def _empty(host: Body, duty: Duty) -> dict[str, Any]:
    typed: dict[str, Any] = dict.fromkeys(PlanForm.base_fields, "")
    typed |= {"kind": "work", "is_open": "1", "from_time": "8:00", "until": "11:00", "place": host.address}
    return typed


def _typed_of(meeting: Meeting) -> dict[str, Any]:
    begins, ends = localtime(meeting.begins_at), localtime(meeting.ends_at)
    return {
        "title": meeting.title,
        "kind": meeting.kind,
        "day": f"{begins:%d/%m/%Y}",
        "from_time": f"{begins:%H:%M}",
        "until": f"{ends:%H:%M}",
        "last_day": f"{ends:%d/%m/%Y}" if ends.date() != begins.date() else "",
        "place": meeting.place,
        "chair": meeting.chair.code if meeting.chair else "",
        "chair_outside": meeting.chair_outside,
        "agenda": meeting.agenda,
        "video_link": meeting.video_link,
        "preparing": meeting.preparing.code if meeting.preparing else "",
        "contact": meeting.contact,
        "is_open": "1" if meeting.is_open else "",
    }


def _page(
    request: OfficerRequest,
    host: Body,
    meeting: Meeting | None,
    typed: dict[str, Any],
    errors: Errors | None = None,
) -> HttpResponse:
    is_called = meeting is not None and meeting.state != State.DRAFTED
    facts = {
        "host": host,
        "meeting": meeting,
        "is_called": is_called,
        "kinds": [{"value": code, "label": name} for code, name in kinds().items()],
        "chairs": officer_options(choosing.chairs(host)),
        "preparers": unit_options(choosing.preparers(host)),
        "typed": typed,
        "errors": errors or [],
    }
    return render(request, "schedule/new.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _placed(refusal: Refusal) -> Errors:
    return [(next(iter(refusal.fields), ""), str(refusal))]


def _tell_clashes(request: OfficerRequest, meeting: Meeting) -> None:
    for told in clashes_of(meeting):
        messages.warning(
            request,
            _("At the same time: %(code)s “%(title)s”.")
            % {"code": told.meeting.code, "title": told.meeting.title},
        )


def _to(meeting: Meeting) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("schedule:one", args=[meeting.code]), status=SEE_OTHER)
