"""My meetings: what comes next, what waits for an answer, what my body calls, what is over."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.schedule.models import Feed
from motcua.schedule.queries.duties import duty_of
from motcua.schedule.queries.lists import Tab, counts
from motcua.schedule.queries.lists import meetings as rows_of
from motcua.schedule.views.showing import shown

A_PAGE = 50


@require_safe
@officer_required
def meetings(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, at)
    many = counts(duty, at)
    asked = request.GET.get("xem", "")
    tab = Tab(asked) if asked in list(Tab) else _first(many)
    page = Paginator(rows_of(duty, tab, at), A_PAGE).get_page(request.GET.get("page"))
    facts: dict[str, Any] = {
        "tabs": [
            {
                "href": f"?xem={one}",
                "label": label,
                "count": many[one],
                "current": one is tab,
                "tone": "amber" if one is Tab.ANSWER and many[one] else "blue",
            }
            for one, label in _labels().items()
        ],
        "tab": tab,
        "page": page,
        "lines": [shown(one) for one in page.object_list],
        "calls": bool(duty.hosts),
        "feed": Feed.objects.filter(officer=request.officer).first(),
    }
    return render(request, "schedule/meetings.jinja", facts)


def _first(many: dict[Tab, int]) -> Tab:
    return next((tab for tab in (Tab.ANSWER, Tab.MINE, Tab.CALLED) if many[tab]), Tab.MINE)


def _labels() -> dict[Tab, str]:
    return {
        Tab.MINE: _("My next meetings"),
        Tab.ANSWER: _("To be answered"),
        Tab.CALLED: _("Called by my body"),
        Tab.PAST: _("Past meetings"),
    }
