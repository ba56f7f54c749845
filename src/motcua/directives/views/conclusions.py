"""Conclusions of meetings: each instruction, with one press a directive."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.clock.queries import now
from motcua.directives.queries.conclusions import Row, counts_of, rows_of
from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.services.concluding import Outcome, give_all, give_instruction
from motcua.directives.views.showing import state_of, time_left, tone_of_time
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import UnitKind
from motcua.schedule.access import readable_notice
from motcua.schedule.models import Instruction, Notice
from motcua.schedule.queries.duties import duty_of as duty_at_meetings
from motcua.schedule.queries.lists import notices_for

A_PAGE = 30
UNPROCESSABLE = 422


@require_safe
@officer_required
def conclusions(request: OfficerRequest) -> HttpResponse:
    """Issued notices that the officer may read, with how many of their instructions have become directives."""
    found = notices_for(duty_at_meetings(request.officer, now()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    notices = list(page.object_list)
    counted = counts_of(notices)
    facts = {
        "page": page,
        "notices": [
            {"notice": one, "whole": counted[one.pk][0], "given": counted[one.pk][1]} for one in notices
        ],
    }
    return render(request, "directives/conclusions.jinja", facts)


@require_http_methods(["GET", "POST"])
@officer_required
def conclusion(request: OfficerRequest, notice: str) -> HttpResponse:
    """POST with `number`: that instruction becomes a directive; without: all that have not become one yet."""
    at = now()
    found = readable_notice(duty_at_meetings(request.officer, at), notice)
    duty = duty_of(request.officer, localdate(at))
    if request.method == "GET":
        return _page(request, found, duty, at, [])
    outcomes = _given(request, found, at)
    made = [one for one in outcomes if one.made]
    if made:
        messages.success(
            request,
            _("Given: %(codes)s.")
            % {"codes": ", ".join(one.directive.code for one in made if one.directive)},
        )
    failed = [one for one in outcomes if one.directive is None]
    status = UNPROCESSABLE if failed and not made else 200
    return _page(request, found, duty, at, outcomes, status=status)


def _given(request: OfficerRequest, found: Notice, at: datetime) -> list[Outcome]:
    asked = request.POST.get("number", "")
    if not asked:
        return give_all(found, by=request.officer, at=at)
    one = get_object_or_404(Instruction, notice=found, number=int(asked) if asked.isdigit() else 0)
    try:
        return [give_instruction(one, by=request.officer, at=at)]
    except Refusal as refusal:
        return [Outcome(one, None, made=False, said=str(refusal))]


def _page(
    request: OfficerRequest,
    found: Notice,
    duty: Duty,
    at: datetime,
    outcomes: Sequence[Outcome],
    *,
    status: int = 200,
) -> HttpResponse:
    later = Notice.objects.filter(corrects=found).exclude(number="").first()
    said = {one.instruction.pk: one for one in outcomes}
    rows = rows_of(found, localdate(at))
    may_give = duty.gives and bool(found.number) and later is None
    shown = [_shown(row, said.get(row.instruction.pk)) for row in rows]
    facts: dict[str, Any] = {
        "notice": found,
        "meeting": found.meeting,
        "corrected_by": later,
        "rows": shown,
        "gives": may_give,
        "left": sum(row.is_open for row in rows) if may_give else 0,
        "errors": [(f"row-{one.instruction.number}", one.said) for one in outcomes if one.directive is None],
    }
    return render(request, "directives/conclusion.jinja", facts, status=status)


def _shown(row: Row, outcome: Outcome | None) -> dict[str, Any]:
    one = row.instruction
    facts: dict[str, Any] = {
        "number": one.number,
        "text": one.text,
        "lead": one.lead_unit.body.name,
        "unit": "" if one.lead_unit.kind == UnitKind.LEADERSHIP else one.lead_unit.name,
        "supporting": [unit.body.name for unit in one.supporting.all()],
        "due_on": one.due_on,
        "proposed": row.due_on,
        "criterion": one.criterion,
        "is_open": row.is_open,
        "again": row.is_open and row.line is not None,
        "said": outcome.said if outcome else "",
        "failed": outcome is not None and outcome.directive is None,
        "directive": row.line.directive if row.line else None,
    }
    if row.line is not None:
        state, tone = state_of(row.line.directive)
        left, left_tone = time_left(row.line.days), tone_of_time(row.line.days)
        facts |= {"state": state, "tone": tone, "left": left, "left_tone": left_tone}
    return facts
