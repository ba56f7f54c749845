"""The notice of conclusions: its instructions one by one, then signed; an issued one is only read and corrected."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Unit
from motcua.schedule import services
from motcua.schedule.access import readable_notice, visible
from motcua.schedule.forms import WHICH_DAY, DayForm, Errors
from motcua.schedule.models import Instruction, Notice
from motcua.schedule.queries.choosing import tasked_units
from motcua.schedule.queries.duties import duty_of, parts_in
from motcua.schedule.queries.letters import instructions_of
from motcua.schedule.rules.states import Act, open_to
from motcua.schedule.views.showing import unit_options

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
FIELDS = ("number", "text", "lead_unit", "due_on", "standing", "criterion")


@require_POST
@officer_required
def new(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    meeting = visible(duty_of(request.officer, at), code)
    try:
        made = services.draft_notice(meeting, by=request.officer, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("schedule:one", args=[code]), status=SEE_OTHER)
    return _to(made)


@require_safe
@officer_required
def one(request: OfficerRequest, notice: str) -> HttpResponse:
    at = now()
    return page(request, readable_notice(duty_of(request.officer, at), notice), at)


@require_POST
@officer_required
def act(request: OfficerRequest, notice: str, act: str) -> HttpResponse:
    """`act`: mo-dau, chi-dao, bo, phat-hanh, dinh-chinh."""
    at = now()
    duty = duty_of(request.officer, at)
    found = readable_notice(duty, notice)
    try:
        shown = _do(request, found, act, at)
    except Refusal as refusal:
        field = next(iter(refusal.fields), "").partition("-")[0]
        stale = refusal.code in ("issued", "not-yours", "not-now", "corrected-before")
        return page(
            request,
            readable_notice(duty, notice),
            at,
            typed={name: request.POST.get(name, "") for name in FIELDS}
            | {"supporting": request.POST.getlist("supporting")},
            errors=[(field, str(refusal))],
            status=CONFLICT if stale else UNPROCESSABLE,
        )
    return _to(shown)


def _do(request: OfficerRequest, found: Notice, act: str, at: datetime) -> Notice:
    told: dict[str, Any] = {"by": request.officer, "at": at}
    if act == "phat-hanh":
        issued = services.issue_notice(found, **told)
        messages.success(request, _("%(number)s is issued.") % {"number": issued.number})
        return issued
    if act == "dinh-chinh":
        return services.correct_notice(found, **told)
    opening, points = found.opening, [_point(one) for one in instructions_of(found)]
    if act == "mo-dau":
        opening = request.POST.get("opening", "")
    elif act == "chi-dao":
        _put(points, _sent(request), request.POST.get("number", ""))
    elif act == "bo":
        _drop(points, request.POST.get("number", ""))
    else:
        raise Http404
    kept = services.write_notice(found, opening=opening, points=points, **told)
    messages.success(request, _("The draft is kept."))
    return kept


def _put(points: list[services.Point], sent: services.Point, number: str) -> None:
    """In place of the one with that number, which keeps what it corrects; else at the end."""
    if number.isdigit() and 1 <= int(number) <= len(points):
        old = points[int(number) - 1]
        points[int(number) - 1] = services.Point(
            sent.text, sent.lead_unit, sent.supporting, sent.due_on, sent.standing, sent.criterion, old.origin
        )
    else:
        points.append(sent)


def _drop(points: list[services.Point], number: str) -> None:
    if number.isdigit() and 1 <= int(number) <= len(points):
        del points[int(number) - 1]


def _sent(request: OfficerRequest) -> services.Point:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Refusal(str(WHICH_DAY), code="no-day", fields={"due_on": "invalid"})
    units = Unit.objects.select_related("body")
    lead = units.filter(code=request.POST.get("lead_unit", "")).first()
    if lead is None:
        raise Refusal(_("Choose the unit that leads."), code="no-unit", fields={"lead_unit": "empty"})
    return services.Point(
        text=request.POST.get("text", "")[:4000],
        lead_unit=lead,
        supporting=tuple(units.filter(code__in=request.POST.getlist("supporting"))),
        due_on=form.cleaned_data["due_on"],
        standing=bool(request.POST.get("standing")),
        criterion=request.POST.get("criterion", "")[:16],
    )


def _point(one: Instruction) -> services.Point:
    return services.Point(
        one.text,
        one.lead_unit,
        tuple(one.supporting.all()),
        one.due_on,
        one.standing,
        one.criterion,
        one.origin,
    )


def page(
    request: OfficerRequest,
    notice: Notice,
    at: datetime,
    *,
    typed: dict[str, Any] | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting = notice.meeting
    duty = duty_of(request.officer, at)
    may = open_to(meeting.standing, parts_in(meeting, duty), at)
    points = instructions_of(notice)
    writes = not notice.number and Act.DRAFT_NOTICE in may
    facts: dict[str, Any] = {
        "notice": notice,
        "meeting": meeting,
        "points": points,
        "writes": writes,
        "issues": not notice.number and Act.ISSUE in may,
        "corrects": bool(notice.number)
        and Act.DRAFT_NOTICE in may
        and not Notice.objects.filter(corrects=notice).exists(),
        "corrected_by": Notice.objects.filter(corrects=notice).exclude(number="").first(),
        "typed": typed or _typed(request, points),
        "errors": errors or [],
    }
    if writes:
        facts["units"] = unit_options(tasked_units(meeting.host))
    return render(request, "schedule/notice.jinja", facts, status=status)


def _typed(request: OfficerRequest, points: list[Instruction]) -> dict[str, Any]:
    """`?sua=2`: the second instruction in the form."""
    asked = request.GET.get("sua", "")
    one = next((one for one in points if str(one.number) == asked), None)
    if one is None:
        return {**dict.fromkeys(FIELDS, ""), "supporting": []}
    return {
        "number": one.number,
        "text": one.text,
        "lead_unit": one.lead_unit.code,
        "due_on": f"{one.due_on:%d/%m/%Y}" if one.due_on else "",
        "standing": "1" if one.standing else "",
        "criterion": one.criterion,
        "supporting": [unit.code for unit in one.supporting.all()],
    }


def _to(notice: Notice) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("schedule:notice", args=[notice.code]), status=SEE_OTHER)
