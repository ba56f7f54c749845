"""One departure from a sheet: the dossiers, and what is to be done about it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.bottlenecks.forms.conformance import AdoptForm
from motcua.bottlenecks.queries.conformance import Case, Pattern, conformed
from motcua.bottlenecks.queries.conformance.deciding import (
    again_since,
    is_newest,
    key_of,
    last_decisions,
    proposal,
    rights,
)
from motcua.bottlenecks.rules.conformance import Kind
from motcua.bottlenecks.services.conformance import Seen, adopt, correct
from motcua.bottlenecks.views.conformance.asking import Asked, as_file, asked_of, frame
from motcua.bottlenecks.views.conformance.tables import HOURS, hours
from motcua.bottlenecks.views.conformance.words import Names, kind_of, seen_as
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.durations import working_days
from motcua.clock.queries import now
from motcua.criteria.access import Person, people, sight_of
from motcua.criteria.rules.bearing import Holder
from motcua.kernel import charts
from motcua.kernel.charts import Column, Table
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Role, UnitKind

SEE_OTHER, UNPROCESSABLE = 303, 422
SHOWN = 50


@require_http_methods(["GET", "POST"])
@officer_required
def page(request: OfficerRequest, procedure: str, version: int, step: str, kind: str) -> HttpResponse:
    if kind not in list(Kind):
        raise Http404
    asked, at = asked_of(request, procedure=procedure), now()
    found = conformed(asked.scope)
    wanted = (procedure, version, step, kind)
    pattern = next((one for one in found.patterns if key_of(one) == wanted), None)
    if pattern is None:
        pattern = Pattern(procedure, version, step, Kind(kind))
        if procedure not in {code for code, *_rest in last_decisions(asked.node.code)}:
            raise Http404
    if request.method == "POST":
        return _decide(request, asked, pattern, at)
    return _page(request, asked, pattern, at)


def _decide(request: OfficerRequest, asked: Asked, pattern: Pattern, at: datetime) -> HttpResponse:
    """`act`: correct or adopt."""
    kept = last_decisions(asked.node.code).get(key_of(pattern))
    seen = Seen(
        pattern.procedure, pattern.version, pattern.step, pattern.kind.value, asked.node.code,
        asked.words["ky"], pattern.dossiers, pattern.runs, kept.number if kept else 0,
    )  # fmt: skip
    reason = request.POST.get("reason", "")
    try:
        if pattern.dossiers == 0:
            raise Refusal(_("Nothing departs from the sheet here in this period."), code="nothing-seen")
        if request.POST.get("number", "0") != str(seen.number):
            raise Refusal(
                _("Somebody has decided about this in the meantime. Load the page again."), code="stale"
            )
        if request.POST.get("act") == "adopt":
            return _adopt(request, asked, pattern, seen, at)
        correct(seen, reason=reason, by=request.officer, at=at)
    except Refusal as refusal:
        return _page(request, asked, pattern, at, refusal)
    messages.success(request, _("Decided: it is to be corrected. Give a directive now."))
    return HttpResponseRedirect(request.get_full_path(), status=SEE_OTHER)


def _adopt(request: OfficerRequest, asked: Asked, pattern: Pattern, seen: Seen, at: datetime) -> HttpResponse:
    change = proposal(pattern, asked.scope)
    if pattern.kind is Kind.OVER_LIMIT:
        form = AdoptForm(request.POST)
        if not form.is_valid():
            said = _("Write the limit in working days, for example 1.5.")
            raise Refusal(said, code="no-limit", fields={"limit": "wrong"})
        change = change._replace(limit=f"{form.cleaned_data['limit'].normalize():f}")
    _kept, draft = adopt(seen, change, reason=request.POST.get("reason", ""), by=request.officer, at=at)
    messages.success(request, _("The draft is open. Another catalogue editor publishes it."))
    return HttpResponseRedirect(reverse("catalog:draft", args=[draft.code]), status=SEE_OTHER)


def _page(
    request: OfficerRequest, asked: Asked, pattern: Pattern, at: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    names = Names([pattern.procedure])
    cases = sorted(pattern.cases, key=lambda one: (-one.deviation.minutes, one.code))
    table = _table(request, asked, cases, at)
    if request.GET.get("xuat") == "csv":
        stem = f"lech-{pattern.procedure}-{pattern.step}-{asked.node.code}-{asked.words['ky']}".lower()
        return as_file({"ho-so": (_("Dossiers"), table)}, request.GET.get("bang", ""), stem)
    kept = last_decisions(asked.node.code).get(key_of(pattern))
    facts: dict[str, Any] = {
        **frame(asked),
        "pattern": pattern,
        "kind": kind_of(pattern.kind),
        "procedure": names.procedure(pattern.procedure),
        "step": names.step(pattern.procedure, pattern.step),
        "sheet": _sheet(pattern),
        "seen": [
            (seen_as(pattern.kind, seen, pattern.procedure, names), count)
            for seen, count in pattern.seen.most_common(5)
        ],
        "hours": HOURS(hours(pattern.minutes)),
        "table_rows": list(table.shown())[:SHOWN],
        "table": table,
        "most": SHOWN,
        "kept": kept,
        "number": kept.number if kept else 0,
        "since": again_since(pattern, kept, asked.scope) if kept else 0,
        "rights": rights(request.officer, asked.node.code, localdate(at)),
        "proposal": proposal(pattern, asked.scope) if pattern.cases else None,
        "newest": is_newest(pattern),
        "act": request.POST.get("act", ""),
        "typed": {name: request.POST.get(name, "") for name in ("reason", "limit")},
        "refusal": str(refusal) if refusal else "",
        "wrong": next(iter(refusal.fields), "") if refusal else "",
        "here": request.get_full_path(),
        "over": pattern.kind is Kind.OVER_LIMIT,
        "order": asked.directive_to(
            next((body for body, _count in pattern.bodies.most_common(1)), asked.node.code),
            _cause(pattern, names),
        ),
    }
    return render(request, "bottlenecks/deviation.jinja", facts, status=UNPROCESSABLE if refusal else 200)


def _cause(pattern: Pattern, names: Names) -> str:
    """What was found, for whoever is given the task."""
    return _("%(step)s, %(procedure)s: %(kind)s in %(dossiers)s of %(runs)s dossiers.") % {
        "step": names.step(pattern.procedure, pattern.step),
        "procedure": names.procedure(pattern.procedure),
        "kind": str(kind_of(pattern.kind)).lower(),
        "dossiers": charts.whole(pattern.dossiers),
        "runs": charts.whole(pattern.runs),
    }


def _sheet(pattern: Pattern) -> dict[str, Any]:
    """What the version says of the step; nothing if it has no such step."""
    row = Version.objects.filter(procedure__code=pattern.procedure, number=pattern.version).first()
    step = document_of(row).net.steps.get(pattern.step) if row else None
    if row is None or step is None:
        return {}
    return {
        "role": Role(step.role).label if step.role in Role.values else step.role,
        "unit": UnitKind(step.unit).label if step.unit in UnitKind.values else step.unit,
        "limit": f"{float(working_days(step.limit)):g}" if step.limit else "",
        "from": row.effective_from,
    }


def _table(request: OfficerRequest, asked: Asked, cases: list[Case], at: datetime) -> Table:
    holders = {one: Holder(one.officer, one.unit, one.body) for one in cases if one.unit}
    known = people(set(holders.values()), sight_of(request.officer, localdate(at)))
    columns = (
        Column(_("Code")), Column(_("Body")), Column(_("Officer and unit")),
        Column(_("Working hours over the limit"), HOURS),
    )  # fmt: skip
    rows = []
    for one in cases:
        body = asked.tree.nodes.get(one.body)
        person = known.get(holders[one]) if one in holders else None
        over = hours(one.deviation.minutes) if one.deviation.minutes else None
        rows.append((one.code, body.name if body else one.body, _who(person), over))
    return Table(columns, tuple(rows))


def _who(person: Person | None) -> str:
    """The name where the reader may see it, else the unit alone."""
    if person is None:
        return ""
    return f"{person.name} · {person.unit}" if person.name else str(person.unit)
