"""The lists behind the figures: facts of a counter, and the procedures fit for full online service.

dem  the counter      sau  where the page begins      tt  only this procedure
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.criteria.queries import services as offered
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.evidence import Found, Place, facts_behind
from motcua.criteria.queries.fields import names_of
from motcua.criteria.queries.scores import View
from motcua.criteria.views.exports import exported, wanted
from motcua.criteria.views.seen import asked, basis, frame
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.organizations.access import OfficerRequest, officer_required

MOST_EXPORTED = 5_000


@require_safe
@officer_required
def facts(request: OfficerRequest) -> HttpResponse:
    """The dossiers, petitions, offers or declared figures that a counter counts."""
    found = asked(request)
    seen, counter = found.view, request.GET.get("dem", "")
    if counter not in counters().names:
        raise Http404
    page = _page(request, seen, counter)
    head, rows = _told(page, seen)
    if wanted(request):
        columns = tuple(charts.Column(words) for words in head)
        table = charts.Table(columns, tuple(tuple(_plain(cell) for cell in row) for row in rows))
        title = str(counters().name_of(counter))
        return exported(request, seen, {"facts": (title, table)}, [(_("Counted"), title), *basis(seen)])
    told = {
        **frame(found),
        "counter": counters().name_of(counter),
        "count": seen.counts[counter],
        "kind": page.kind,
        "head": head,
        "rows": rows,
        "next": found.address("facts", dem=counter, sau=page.after) if page.after else "",
        "here": found.address("facts", dem=counter),
        "is_first": not request.GET.get("sau"),
    }
    return render(request, "criteria/facts.jinja", told)


@require_safe
@officer_required
def services(request: OfficerRequest) -> HttpResponse:
    """The different procedures fit for full online service, and by how many bodies each is offered so."""
    found = asked(request)
    seen = found.view
    at = seen.over.ends_at if seen.horizon is None else min(seen.over.ends_at, seen.horizon)
    rows = offered.services(seen.bodies, at, seen.procedures)
    names = names_of([one.procedure for one in rows])
    columns = (
        charts.Column(_("Code")),
        charts.Column(_("Procedure")),
        charts.Column(_("Bodies that offer it"), charts.whole),
        charts.Column(_("of these in full online"), charts.whole),
    )
    table = charts.Table(
        columns,
        tuple(
            (one.procedure, names.get(one.procedure, Text(one.procedure)), one.bodies, one.full)
            for one in rows
        ),
    )
    if wanted(request):
        return exported(request, seen, {"services": (_("Full online service"), table)}, basis(seen))
    told = {
        **frame(found),
        "table": table,
        "full": sum(1 for one in rows if one.full),
        "eligible": len(rows),
        "here": found.address("services"),
    }
    return render(request, "criteria/services.jinja", told)


def _page(request: HttpRequest, seen: View, counter: str) -> Found:
    if seen.horizon is None:
        return Found("dossier", [], "")
    procedures = (request.GET["tt"],) if request.GET.get("tt") else seen.procedures
    place = Place(seen.bodies, seen.over, seen.horizon, procedures)
    most = {"most": MOST_EXPORTED} if wanted(request) else {}
    try:
        return facts_behind(counter, place, after=request.GET.get("sau", ""), **most)
    except ValueError as error:
        raise Http404 from error


def _told(page: Found, seen: View) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows by the kind of fact."""
    names = names_of({one.procedure for one in page.facts})

    def body(one: Any) -> Text:
        node = seen.tree.nodes.get(one.body)
        return node.name if node else Text(one.body)

    def procedure(one: Any) -> Text:
        return names.get(one.procedure, Text(one.procedure))

    if page.kind == "petition":
        head = [_("Code"), _("Body"), _("Sent"), _("Due"), _("Answered")]
        return head, [[one.code, body(one), one.sent_at, one.due_at, one.answered_at] for one in page.facts]
    if page.kind == "offer":
        head = [_("Procedure"), _("Body"), _("Since"), _("Until")]
        return head, [[procedure(one), body(one), one.begins_at, one.ends_at] for one in page.facts]
    if page.kind == "declared":
        head = [_("Body"), _("Month"), _("Amount")]
        return head, [[body(one), one.month_at, one.amount] for one in page.facts]
    head = [_("Code"), _("Procedure"), _("Body"), _("Received"), _("Due"), _("Finished")]
    return head, [
        [one.code, procedure(one), body(one), one.received_at, one.due_at, one.ended_at] for one in page.facts
    ]


def _plain(cell: Any) -> Any:
    return cell.isoformat(timespec="minutes") if hasattr(cell, "isoformat") else cell
