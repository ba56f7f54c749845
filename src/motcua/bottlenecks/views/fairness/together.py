"""Figures of a body's units and officers, for who answers for them: something to talk about, never a ranking.

cq  body      ky  period
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.bottlenecks.models import Contest
from motcua.bottlenecks.queries.fairness.norms import norms
from motcua.bottlenecks.queries.fairness.readers import bodies_in, reach_of
from motcua.bottlenecks.queries.fairness.reading import UNIT, Shown, figures_at, periods_of, to_answer
from motcua.bottlenecks.queries.saying import hours, position_of
from motcua.bottlenecks.views.diagnosis.asking import period_name
from motcua.bottlenecks.views.fairness import words
from motcua.clock.queries import now
from motcua.criteria.rules.periods import period
from motcua.kernel import charts
from motcua.kernel.spreadsheets import CSV
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body


@require_safe
@officer_required
def together(request: OfficerRequest) -> HttpResponse:
    return page(request, now())


def page(
    request: OfficerRequest,
    at: datetime,
    *,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    reach = reach_of(request.officer, on)
    if reach.is_nothing:
        raise PermissionDenied(
            _(
                "Figures of others are for heads of unit, leaders and the reform office. "
                "Your own stand under “My own figures”."
            )
        )
    bodies = bodies_in(reach)
    body = _body(request, bodies)
    periods = periods_of(Q(body=body.code))
    over = _period(request, periods)
    rows = figures_at(body.code, over, reach) if over else []
    bound = norms(on)
    least = bound.least_steps
    if request.GET.get("xuat") == "csv":
        return _csv(rows, body.code, over, least)
    facts: dict[str, Any] = {
        "body": body,
        "bodies": [{"value": one.code, "label": one.name} for one in bodies],
        "period": over,
        "periods": [{"value": code, "label": period_name(period(code))} for code in reversed(periods)],
        "units": [line(one, least) for one in rows if one.figure.kind == UNIT],
        "officers": _by_unit([one for one in rows if one.figure.kind != UNIT], least),
        "horizon": rows[0].figure.horizon if rows else None,
        "waiting": [_waiting(one) for one in to_answer(request.officer, on)],
        "on": on,
        "bound": bound,
        "typed": typed or {},
        "errors": errors or [],
        "csv": f"{reverse('bottlenecks:fairness')}?cq={body.code}&ky={over}&xuat=csv",
    }
    return render(request, "bottlenecks/fairness.jinja", facts, status=status)


def _body(request: OfficerRequest, bodies: list[Body]) -> Body:
    """The one that was asked for, his own, or the first; 404 for one that he does not answer for."""
    asked = request.GET.get("cq")
    known = {one.code: one for one in bodies}
    if asked:
        if asked not in known:
            raise Http404
        return known[asked]
    return known.get(request.officer.body.code, bodies[0])


def _period(request: HttpRequest, periods: list[str]) -> str:
    asked = request.GET.get("ky", "")
    if asked in periods:
        return asked
    return max(periods, key=lambda code: (period(code).end, period(code).count), default="")


def line(one: Shown, least: int) -> dict[str, Any]:
    told = words.figure_in_words(one.figure) if one.is_told else None
    return {
        "unit": one.unit,
        "name": one.name,
        "role": position_of(one.figure.role) if one.figure.role else "",
        "steps": one.figure.steps,
        "over": one.figure.over,
        "usual": charts.share(one.figure.usual),
        "told": told,
        "none": "" if told else words.too_few(one, least),
        "off": words.off_in_words(one.figure.off),
        "asks": one.figure.asks and told is not None,
        "contest": words.contest_in_words(one.contest) if one.contest else [],
    }


def _by_unit(rows: list[Shown], least: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    found: dict[str, tuple[Any, list[dict[str, Any]]]] = {}
    for one in rows:
        found.setdefault(one.figure.unit, (one.unit, []))[1].append(line(one, least))
    return list(found.values())


def _waiting(contest: Contest) -> dict[str, Any]:
    return {
        "pk": contest.pk,
        "officer": contest.officer.name,
        "unit": contest.officer.unit.name,
        "role": position_of(contest.role),
        "period": period_name(period(contest.period)),
        "reason": contest.reason,
        "due_on": contest.due_on,
        "figure": words.words_of(contest.figure),
        "steps": contest.figure["steps"],
        "named": [f"{code} · {step}" for code, step, _round in contest.steps],
    }


def _csv(rows: list[Shown], body: str, over: str, least: int) -> HttpResponse:
    """The lines of the page, in its order. Text is guarded by the table's own writer."""
    head = (
        _("Unit"), _("Officer"), _("Position"), _("Finished steps"), _("Over the limit"), _("The same work elsewhere"),
        _("Adjusted"), "95 % ≥", "95 % ≤", _("Time against others"), _("Hours that count"), _("Without a figure"),
    )  # fmt: skip
    cells = []
    for one in rows:
        figure, told = one.figure, one.is_told
        numbers = (figure.expected, figure.adjusted, figure.low, figure.high, figure.pace)
        shown = tuple(round(number, 4) if told and number is not None else "" for number in numbers)
        role = position_of(figure.role) if figure.role else ""
        why = "" if told else words.too_few(one, least)
        cells.append(
            (str(one.unit), one.name, role, figure.steps, figure.over, *shown, hours(figure.minutes), why)
        )
    table = charts.Table(tuple(charts.Column(title) for title in head), tuple(cells))
    answer = HttpResponse(charts.as_csv(table), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="cong-bang-{body}-{over}.csv"'
    return answer
