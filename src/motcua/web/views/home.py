"""The first page: search, look-up, and the way to every part that exists."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from motcua.catalog.queries.files import life_events
from motcua.web.addresses import address
from motcua.web.queries import most_used, overview


class Way(NamedTuple):
    label: str
    href: str
    hint: str


WAYS = (
    (
        "results:verify",
        gettext_noop("Verify a result"),
        gettext_noop("See whether a paper is genuine and in force, and compare your own file with it."),
    ),
    (
        "criteria:public_home",
        gettext_noop("Quality of service"),
        gettext_noop("How well each body serves, month by month: points, on time, online; by procedure."),
    ),
    (
        "ledger:overview",
        gettext_noop("Public ledger"),
        gettext_noop(
            "Every act is recorded and sealed every minute; anybody can check that none was changed."
        ),
    ),
    (
        "catalog:iso",
        gettext_noop("Internal procedures"),
        gettext_noop("Who does what within which time, step by step."),
    ),
    (
        "dossiers:queue",
        gettext_noop("For officers"),
        gettext_noop("Receive, process, sign and return dossiers."),
    ),
    (
        "web:help",
        gettext_noop("Help and contact"),
        gettext_noop("Call 1022, or come to the counter: an officer files for you."),
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Without procedures (a new site) only the ways are shown."""
    listed = overview()
    search = address("catalog:search")
    events = [
        (event.name, f"{search}?doi-song={event.code}")
        for event in life_events()
        if search and listed.life_events[event.code]
    ]
    return render(
        request,
        "web/home.jinja",
        {
            "listed": listed,
            "search": search,
            "lookup": address("dossiers:lookup"),
            "events": events,
            "most_used": [(line, address("catalog:procedure", line.code)) for line in most_used()],
            "ways": [Way(_(label), place, _(hint)) for name, label, hint in WAYS if (place := address(name))],
        },
    )
