"""What came of one trial: its progress while it is played, then its figures, and the way on to a directive."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.bottlenecks.models import WhatIf, WhatIfState
from motcua.bottlenecks.queries.whatif_choices import paper_names, unit_names
from motcua.bottlenecks.queries.whatif_rights import bodies_to_try
from motcua.bottlenecks.queries.whatif_words import assumption
from motcua.bottlenecks.views.whatif import saying
from motcua.clock.queries import now
from motcua.criteria.queries.fields import names_of, steps_of
from motcua.criteria.queries.nodes import tree
from motcua.criteria.rules.periods import month_of
from motcua.kernel.bilingual import Text
from motcua.organizations.access import OfficerRequest, officer_required

AGAIN = 5
"""Seconds after which a page whose trial is being played is asked for again."""


@require_safe
@officer_required
def one(request: OfficerRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    facts: dict[str, Any] = {
        "found": found,
        "body": tree()[found.body],
        "procedure": names_of({found.procedure}).get(found.procedure, Text(found.procedure)),
        "period": saying.period_name(found.period),
        "state": found.get_state_display(),
        "tone": saying.TONES[found.state],
        "again": f"{reverse('bottlenecks:whatif')}?{urlencode({'cq': found.body, 'tthc': found.procedure})}",
    }
    if found.state == WhatIfState.DONE:
        facts |= _told(found)
    answer = render(request, "bottlenecks/whatif_one.jinja", facts)
    if found.is_open:
        answer["Refresh"] = str(AGAIN)
    return answer


@require_safe
@officer_required
def scenario(request: OfficerRequest, number: int) -> HttpResponse:
    """The text that was played, as a file: the same for the page and the command line."""
    found = _found(request, number)
    answer = HttpResponse(found.scenario, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="thu-phuong-an-{found.number}.yaml"'
    return answer


def _found(request: OfficerRequest, number: int) -> WhatIf:
    bodies = bodies_to_try(request.officer, now())
    if not bodies:
        raise PermissionDenied(
            _("Leaders, heads of division and the reform office try changes here. Ask one of them.")
        )
    return get_object_or_404(WhatIf.objects.select_related("asked_by"), number=number, body__in=bodies)


def _told(found: WhatIf) -> dict[str, Any]:
    answer: dict[str, Any] = found.answer or {}
    codes = {queue["unit"] for queue in answer["queues"]}
    units = unit_names(codes)
    changes = saying.changes(answer, _names(answer["changes"]) | units)
    return {
        "answer": answer,
        "changes": changes,
        "conclusion": saying.conclusion(answer),
        "figures": saying.figures(answer),
        "bars": saying.bars(answer),
        "queues": saying.queues(answer, units),
        "assumptions": [assumption(told) for told in answer["assumptions"]],
        "directive": _directive(found, answer, changes),
    }


def _names(changes: list[dict[str, Any]]) -> dict[str, Text]:
    """Steps and papers of the procedures that are named, and their own names."""
    codes = {change["procedure"] for change in changes if change.get("procedure")}
    names: dict[str, Text] = names_of(codes)
    for code in codes:
        names = steps_of(code) | paper_names(code) | names
    return names


def _directive(found: WhatIf, answer: dict[str, Any], changes: list[str]) -> str:
    """The form of a directive, filled in with what was tried; none where nothing would be gained."""
    criterion, points = answer["criterion"], answer["points"]
    gain = points["difference"]
    if not criterion or not criterion["threshold"] or not gain or gain["low"] <= 0:
        return ""
    target = points["scenario"]["mean"] / criterion["max"] * criterion["threshold"] * 100
    said = {
        "cq": found.body,
        "tc": criterion["code"],
        "ky": month_of(found.as_of).code if found.as_of else found.period,
        "dat": f"{target:.1f}",
        "viec": " ".join(changes),
        "vi": _("Trial %(number)s: %(gain)s expected on criterion %(criterion)s.")
        % {
            "number": found.number,
            "criterion": criterion["code"],
            "gain": saying.gain_of(gain, saying.TWO),
        },
    }
    return f"{reverse('directives:new')}?{urlencode(said)}"
