"""One meeting: what those invited need, and what those who look after it can do next."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.queries import told_by_mail
from motcua.schedule.access import visible
from motcua.schedule.forms import Errors
from motcua.schedule.models import Connection, Invitation, Meeting, Site
from motcua.schedule.queries import choosing
from motcua.schedule.queries.clashing import clashes_of
from motcua.schedule.queries.duties import (
    Duty,
    duty_of,
    may_answer,
    may_take_attendance,
    parts_in,
    reach_of,
)
from motcua.schedule.queries.figures import short_notice, turnout
from motcua.schedule.queries.letters import invited, is_stale
from motcua.schedule.queries.stories import story_of
from motcua.schedule.rules.states import OVER, Act, Part, State, open_to
from motcua.schedule.views.acting_words import FORMS
from motcua.schedule.views.showing import (
    ANSWER_TONES,
    CONNECTION_TONES,
    TONES,
    body_options,
    flag_of,
    invitation_line,
    kind_of,
    officer_options,
    person,
    shown,
    when,
)


@require_safe
@officer_required
def one(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    return page(request, visible(duty, code), duty, at)


def page(
    request: OfficerRequest,
    meeting: Meeting,
    duty: Duty,
    at: datetime,
    *,
    typed: dict[str, Any] | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    parts = parts_in(meeting, duty)
    may = open_to(meeting.standing, parts, at)
    people = invited(meeting)
    sites = list(meeting.sites.select_related("chair", "body").order_by("number"))
    keeps = Part.SECRETARY in parts
    facts: dict[str, Any] = {
        "meeting": meeting,
        "kind": kind_of(meeting),
        "chair": person(meeting.chair, meeting.chair_outside),
        "state": str(meeting.get_state_display()),
        "tone": TONES[State(meeting.state)],
        "flag": flag_of(meeting),
        "when": when(meeting.begins_at, meeting.ends_at),
        "people": [_line(one, parts, may) for one in people],
        "turnout": turnout(people),
        "mine": [_answer_form(one) for one in people if _waits_for(one, meeting, duty)],
        "sites": [_site(site, meeting, duty, at) for site in sites],
        "documents": list(meeting.documents.select_related("file").order_by("number")),
        "notices": [one for one in meeting.notices.order_by("pk") if one.number or keeps],
        "minutes": getattr(meeting, "minutes", None),
        "may": {act.value for act in may},
        "acts": [(act, FORMS[act]) for act in FORMS if act in may],
        "keeps": keeps,
        "is_over": meeting.state in OVER,
        "story": story_of(meeting) if keeps else [],
        "stale": keeps and is_stale(meeting),
        "clashes": _clashes(meeting) if keeps and meeting.state not in OVER | {State.CANCELLED} else [],
        "short": short_notice(meeting, at) if Act.CALL in may else None,
        "mails": told_by_mail(meeting.code) if keeps and meeting.called_at else None,
        "guests": sum(bool(one.guest) for one in people),
        "taken_out": list(meeting.taken_out.order_by("at", "pk")) if keeps else [],
        "apart": sum(one.site_id is None for one in people),
        "typed": typed or {},
        "errors": errors or [],
    }
    if Act.TAKE_OUT in may:
        facts |= _removable(people, sites)
    if Act.ADD in may:
        facts |= _choices(meeting, sites)
    return render(request, "schedule/one.jinja", facts, status=status)


def _line(one: Invitation, parts: frozenset[Part], may: list[Act]) -> dict[str, Any]:
    decides = bool(parts & {Part.CHAIR, Part.SIGNER})
    line = invitation_line(one)
    return {**line, "decides": decides and line["asks_leave"], "shows_reason": bool(parts)}


def _waits_for(one: Invitation, meeting: Meeting, duty: Duty) -> bool:
    return (
        meeting.state == State.CALLED
        and one.guest == ""
        and may_answer(one, duty)
        and meeting.ends_at > duty.at
    )


def _answer_form(one: Invitation) -> dict[str, Any]:
    line = invitation_line(one)
    return {
        **line,
        "by_name": one.officer_id is not None,
        "delegates": officer_options(choosing.delegates(one)),
        "tone": ANSWER_TONES[one.answer],  # type: ignore[index]
    }


def _site(site: Site, meeting: Meeting, duty: Duty, at: datetime) -> dict[str, Any]:
    site.meeting = meeting
    runs = meeting.state == State.CALLED or (meeting.state == State.HELD and at >= meeting.begins_at)
    return {
        "number": site.number,
        "name": site.name,
        "place": site.place,
        "is_main": site.is_main,
        "chair": person(site.chair, site.chair_outside),
        "expected": site.expected,
        "came": site.came,
        "connection": str(site.get_connection_display()),
        "tone": CONNECTION_TONES[Connection(site.connection)],
        "may": runs and may_take_attendance(site, duty),
    }


def _clashes(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            **shown(told.meeting),
            "people": ", ".join(one.name for one in told.people),
            "same_place": _("the same place") if told.place else "",
        }
        for told in clashes_of(meeting)
    ]


def _removable(people: list[Invitation], sites: list[Site]) -> dict[str, Any]:
    return {
        "removable": [{"value": one.number, "label": invitation_line(one)["who"]} for one in people],
        "removable_sites": [{"value": site.number, "label": site.name} for site in sites],
    }


def _choices(meeting: Meeting, sites: list[Site]) -> dict[str, Any]:
    reach = reach_of(meeting.host)
    officers = officer_options(choosing.invitable_officers(meeting, reach))
    return {
        "officers": officers,
        "bodies": body_options(choosing.invitable_bodies(meeting, reach)),
        "site_bodies": body_options(choosing.bodies_of(reach)),
        "site_options": [{"value": site.number, "label": site.name} for site in sites],
    }
