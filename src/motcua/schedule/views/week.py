"""The week of a body: its open meetings by day and session, and what is due."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body
from motcua.schedule.models import Meeting
from motcua.schedule.queries.duties import duty_of
from motcua.schedule.queries.lists import meetings_seen, week_of
from motcua.schedule.queries.weekly import Mark, marks_of
from motcua.schedule.rules.weeks import Cell, Session, Week, cells
from motcua.schedule.views.showing import body_options, shown

SATURDAY = 5


@require_safe
@officer_required
def week(request: OfficerRequest) -> HttpResponse:
    """`?tuan=2026-W48`, `?cq=`: the officer's own body, those above it, and those for which he prepares meetings."""
    at = now()
    duty = duty_of(request.officer, at)
    bodies = _bodies(request, duty.hosts | duty.signs)
    body = next((one for one in bodies if one.code == request.GET.get("cq")), None)
    if request.GET.get("cq") and body is None:
        raise Http404
    body = body or request.officer.body
    asked = request.GET.get("tuan", "")
    shows = Week.read(asked) if asked else Week.of(localdate(at))
    if shows is None:
        raise Http404
    found = list(week_of(body, shows))
    seen = meetings_seen(duty, found)
    first, last = shows.days[0], shows.days[-1]
    marks = marks_of(body, first, last, reader=request.officer, today=localdate(at))
    facts: dict[str, Any] = {
        "body": body,
        "bodies": body_options(bodies),
        "week": shows,
        "before": shows.moved(-1),
        "this": Week.of(localdate(at)),
        "following": shows.moved(1),
        "today": localdate(at),
        "days": [_day(on, found, seen, marks) for on in shows.days],
        "sessions": [(Session.MORNING, _("Morning")), (Session.AFTERNOON, _("Afternoon"))],
    }
    return render(request, "schedule/week.jinja", facts)


def _bodies(request: OfficerRequest, more: frozenset[int]) -> list[Body]:
    keys, body = set(more), request.officer.body
    while body is not None:
        keys.add(body.pk)
        body = body.parent  # type: ignore[assignment]
    return list(Body.objects.filter(pk__in=keys).order_by("kind", "sort_key"))


def _day(on: Any, found: list[Meeting], seen: set[int], marks: list[Mark]) -> dict[str, Any]:
    lines: dict[Session, list[dict[str, Any]]] = {session: [] for session in Session}
    for meeting in found:
        taken = cells(meeting.begins_at, meeting.ends_at)
        for session in Session:
            if Cell(on, session) in taken:
                lines[session].append({**shown(meeting), "opens": meeting.pk in seen})
    due = [mark for mark in marks if mark.on == on]
    is_free = not any(lines.values()) and not due
    return {
        "on": on,
        "lines": lines,
        "due": due,
        "is_free": is_free,
        "is_shown": on.weekday() < SATURDAY or not is_free,
    }
