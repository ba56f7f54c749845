"""Where a diagnosis begins: the criteria that lose most points at a body, each with its diagnosis."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.bottlenecks.queries.diagnosis import losing
from motcua.bottlenecks.rules.diagnosis import Asked
from motcua.bottlenecks.views.diagnosis.asking import address, asked_of, own_body, period_name, periods
from motcua.criteria.queries.scores import DEFAULT_SET, view
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required

TWO = charts.places(2)


@require_safe
@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    body = request.GET.get("cq") or own_body(request)
    asked = asked_of(request, "", body)
    seen = view(body, asked.period, by=asked.criteria_set)
    rows = [
        {
            "href": address(Asked(asked.criteria_set, one.measured.criterion.code, body, "", asked.period)),
            "code": one.measured.criterion.code,
            "name": one.measured.criterion.name,
            "points": TWO(one.points),
            "most": TWO(one.measured.max),
            "by_steps": one.by_steps,
        }
        for one in losing(seen)
    ]
    facts: dict[str, Any] = {
        "asked": asked,
        "node": seen.node,
        "rows": rows,
        "lost": TWO(seen.losses.total.total),
        "period": period_name(seen.over),
        "periods": periods(),
        "bodies": [{"value": code, "label": node.name} for code, node in seen.tree.nodes.items()],
        "default_set": DEFAULT_SET,
    }
    return render(request, "bottlenecks/home.jinja", facts)
