"""Whom a directive may be given to, as choices of a form."""

from typing import Any

from motcua.directives.models import Directive
from motcua.directives.queries.duties import Duty
from motcua.organizations.models import Officer, Unit, UnitKind


def unit_options(units: list[Unit]) -> list[dict[str, Any]]:
    return [{"value": unit.code, "label": unit.name} for unit in units]


def officer_options(units: list[Unit], duty: Duty) -> list[dict[str, Any]]:
    rows = Officer.objects.filter(unit__in=units, account__is_active=True).exclude(pk=duty.officer.pk)
    rows = rows.select_related("unit").order_by("unit__pk", "sort_key", "pk")
    return [{"value": one.code, "label": f"{one.name} – {one.title} ({one.unit.name})"} for one in rows]


def new_leads(directive: Directive, duty: Duty) -> dict[str, Any]:
    """Who might lead instead: units of the same body, and the leaderships of the others in the giver's line."""
    body = directive.lead_unit.body
    units = [unit for unit in Unit.objects.filter(body=body).order_by("pk") if duty.may_task(unit)]
    others = Unit.objects.filter(body__in=duty.commands, kind=UnitKind.LEADERSHIP).exclude(body=body)
    rows = others.select_related("body").order_by("body__kind", "body__sort_key")
    elsewhere = [{"value": unit.code, "label": f"{unit.body.name} – {unit.name}"} for unit in rows]
    return {"lead_units": unit_options(units) + elsewhere, "leads": officer_options(units, duty)}
