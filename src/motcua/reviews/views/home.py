"""Calls that ask my body first, those that my body made below; and a new call."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.clock.queries import now
from motcua.criteria.rules.periods import month_of
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body
from motcua.reviews.access import callable_by
from motcua.reviews.forms.calls import CallForm, errors_in
from motcua.reviews.models import Call, Report
from motcua.reviews.queries.duties import Duty, below, duty_of, kept_by
from motcua.reviews.queries.norms import questions
from motcua.reviews.queries.pictures import lines
from motcua.reviews.rules.states import State
from motcua.reviews.services import Summons, call_for_review
from motcua.reviews.views.showing import caller_in_words, state_of, time_of

SEE_OTHER, UNPROCESSABLE = 303, 422
MOST = 100


@require_safe
@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    on = localdate(now())
    duty = duty_of(request.officer, on)
    asked = Report.objects.filter(body__in=duty.writes).select_related("call__keeper", "body")
    waiting = asked.filter(call__closed_at=None).exclude(state=State.SENT).order_by("call__before_on", "pk")
    answered = asked.filter(Q(state=State.SENT) | Q(call__closed_at__isnull=False)).order_by(
        "-call__before_on"
    )
    made = (
        Call.objects.filter(keeper__in=duty.keeps)
        .select_related("keeper", "feeds")
        .annotate(asked=Count("reports"), sent=Count("reports", filter=Q(reports__state=State.SENT)))
        .annotate(late=Count("reports", filter=Q(reports__late=True)))
        .order_by("-issued_at")[:MOST]
    )
    facts = {
        "waiting": _rows([*waiting[:MOST]], on),
        "answered": _rows([*answered[:MOST]], on),
        "calls": [(call, caller_in_words(call)) for call in made],
        "duty": duty,
        "on": on,
    }
    return render(request, "reviews/home.jinja", facts)


def _rows(reports: list[Report], on: Any) -> list[dict[str, Any]]:
    return [
        {
            "report": line.report,
            "call": line.report.call,
            "caller": caller_in_words(line.report.call),
            "state": state_of(line.report),
            "time": time_of(line),
        }
        for line in lines(reports, on)
    ]


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    callable_by(duty)
    keeper = _keeper(request, duty)
    if request.method == "POST":
        return _call(request, keeper, at)
    return _page(request, keeper, _prefilled(at))


def _keeper(request: OfficerRequest, duty: Duty) -> Body:
    """The body in whose name is called: the one that was named, if he may; else his first."""
    bodies = kept_by(duty)
    named = [body for body in bodies if body.code == request.GET.get("cq")]
    return (named or bodies)[0]


def _call(request: OfficerRequest, keeper: Body, at: datetime) -> HttpResponse:
    form = CallForm(request.POST)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in form.fields}
    typed |= {name: request.POST.getlist(name) for name in ("bodies", "asked")}
    if not form.is_valid():
        return _page(request, keeper, typed, errors_in(form))
    try:
        made = call_for_review(_summons(request, form.cleaned_data, keeper), by=request.officer, at=at)
    except Refusal as refusal:
        field = next(iter(refusal.fields), {"bad-period": "period"}.get(refusal.code, ""))
        return _page(request, keeper, typed, [(field, str(refusal))])
    messages.success(request, _("%(code)s has been issued.") % {"code": made.code})
    return HttpResponseRedirect(reverse("reviews:call", args=[made.code]), status=SEE_OTHER)


def _summons(request: OfficerRequest, said: dict[str, Any], keeper: Body) -> Summons:
    feeds = Call.objects.filter(code=said["feeds"]).first() if said["feeds"] else None
    return Summons(
        title=said["title"],
        source=said["source"],
        source_on=said["source_on"],
        keeper=keeper,
        outside=said["outside"],
        before_on=said["before_on"],
        period=said["period"],
        feeds=feeds,
        bodies=tuple(
            Body.objects.filter(code__in=request.POST.getlist("bodies")).order_by("kind", "sort_key")
        ),
        asked=tuple(request.POST.getlist("asked")),
        own=tuple(said["own"].splitlines()),
    )


def _prefilled(at: datetime) -> dict[str, Any]:
    """All bodies and all usual questions, over the month before."""
    typed: dict[str, Any] = dict.fromkeys(CallForm.base_fields, "")
    usual = [one["code"] for one in questions()]
    return typed | {"period": month_of(at).previous.code, "bodies": None, "asked": usual}


def _page(
    request: OfficerRequest,
    keeper: Body,
    typed: dict[str, Any],
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    bodies = below(keeper)
    if typed["bodies"] is None:
        typed["bodies"] = [body.code for body in bodies]
    outside = Call.objects.filter(keeper=keeper, closed_at=None).exclude(outside="").order_by("-pk")
    facts: dict[str, Any] = {
        "keeper": keeper,
        "bodies": [{"value": body.code, "label": body.name} for body in bodies],
        "questions": [
            {"value": one["code"], "label": one["en"] if request.LANGUAGE_CODE == "en" else one["vi"]}
            for one in questions()
        ],
        "feeds": [
            {"value": one.code, "label": f"{one.code} – {one.outside}: {one.title}"} for one in outside
        ],
        "typed": typed,
        "errors": errors or [],
        "here": request.get_full_path(),
    }
    return render(request, "reviews/new.jinja", facts, status=UNPROCESSABLE if errors else 200)
