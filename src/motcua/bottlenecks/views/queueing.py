"""What lies before each unit in each role, and when it will be too much: `/chan-doan/hang-doi/?cq=`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.bottlenecks.queries.queueing import WINDOW, Desk, Queue, queues
from motcua.bottlenecks.queries.saying import position_of
from motcua.bottlenecks.rules.queueing import HORIZON, LEAST_ARRIVALS, LEAST_DAYS
from motcua.bottlenecks.views.conformance.asking import Asked, as_file, asked_of, frame
from motcua.clock.queries import calendar, now
from motcua.criteria.access import people, sight_of
from motcua.criteria.models import Step, microseconds
from motcua.criteria.rules.bearing import Holder
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.charts import Column, Table
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Unit

SHOWN, OLDEST = 20, 8
ONE = charts.places(1)


@require_safe
@officer_required
def page(request: OfficerRequest) -> HttpResponse:
    asked, at = asked_of(request), now()
    every = queues(asked.scope.bodies, asked.scope.horizon)
    known = [one for one in every if one.pace is not None]
    units = _units({one.desk.unit for one in every})
    busiest = _busiest(request, known, at)
    table = _table(known, units, busiest)
    if request.GET.get("xuat") == "csv":
        tables = {"hang-doi": (_("Queues and capacity"), table)}
        return as_file(tables, request.GET.get("bang", ""), f"hang-doi-{asked.node.code}".lower())
    shown = known if request.GET.get("tat-ca") else known[:SHOWN]
    over = [one for one in known if one.pace and one.pace.is_over]
    facts: dict[str, Any] = {
        **frame(asked),
        "rows": [_row(one, units, busiest) for one in shown],
        "count": len(known),
        "more": len(known) - len(shown),
        "silent": len(every) - len(known),
        "over": [_over(one, units, asked) for one in over[:3]],
        "overs": len(over),
        "directive": asked.directive_to(over[0].body, _over(over[0], units, asked)) if over else "",
        "oldest": _oldest([one.desk for one in over], asked.scope.horizon),
        "table": table,
        "window": WINDOW,
        "horizon": HORIZON,
        "least_days": LEAST_DAYS,
        "least_arrivals": LEAST_ARRIVALS,
    }
    return render(request, "bottlenecks/queues.jinja", facts)


def _units(codes: set[str]) -> dict[str, tuple[Text, Text]]:
    """Each unit's name and its body's."""
    rows = Unit.objects.filter(code__in=codes).select_related("body")
    return {row.code: (row.name, row.body.name) for row in rows}


def _busiest(request: OfficerRequest, known: Sequence[Queue], at: datetime) -> dict[Desk, tuple[str, float]]:
    """Who did most, as the reader may see him, and his share of what was done."""
    first = {one.desk: next(iter(one.officers), "") for one in known}
    holders = {one.desk: Holder(first[one.desk], one.desk.unit, one.body) for one in known}
    named = people(set(holders.values()), sight_of(request.officer, localdate(at)))
    found = {}
    for one in known:
        done = sum(one.officers.values())
        share = one.officers[first[one.desk]] / done if done else 0.0
        found[one.desk] = (named[holders[one.desk]].name, share)
    return found


def told(one: Queue) -> str:
    """When more will lie there than the limits allow for."""
    if one.pace is None or one.ahead is None:
        return ""
    if one.pace.is_over:
        days = charts.whole(one.pace.over_days)
        longer = one.pace.over_days >= len(one.days)
        text = _("over for %(days)s working days or more") if longer else _("over for %(days)s working days")
        return text % {"days": days}
    early, middle, late = (_day(one, days) for days in (one.ahead.early, one.ahead.middle, one.ahead.late))
    end = f"{_day(one, HORIZON):%d/%m/%Y}"
    if early is None:
        return _("not before %(day)s") % {"day": end}
    if middle is None:
        return _("perhaps from %(early)s, more likely not before %(day)s") % {
            "early": f"{early:%d/%m/%Y}",
            "day": end,
        }
    until = f"{late:%d/%m/%Y}" if late else _("after %(day)s") % {"day": end}
    return _("about %(middle)s (between %(early)s and %(late)s)") % {
        "middle": f"{middle:%d/%m/%Y}", "early": f"{early:%d/%m/%Y}", "late": until,
    }  # fmt: skip


def _day(one: Queue, days: int | None) -> date | None:
    return None if days is None else one.on(days, calendar(one.calendar))


def _row(one: Queue, units: dict[str, Any], busiest: dict[Desk, tuple[str, float]]) -> dict[str, Any]:
    assert one.pace is not None
    unit, body = units.get(one.desk.unit, (one.desk.unit, one.body))
    name, share = busiest[one.desk]
    return {
        "unit": unit,
        "body": body,
        "role": position_of(one.desk.role),
        "officers": len(one.officers),
        "name": name,
        "share": charts.share(share, 0),
        "arrivals": ONE(one.pace.arrivals),
        "capacity": ONE(one.pace.capacity),
        "between": _("%(low)s to %(high)s")
        % dict(zip(("low", "high"), map(ONE, one.pace.capacity_between), strict=True)),
        "used": charts.share(one.pace.used, 0),
        "queue": one.pace.queue,
        "untaken": one.untaken,
        "most": one.pace.most,
        "told": told(one),
        "tone": "red" if one.pace.is_over else "yellow" if one.ahead and one.ahead.middle else "green",
    }


def _over(one: Queue, units: dict[str, Any], asked: Asked) -> str:
    assert one.pace is not None
    unit, body = units.get(one.desk.unit, (one.desk.unit, one.body))
    return _(
        "%(unit)s, %(role)s: %(queue)s lie there, at most %(most)s can be done within the limit; "
        "%(arrivals)s arrive and %(capacity)s are done in a working day."
    ) % {
        "unit": f"{unit} – {body}" if one.body != asked.node.code else str(unit),
        "role": position_of(one.desk.role),
        "queue": charts.whole(one.pace.queue),
        "most": charts.whole(one.pace.most),
        "arrivals": ONE(one.pace.arrivals),
        "capacity": ONE(one.pace.capacity),
    }


def _oldest(desks: Sequence[Desk], horizon: datetime) -> list[tuple[str, datetime]]:
    """The dossiers that have lain longest at the desks that are over."""
    if not desks:
        return []
    wanted = Q(pk__in=[])
    for desk in desks:
        wanted |= Q(unit=desk.unit, role=desk.role)
    lie = Step.objects.filter(wanted, Q(closed_at=None) | Q(closed_at__gte=microseconds(horizon)))
    place = Window(RowNumber(), partition_by=[F("unit"), F("role")], order_by=[F("opened_at"), F("pk")])
    rows = lie.annotate(place=place).filter(place__lte=OLDEST).order_by("opened_at", "pk")
    found: dict[str, Any] = defaultdict()
    for code, opened_at in rows.values_list("code", "opened_at"):
        found.setdefault(code, opened_at)
    return list(found.items())


def _table(known: Sequence[Queue], units: dict[str, Any], busiest: dict[Desk, tuple[str, float]]) -> Table:
    columns = (
        Column(_("Body")), Column(_("Unit")), Column(_("Role")), Column(_("Officers"), charts.whole),
        Column(_("Share of the busiest"), charts.share), Column(_("Arrive a working day"), ONE),
        Column(_("Capacity a working day"), ONE), Column(_("at least"), ONE), Column(_("at most"), ONE),
        Column(_("Used"), charts.share), Column(_("Queue now"), charts.whole),
        Column(_("Nobody has taken"), charts.whole), Column(_("Most within the limit"), charts.whole),
        Column(_("More than the limit allows")),
    )  # fmt: skip
    rows = []
    for one in known:
        if one.pace is None:
            continue
        unit, body = units.get(one.desk.unit, (Text(one.desk.unit), Text(one.body)))
        rows.append((
            body, unit, position_of(one.desk.role), len(one.officers), busiest[one.desk][1], one.pace.arrivals,
            one.pace.capacity, *one.pace.capacity_between, one.pace.used, one.pace.queue, one.untaken,
            one.pace.most, told(one),
        ))  # fmt: skip
    return Table(columns, tuple(rows))
