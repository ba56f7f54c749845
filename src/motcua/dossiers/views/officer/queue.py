"""The work queue: tabs, filters, export of exactly what is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import calendar
from motcua.dossiers.models import State
from motcua.dossiers.queries import queue as queues
from motcua.dossiers.queries.duties import duties_now
from motcua.dossiers.queries.queue import Asked, Found
from motcua.dossiers.queries.tabs import Desk, Tab, tabs_of
from motcua.dossiers.tables import CSV, XLSX, Cell, as_csv, as_xlsx
from motcua.organizations.access import OfficerRequest, officer_required

BADGES = {"can-lam-ngay": "red", "chua-ai-nhan": "amber", "cho-tiep-nhan": "amber"}


def desk_of(request: OfficerRequest) -> Desk:
    duties, at = duties_now(request.officer)
    return Desk(duties, calendar(request.officer.body.calendar), at)


def heads(tab: Tab) -> list[str]:
    """What stands over the columns of a list. Two times stand side by side: each says whose it is."""
    left = _("Time left") if tab.at_the_counter else _("Step: time left")
    return [left, _("Dossier due"), _("Code"), _("Procedure"), _("Applicant"), _("Step")]


def next_acts() -> dict[str, str]:
    """What a row's button says, by what comes next."""
    return {
        "take": _("Take"),
        "process": _("Process"),
        "consult": _("Give an opinion"),
        "draft": _("Draft"),
        "submit": _("Submit"),
        "approve": _("Review"),
        "sign": _("Sign"),
        "deliver": _("Return"),
        State.FILED: _("Receive"),
        State.RECEIVED: _("Hand over"),
        State.COMPLETED: _("Return the result"),
    }


@require_safe
@officer_required
def queue(request: OfficerRequest) -> HttpResponse:
    desk = desk_of(request)
    tabs = tabs_of(desk.duties)
    tab = next((tab for tab in tabs if tab.code == request.GET.get("muc")), tabs[0])
    asked = asked_in(request)
    if (kind := request.GET.get("xuat")) in ("xlsx", "csv"):
        return _export(desk, tab, asked, tabs, kind)
    page = _page(request)
    found = queues.find(desk, tab, asked, tabs, page=page)
    acts, other = next_acts(), _("Open")
    facts = {
        "tab": tab,
        "tabs": _tab_links(request, tabs, tab, found),
        "asked": asked,
        "heads": [*heads(tab), _("Next act")],
        "lines": [(line, acts.get(line.kind, other)) for line in found.lines],
        "total": found.total,
        "shown": len(found.lines),
        "page": page,
        "pages": max(1, -(-found.total // queues.PER_PAGE)),
        "due": [{"value": "", "label": _("Any")}]
        + [{"value": code, "label": str(words)} for code, words in queues.DUE.items()],
        "elsewhere": _elsewhere(tabs, tab, found),
        "signs": desk.duties.signs,
        "at": desk.at,
    }
    return render(request, "dossiers/officer/queue.jinja", facts)


def asked_in(request: HttpRequest) -> Asked:
    return Asked(*(request.GET.get(name, "").strip()[:100] for name in ("q", "thu-tuc", "han")))


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return min(int(said), 10_000) if said.isascii() and said.isdigit() and int(said) else 1


def _tab_links(
    request: HttpRequest, tabs: tuple[Tab, ...], current: Tab, found: Found
) -> list[dict[str, Any]]:
    return [
        {
            "href": f"{request.path}?muc={tab.code}",
            "label": str(tab.label),
            "count": found.counts.get(tab.code, 0),
            "current": tab is current,
            "tone": BADGES.get(tab.code, "blue") if found.counts.get(tab.code) else "grey",
        }
        for tab in tabs
    ]


def _elsewhere(tabs: tuple[Tab, ...], current: Tab, found: Found) -> list[tuple[str, str, int]]:
    """Where there is work when this tab is empty."""
    return [
        (tab.code, str(tab.label), found.counts[tab.code])
        for tab in tabs
        if tab is not current and found.counts.get(tab.code) and tab.code != "xong-hom-nay"
    ]


def _export(desk: Desk, tab: Tab, asked: Asked, tabs: tuple[Tab, ...], kind: str) -> HttpResponse:
    found = queues.find(desk, tab, asked, tabs, most=queues.MOST_EXPORTED)
    head = [*heads(tab), _("With")]
    rows: list[list[Cell]] = [
        [
            line.left.words,
            line.due_at,
            line.code,
            str(line.procedure),
            line.applicant,
            str(line.step),
            line.holder,
        ]
        for line in found.lines
    ]
    name = f"{tab.code}-{localtime(desk.at):%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        content, media = as_csv(head, rows), CSV
    else:
        about = [
            (_("List"), str(tab.label)),
            (_("At"), date_format(localtime(desk.at), "H:i d/m/Y")),
            (_("Filter"), " · ".join(said for said in asked if said)),
            (_("Dossiers"), str(found.total)),
        ]
        content, media = as_xlsx(str(tab.label), head, rows, about), XLSX
    return HttpResponse(
        content,
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
