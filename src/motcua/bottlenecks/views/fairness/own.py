"""An officer's own figures, the steps behind them, and what he says against them.

ky  period
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from motcua.bottlenecks.queries.fairness.gathering import Seen, seen_of_officer
from motcua.bottlenecks.queries.fairness.norms import norms
from motcua.bottlenecks.queries.fairness.readers import reach_of
from motcua.bottlenecks.queries.fairness.reading import OFFICER, Shown, figures_of, periods_of, step_names
from motcua.bottlenecks.queries.saying import hours
from motcua.bottlenecks.views.diagnosis.asking import period_name
from motcua.bottlenecks.views.fairness import words
from motcua.bottlenecks.views.fairness.together import line
from motcua.clock.queries import now
from motcua.criteria.queries.fields import names_of
from motcua.criteria.rules.periods import period
from motcua.kernel.bilingual import Text
from motcua.organizations.access import OfficerRequest, officer_required

STEPS_SHOWN = 40


@require_safe
@officer_required
def own(request: OfficerRequest) -> HttpResponse:
    return page(request, now(), asked=request.GET.get("ky", ""))


def page(
    request: OfficerRequest,
    at: datetime,
    *,
    asked: str,
    typed: dict[str, Any] | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    on, officer = localdate(at), request.officer
    periods = periods_of(Q(kind=OFFICER, holder=officer.code))
    latest = max(periods, key=lambda code: (period(code).end, period(code).count), default="")
    over = asked if asked in periods else latest
    shown = figures_of(officer, over) if over else []
    facts: dict[str, Any] = {
        "period": over,
        "periods": [{"value": code, "label": period_name(period(code))} for code in reversed(periods)],
        "figures": [_figure(officer.code, one, norms(on).least_steps) for one in shown],
        "horizon": shown[0].figure.horizon if shown else None,
        "bound": norms(on),
        "answer_days": norms(on).answer_working_days,
        "sees_others": not reach_of(officer, on).is_nothing,
        "typed": typed or {},
        "errors": errors or [],
        "here": f"{reverse('bottlenecks:own-figures')}?ky={over}",
    }
    return render(request, "bottlenecks/own_figures.jinja", facts, status=status)


def _figure(officer: str, one: Shown, least: int) -> dict[str, Any]:
    figure = one.figure
    seen = seen_of_officer(officer, figure.role, period(figure.period), figure.horizon)
    return {
        **line(one, least),
        "code": figure.role,
        "hours": hours(figure.minutes),
        "behind": _behind(seen[:STEPS_SHOWN]),
        "may_contest": one.contest is None and figure.adjusted is not None,
        "set_aside": figure.set_aside,
    }


def _behind(seen: list[Seen]) -> list[dict[str, Any]]:
    codes = [one.step.procedure for one in seen]
    procedures, steps = names_of(codes), step_names(codes)
    return [
        {
            "value": f"{one.step.code}|{one.step.step}|{one.step.round}",
            "code": one.step.code,
            "href": reverse("dossiers:work", args=[one.step.code]),
            "procedure": procedures.get(one.step.procedure, Text(one.step.procedure)),
            "step": steps.get((one.step.procedure, one.step.step), Text(one.step.step)),
            "counted": hours(one.hands.minutes),
            "limit": hours(one.limit),
            "is_over": one.is_over,
            "off": words.off_in_words({why.value: spent for why, spent in one.hands.off.items()}),
        }
        for one in seen
    ]
