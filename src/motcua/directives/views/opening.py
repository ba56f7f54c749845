"""A new directive: first whose task it is, then what. Other pages link here with the finding in the address:
`?cq=` measured body, `tc=` criterion, `ky=` period, `tthc=` procedure, `bo=` criteria set, `ct=` body that leads,
`dv=` unit that leads, `dat=` rate to be reached, `viec=` task, `vi=` cause.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import calendar, now
from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.periods import month_of
from motcua.directives.forms import OrderForm, errors_in
from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.queries.measuring import Asked, Finding, finding
from motcua.directives.queries.norms import norms
from motcua.directives.rules.gains import proposed_aim
from motcua.directives.rules.lateness import date_in
from motcua.directives.services import Order, open_directive
from motcua.directives.services.opening import check_deadline
from motcua.directives.views.leads import officer_options, unit_options
from motcua.directives.views.measures import procedure_name
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Body, Officer, Unit, UnitKind

SEE_OTHER, UNPROCESSABLE = 303, 422


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: OfficerRequest) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    if not duty.gives:
        raise PermissionDenied(
            _("Leaders, heads of division and the reform office give directives. Ask one of them.")
        )
    lead_body = _lead_body(request, duty)
    if lead_body is None:
        return render(request, "directives/choose.jinja", {"bodies": _bodies(duty), "asked": _asked(request)})
    if request.method == "POST":
        return _give(request, duty, lead_body, at)
    return _page(request, duty, lead_body, at, _prefilled(request, lead_body, at))


def _asked(request: OfficerRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("cq", "tc", "ky", "tthc", "bo")}


def _bodies(duty: Duty) -> list[Body]:
    own = {duty.officer.body_id} if duty.heads else set()
    return list(Body.objects.filter(pk__in=duty.commands | own).order_by("kind", "sort_key"))


def _lead_body(request: OfficerRequest, duty: Duty) -> Body | None:
    """The one that was named, by `ct` or as the measured one; else the only one that he may task."""
    code = request.GET.get("ct") or request.GET.get("cq")
    if not code:
        return duty.officer.body if not duty.commands else None
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise Http404
    return body


def _give(request: OfficerRequest, duty: Duty, lead_body: Body, at: datetime) -> HttpResponse:
    form = OrderForm(request.POST)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    typed["supporting"] = request.POST.getlist("supporting")  # type: ignore[assignment]
    if not form.is_valid():
        return _page(request, duty, lead_body, at, typed, _faults(form, lead_body, at))
    try:
        made = open_directive(_order(request, form.cleaned_data, lead_body), by=request.officer, at=at)
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        return _page(
            request, duty, lead_body, at, typed, [("lead_unit" if field == "body" else field, str(refusal))]
        )
    messages.success(
        request, _("%(code)s is given to %(unit)s.") % {"code": made.code, "unit": made.lead_unit.name}
    )
    return HttpResponseRedirect(reverse("directives:one", args=[made.code]), status=SEE_OTHER)


def _faults(form: OrderForm, lead_body: Body, at: datetime) -> list[tuple[str, str]]:
    """Everything that is wrong, told at once in the order of the page: the day is judged even where no unit leads."""
    if due_on := form.cleaned_data.get("due_on"):
        try:
            check_deadline(due_on, lead_body, at)
        except Refusal as refusal:
            form.add_error("due_on", str(refusal))
    return sorted(errors_in(form), key=lambda fault: list(form.fields).index(fault[0]))


def _order(request: OfficerRequest, said: dict[str, Any], lead_body: Body) -> Order:
    units = Unit.objects.select_related("body")
    lead_unit = units.filter(code=said["lead_unit"]).first()
    if lead_unit is None:
        raise Refusal(_("Choose the unit that leads."), code="no-unit", fields={"lead_unit": "unknown"})
    lead = None
    if said["lead"]:
        lead = Officer.objects.filter(code=said["lead"]).first()
        if lead is None:
            raise Refusal(
                _("Choose an officer of the lead unit."), code="no-officer", fields={"lead": "unknown"}
            )
    about = None
    if said["criterion"]:
        about = Asked(
            request.GET.get("bo") or DEFAULT_SET,
            said["criterion"],
            request.GET.get("cq") or lead_body.code,
            said["period"],
            said["procedure"],
        )
    return Order(
        title=said["title"],
        task=said["task"],
        lead_unit=lead_unit,
        lead=lead,
        due_on=said["due_on"],
        supporting=tuple(units.filter(code__in=request.POST.getlist("supporting"))),
        cause=said["cause"],
        source=said["source"],
        about=about,
        target=said["target"],
    )


def _prefilled(request: OfficerRequest, lead_body: Body, at: datetime) -> dict[str, Any]:
    """A date that the norms propose, and what the address says was found."""
    on = localdate(at)
    typed: dict[str, Any] = dict.fromkeys(OrderForm.base_fields, "")
    typed |= {
        "supporting": [],
        "due_on": f"{_proposed(lead_body, on):%d/%m/%Y}",
        "criterion": request.GET.get("tc", ""),
        "procedure": request.GET.get("tthc", ""),
        "period": request.GET.get("ky", ""),
        "target": request.GET.get("dat", ""),
        "lead_unit": request.GET.get("dv", ""),
        "task": request.GET.get("viec", ""),
        "cause": request.GET.get("vi", ""),
    }
    return typed


def _proposed(body: Body, on: date) -> date:
    return date_in(calendar(body.calendar), on, norms(on).deadline_working_days)


def _page(
    request: OfficerRequest,
    duty: Duty,
    lead_body: Body,
    at: datetime,
    typed: dict[str, Any],
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    measured = request.GET.get("cq") or lead_body.code
    by = request.GET.get("bo") or DEFAULT_SET
    rules = set_of(by, month_of(at))
    found, problem = _finding(by, measured, typed)
    if found is not None and not typed["title"] and not errors:
        typed |= {name: said for name, said in _proposal(found).items() if not typed[name]}
    units = [unit for unit in Unit.objects.filter(body=lead_body).order_by("pk") if duty.may_task(unit)]
    facts: dict[str, Any] = {
        "lead_body": lead_body,
        "measured": Body.objects.filter(code=measured).first() or lead_body,
        "units": unit_options(units),
        "officers": officer_options(units, duty),
        "others": _supporters(lead_body, duty),
        "criteria": [
            {"value": one.code, "label": f"{one.code} {one.name}"}
            for one in rules.criteria.values()
            if one.numerator is not None and not one.is_mean
        ],
        "found": found,
        "problem": problem,
        "procedure": procedure_name(typed["procedure"]),
        "typed": typed,
        "errors": errors or [],
        "asked": _asked(request),
        "here": request.get_full_path(),
    }
    return render(request, "directives/new.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _finding(by: str, body: str, typed: dict[str, Any]) -> tuple[Finding | None, str]:
    """What the index says now of what is named; or why it says nothing."""
    if not (typed["criterion"] and typed["period"]):
        return None, ""
    try:
        return finding(Asked(by, typed["criterion"], body, typed["period"], typed["procedure"])), ""
    except Refusal as refusal:
        return None, str(refusal)


def _proposal(found: Finding) -> dict[str, Any]:
    """The name of the criterion as title, and an aim: both to be changed by who gives the task."""
    criterion = found.figures.criterion
    above = proposed_aim(criterion, found.ratio)
    aim = f"{Decimal(float(above) * 100).normalize():f}" if above else ""
    return {
        "title": _("Raise %(criterion)s") % {"criterion": f"{criterion.code} {criterion.name}"},
        "target": aim,
    }


def _supporters(lead_body: Body, duty: Duty) -> list[dict[str, Any]]:
    """The units of the lead's body, and the leaderships of the other bodies in the giver's line."""
    own = Unit.objects.filter(body=lead_body)
    others = Unit.objects.filter(body__in=duty.commands, kind=UnitKind.LEADERSHIP).exclude(body=lead_body)
    options = [{"value": unit.code, "label": unit.name} for unit in own.order_by("pk")]
    rows = others.select_related("body").order_by("body__kind", "body__sort_key")
    return options + [{"value": unit.code, "label": unit.body.name} for unit in rows]
