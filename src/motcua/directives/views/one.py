"""One directive: what was found, what is asked, what happened, what is next and who can act."""

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.directives.models import Directive, Note
from motcua.directives.queries.boards import lines, with_people
from motcua.directives.queries.duties import Duty, duty_of, parts_in, visible_to
from motcua.directives.queries.stories import story_of
from motcua.directives.rules.states import Act, State, next_parts, open_to
from motcua.directives.views.acting_words import FORMS, part_in_words, what_next
from motcua.directives.views.leads import new_leads
from motcua.directives.views.measures import measured_facts
from motcua.directives.views.showing import state_of, time_left, tone_of_time
from motcua.files.serving import as_download
from motcua.organizations.access import OfficerRequest, officer_required


@require_safe
@officer_required
def one(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    return page(request, visible(duty, code), duty, at)


@require_safe
@officer_required
def evidence(request: OfficerRequest, code: str, entry: int) -> HttpResponse:
    directive = visible(duty_of(request.officer, localdate(now())), code)
    note = get_object_or_404(Note.objects.select_related("file"), directive=directive, entry=entry)
    if note.file is None:
        raise Http404
    return cast(HttpResponse, as_download(note.file, note.file_name))


def visible(duty: Duty, code: str) -> Directive:
    """404 for whoever has no part in it and commands nobody in it: that it exists is not said either."""
    return get_object_or_404(with_people().filter(visible_to(duty)), code=code)


def page(
    request: OfficerRequest,
    directive: Directive,
    duty: Duty,
    at: datetime,
    *,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    standing, parts = directive.standing, parts_in(directive, duty)
    may = open_to(standing, parts, on)
    mine = [act for act in FORMS if act in may]
    (line,) = lines([directive], on)
    state, tone = state_of(directive)
    ready = directive.ready_on is not None and directive.ready_on <= on
    facts: dict[str, Any] = {
        "directive": directive,
        "state": state,
        "tone": tone,
        "left": time_left(line.days),
        "left_tone": tone_of_time(line.days),
        "supporting": list(directive.supporting.select_related("body").order_by("code")),
        "story": story_of(directive),
        "acts": [(act, FORMS[act]) for act in mine],
        "can_measure": bool(parts)
        and directive.state == State.MEASURING
        and ready
        and not directive.inconclusive,
        "next": [
            (part_in_words(part), what_next(acts))
            for part, acts in next_parts(standing, on)
            if part != "house"
        ],
        "typed": typed or {},
        "errors": errors or [],
        **(new_leads(directive, duty) if Act.REASSIGN in mine else {}),
        **measured_facts(directive, at),
    }
    return render(request, "directives/one.jinja", facts, status=status)


__all__ = ["Act", "evidence", "one", "page", "visible"]
