"""What is met and has to be kept: the criteria that a body meets, and those that have dropped below their threshold.

cq  body
"""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import DEFAULT_SET, horizon
from motcua.directives.queries.duties import duty_of
from motcua.directives.queries.keeping import Met, Watch, met_at, watch_of
from motcua.directives.queries.norms import norms
from motcua.directives.rules.keeping import Standing
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body

TONES = {Standing.DROPPED: "red", Standing.UNSURE: "amber", Standing.NOTHING: "grey", Standing.KEPT: "green"}


@require_safe
@officer_required
def keeping(request: OfficerRequest) -> HttpResponse:
    on = localdate(now())
    duty = duty_of(request.officer, on)
    body = request.GET.get("cq") or request.officer.body.code
    if not (duty.gives and duty.may_measure(body)):
        raise PermissionDenied(
            _(
                "Leaders, heads of division and the reform office see what their line has met. Ask one of them."
            )
        )
    seen = horizon()
    watch = watch_of(seen, norms(on)) if seen else None
    found = met_at(body, DEFAULT_SET, seen) if seen else []
    known = {
        one.code: one.name for one in Body.objects.filter(pk__in=duty.commands).order_by("kind", "sort_key")
    }
    known.setdefault(body, tree()[body].name)
    facts: dict[str, Any] = {
        "body": body,
        "name": tree()[body].name,
        "bodies": [{"value": code, "label": name} for code, name in known.items()],
        "rows": [_row(one, body, watch) for one in found] if watch else [],
        "dropped": sum(one.standing is Standing.DROPPED for one in found),
        "window": watch
        and _("%(first)s to %(last)s") % {"first": _code(watch.after[0]), "last": watch.last.code},
        "horizon": seen,
    }
    return render(request, "directives/keeping.jinja", facts)


def _code(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _row(one: Met, body: str, watch: Watch) -> dict[str, Any]:
    asked = {"cq": body, "tc": one.criterion.code, "ky": watch.last.code, "ct": body}
    fell = one.standing in (Standing.DROPPED, Standing.UNSURE)
    return {
        "criterion": f"{one.criterion.code} {one.criterion.name}",
        "threshold": charts.share(one.threshold),
        "before": charts.share(one.before),
        "after": "–" if one.standing is Standing.NOTHING else charts.share(one.after),
        "standing": _words(one.standing),
        "tone": TONES[one.standing],
        "change": _change(one),
        "directive": one.directive,
        "give": f"{reverse('directives:new')}?{urlencode(asked)}" if fell and not one.directive else "",
    }


def _words(standing: Standing) -> str:
    return {
        Standing.DROPPED: _("Dropped below its threshold"),
        Standing.UNSURE: _("Below its threshold, perhaps by chance"),
        Standing.NOTHING: _("Nothing to measure lately"),
        Standing.KEPT: _("Kept"),
    }[standing]


def _change(one: Met) -> str:
    if one.effect is None:
        return ""
    points = charts.places(1)
    return _("%(gain)s percentage points; 95 in 100: between %(low)s and %(high)s") % {
        name: points(float(getattr(one.effect, name)) * 100) for name in ("gain", "low", "high")
    }
