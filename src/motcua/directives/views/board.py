"""The board: whose turn it is, what is late, what is watched."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.directives.models import STATES
from motcua.directives.queries.boards import Tab, counts, lines
from motcua.directives.queries.boards import board as rows_of
from motcua.directives.queries.duties import duty_of
from motcua.directives.queries.reminding import unread
from motcua.directives.tables import as_csv
from motcua.directives.views.showing import shown_line
from motcua.kernel.spreadsheets import CSV
from motcua.organizations.access import OfficerRequest, officer_required

A_PAGE = 50


@require_safe
@officer_required
def board(request: OfficerRequest) -> HttpResponse:
    on = localdate(now())
    duty = duty_of(request.officer, on)
    asked = {name: request.GET.get(name, "") for name in ("xem", "tt", "cq")}
    many = counts(duty, on)
    tab = Tab(asked["xem"]) if asked["xem"] in list(Tab) else _first(many)
    found = rows_of(duty, tab, on, state=asked["tt"], body=asked["cq"])
    if request.GET.get("xuat") == "csv":
        headers = {"Content-Disposition": 'attachment; filename="chi-dao.csv"', "Cache-Control": "no-store"}
        return HttpResponse(as_csv(lines(found, on)), content_type=CSV, headers=headers)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts: dict[str, Any] = {
        "tabs": [
            {
                "href": f"?xem={one}",
                "label": label,
                "count": many[one],
                "current": one is tab,
                "tone": _tone(one, many),
            }
            for one, label in _labels().items()
        ],
        "tab": tab,
        "page": page,
        "lines": [shown_line(line) for line in lines(page.object_list, on)],
        "states": [{"value": code, "label": name} for code, name in STATES],
        "asked": asked,
        "gives": duty.gives,
        "reminders": unread(request.officer).count(),
    }
    return render(request, "directives/board.jinja", facts)


def _first(many: dict[Tab, int]) -> Tab:
    """The list that needs somebody: what is late, then his own, then what he gave."""
    return next((tab for tab in (Tab.OVERDUE, Tab.MINE, Tab.GIVEN) if many[tab]), Tab.ALL)


def _labels() -> dict[Tab, str]:
    return {
        Tab.MINE: _("Mine to do"),
        Tab.GIVEN: _("Given by me"),
        Tab.OVERDUE: _("Overdue"),
        Tab.WATCHED: _("Verified and watched"),
        Tab.ALL: _("All"),
    }


def _tone(tab: Tab, many: dict[Tab, int]) -> str:
    return "red" if tab is Tab.OVERDUE and many[tab] else "blue"
