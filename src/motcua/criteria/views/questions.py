"""What the detectors ask units about: for the reform office, the province's leaders, and leaders of their own body."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.access import sight_of
from motcua.criteria.queries.nodes import Tree, tree
from motcua.criteria.queries.open_figures import months
from motcua.criteria.queries.questions import Proof, proof, questions
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.detectors import Finding, detectors
from motcua.criteria.rules.detectors.told import most_chance, share_of_needless
from motcua.criteria.rules.periods import month_of
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer

LISTED = 20
_ONE_IN = 1_000_000
HOUSE = ""


class Told(NamedTuple):
    """A question as the page puts it."""

    finding: Finding
    body: Any
    about: str
    usual: str
    chance: str
    listed: Sequence[str]
    more: int
    link: str


@require_safe
@officer_required
def page(request: OfficerRequest) -> HttpResponse:
    at = now()
    known = tree()
    allowed = _allowed(request.officer, known)
    chosen = request.GET.get("cq", "")
    if chosen and chosen not in allowed:
        raise PermissionDenied(_("You can read the questions to your own body only."))
    over = period_of(request.GET.get("ky") or month_of(at).code)
    found = questions(over, horizon=horizon() or at, bodies=_below(known, chosen) if chosen else allowed)
    names = _names(found)
    facts = {
        "over": over,
        "chosen": chosen,
        "horizon": horizon(),
        "told": [_told(one, known, names, over.code) for one in found],
        "periods": [one.code for one in months(at)],
        "bodies": [node for node in known.nodes.values() if node.code in allowed],
        "sees_all": HOUSE in allowed,
        "needless": charts.share(share_of_needless(), 0),
        "months": round(1 / most_chance()),
        "proof": proof(),
        "proved": _proved(proof()),
    }
    return render(request, "criteria/questions.jinja", facts)


def _allowed(officer: Officer, known: Tree) -> Collection[str]:
    """The bodies whose questions he may read; the house itself for those who may read all."""
    sight = sight_of(officer, localdate(now()))
    if sight.everybody:
        return {*known.nodes, HOUSE}
    if not sight.bodies:
        raise PermissionDenied(_("This page is for the reform office and for leaders of bodies."))
    return sight.bodies


def _below(known: Tree, body: str) -> set[str]:
    return set(known.below(body))


def _names(found: Sequence[Finding]) -> dict[str, str]:
    """Officers whom a question is about; who may read it may know them."""
    return dict(Officer.objects.filter(code__in={one.about for one in found}).values_list("code", "name"))


def _told(one: Finding, known: Tree, names: dict[str, str], period: str) -> Told:
    body = known[one.body].name if one.body else _("The house itself")
    index = f"{reverse('criteria:index')}?cq={one.body}&ky={period}" if one.body else ""
    usual = charts.plain(one.expected) if one.expected else charts.whole(0)
    return Told(
        one,
        body,
        names.get(one.about, ""),
        usual,
        chance(one.chance),
        one.evidence[:LISTED],
        max(0, len(one.evidence) - LISTED),
        index,
    )


def chance(of: float | None) -> str:
    """How likely so many are at an honest unit, in words."""
    if of is None:
        return _("The count itself is the reason to ask.")
    if of * _ONE_IN < 1:
        return _("Less than once in a million months at an honest unit.")
    return _("About once in %(months)s months at an honest unit.") % {"months": charts.whole(round(1 / of))}


def _proved(kept: Proof | None) -> list[tuple[Any, str, str, str, str]]:
    """Each detector with what it found of what was planted."""
    rows = []
    for row in kept.rows if kept else ():
        told = detectors().get(row["detector"])
        precision = NOTHING if row["precision"] is None else charts.share(row["precision"])
        name = told.name if told else _("All made-up dossiers together")
        alarms = charts.whole(row["false_alarms"])
        rows.append((name, charts.whole(row["planted"]), charts.share(row["recall"]), precision, alarms))
    return rows


NOTHING = "–"
