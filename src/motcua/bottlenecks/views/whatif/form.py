"""One change to try, by form; several, as the text of a scenario. What was tried before stands below.

cq  body     tthc  procedure (none: all)     loai  kind of change     buoc, ban  step, unit|role beforehand
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.bottlenecks.models import WhatIf
from motcua.bottlenecks.queries.whatif_choices import Choices, choices, periods_ahead
from motcua.bottlenecks.queries.whatif_rights import bodies_to_try
from motcua.bottlenecks.rules.whatif.scenario import KINDS, written
from motcua.bottlenecks.services.whatif import ask
from motcua.bottlenecks.views.whatif.saying import SEE_OTHER, UNPROCESSABLE, day_of, kinds, period_name, row
from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required

LISTED = 20
FIELDS: Mapping[str, tuple[str, ...]] = {
    "limit": ("step", "hours"),
    "merge": ("first", "second"),
    "officer": ("desk", "count", "starts_on", "from_desk"),
    "paper": ("paper",),
    "batch": ("desk",),
}


@require_http_methods(["GET", "POST"])
@officer_required
def form(request: OfficerRequest) -> HttpResponse:
    at = now()
    bodies = bodies_to_try(request.officer, at)
    if not bodies:
        raise PermissionDenied(
            _("Leaders, heads of division and the reform office try changes here. Ask one of them.")
        )
    asked = _asked(request, bodies)
    typed = {name: request.POST.get(name, "") for names in FIELDS.values() for name in names}
    typed |= {"period": request.POST.get("period", ""), "scenario": request.POST.get("scenario", "")}
    if request.method != "POST":
        chosen = {"step": request.GET.get("buoc", ""), "desk": request.GET.get("ban", ""), "count": "1"}
        return _page(request, asked, at, typed | chosen)
    try:
        made = ask(typed["scenario"].strip() or _scenario(asked, typed), by=request.officer, at=at)
    except Refusal as refusal:
        return _page(request, asked, at, typed, str(refusal))
    return HttpResponseRedirect(reverse("bottlenecks:whatif_one", args=[made.number]), status=SEE_OTHER)


def _asked(request: OfficerRequest, bodies: frozenset[str]) -> dict[str, str]:
    own = request.officer.body
    body = request.GET.get("cq") or (own.code if own.code in bodies else min(bodies))
    if body not in bodies:
        raise PermissionDenied(
            _(
                "Whoever leads this body or one of its divisions, or the reform office, tries this. Ask one of them."
            )
        )
    kind = request.GET.get("loai", "")
    return {"cq": body, "tthc": request.GET.get("tthc", ""), "loai": kind if kind in KINDS else KINDS[0]}


def _scenario(asked: Mapping[str, str], typed: Mapping[str, str]) -> str:
    """What was chosen, as the text of a scenario. Refused: something that every kind needs is missing."""
    kind = asked["loai"]
    change = {"change": kind, **_MADE[kind](asked, typed)}
    if not typed["period"]:
        raise Refusal(_("Choose the period."), code="incomplete", fields={"period": "missing"})
    return written(
        {"body": asked["cq"], "procedure": asked["tthc"], "period": typed["period"], "changes": [change]}
    )


def _chosen(typed: Mapping[str, str], *names: str) -> dict[str, str]:
    if any(not typed[name] for name in names):
        raise Refusal(
            _("Fill in what is to be changed."), code="incomplete", fields=dict.fromkeys(names, "missing")
        )
    return {name: typed[name] for name in names}


def _limit(asked: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    chosen = _chosen(typed, "step", "hours")
    return {"step": chosen["step"], "hours": chosen["hours"].replace(",", "."), "procedure": asked["tthc"]}


def _merge(asked: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    return {**_chosen(typed, "first", "second"), "procedure": asked["tthc"]}


def _officer(asked: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    unit, role = _desk(_chosen(typed, "desk", "count")["desk"])
    left = dict(zip(("from_unit", "from_role"), _desk(typed["from_desk"]), strict=True))
    starts = day_of(typed["starts_on"])
    count = int(typed["count"]) if typed["count"].isdecimal() else typed["count"]
    return {"unit": unit, "role": role, "count": count, "starts_on": starts and starts.isoformat(), **left}


def _paper(asked: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    if not asked["tthc"]:
        raise Refusal(_("Choose the procedure whose paper falls away."), code="incomplete")
    return {"procedure": asked["tthc"], **_chosen(typed, "paper")}


def _batch(asked: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    unit, role = _desk(_chosen(typed, "desk")["desk"])
    return {"unit": unit, "role": role, "weekdays": "daily"}


def _desk(said: str) -> tuple[str, str]:
    unit, _bar, role = said.partition("|")
    return unit, role


_MADE = {"limit": _limit, "merge": _merge, "officer": _officer, "paper": _paper, "batch": _batch}


def _page(
    request: OfficerRequest, asked: dict[str, str], at: datetime, typed: Mapping[str, str], error: str = ""
) -> HttpResponse:
    known, nodes = choices(asked["cq"], asked["tthc"], at), tree()
    may = bodies_to_try(request.officer, at)
    before = WhatIf.objects.filter(body=asked["cq"]).select_related("asked_by").order_by("-number")[:LISTED]
    names = known.steps | known.papers | known.procedures | {desk.unit: desk.name for desk in known.desks}
    facts: dict[str, Any] = {
        "asked": asked,
        "typed": typed,
        "error": error,
        "body": nodes[asked["cq"]],
        "bodies": [{"value": code, "label": node.name} for code, node in nodes.nodes.items() if code in may],
        "procedures": _options(known.procedures, all_of=_("All procedures")),
        "kinds": [
            {
                "href": f"?{urlencode({**asked, 'loai': kind})}",
                "label": words,
                "current": kind == asked["loai"],
            }
            for kind, words in kinds().items()
        ],
        "kind": asked["loai"],
        "periods": [{"value": one.code, "label": period_name(one.code)} for one in periods_ahead(at)],
        "steps": _options(known.steps),
        "papers": _options(known.papers),
        "desks": _desks(known),
        "rows": [row(one, names) for one in before],
        "today": date_format(at, "SHORT_DATE_FORMAT"),
        "here": f"?{urlencode(asked)}",
    }
    return render(request, "bottlenecks/whatif.jinja", facts, status=UNPROCESSABLE if error else 200)


def _options(named: Mapping[str, Any], *, all_of: str = "") -> list[dict[str, Any]]:
    first = [{"value": "", "label": all_of}] if all_of else []
    return first + [{"value": code, "label": f"{name} ({code})"} for code, name in named.items()]


def _desks(known: Choices) -> list[dict[str, str]]:
    return [
        {"value": f"{desk.unit}|{desk.role}", "label": f"{desk.name} – {desk.role_name}"}
        for desk in known.desks
    ]
