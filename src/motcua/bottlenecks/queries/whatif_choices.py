"""What a scenario of a body can name, for the form: steps, papers, units and roles of the last year, with names."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count

from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.criteria.models import Dossier, Step
from motcua.criteria.queries.fields import names_of, steps_of
from motcua.criteria.queries.nodes import tree
from motcua.criteria.rules.periods import Period, month_of
from motcua.kernel.bilingual import Text
from motcua.ledger.models import Entry
from motcua.organizations.models import Role, Unit

MOST_NAMED = 8


class Desk(NamedTuple):
    unit: str
    role: str
    name: Text
    role_name: str


class Choices(NamedTuple):
    """By code. `steps` and `papers` of the procedure alone if one is chosen; papers only then."""

    procedures: dict[str, Text]
    steps: dict[str, Text]
    papers: dict[str, Text]
    desks: tuple[Desk, ...]


def choices(body: str, procedure: str, at: datetime) -> Choices:
    """Of dossiers received in the time that is learned from."""
    since = at - timedelta(days=norms().learned_days)
    bodies = tuple(tree().below(body))
    seen = Dossier.objects.filter(body__in=bodies, received_at__gte=since).values_list("procedure")
    codes = [code for code, _n in seen.annotate(n=Count("pk")).order_by("-n", "procedure")]
    steps = Step.objects.filter(body__in=bodies, opened_at__gte=since)
    if procedure:
        steps = steps.filter(procedure=procedure)
    counted = steps.values_list("step").annotate(n=Count("pk")).order_by("-n", "step")
    return Choices(
        names_of(codes) | {code: Text(code) for code in codes if code not in names_of(codes)},
        _named([code for code, _n in counted], [procedure] if procedure else codes[:MOST_NAMED]),
        _papers(procedure, bodies, since) if procedure else {},
        tuple(_desks(bodies, since)),
    )


def _named(codes: Collection[str], procedures: Collection[str]) -> dict[str, Text]:
    """Steps with their names; those of procedures that are not looked at stand under their code."""
    names: dict[str, Text] = {}
    for procedure in procedures:
        names = steps_of(procedure) | names
    return {code: names.get(code, Text(code)) for code in codes}


def _papers(procedure: str, bodies: Collection[str], since: datetime) -> dict[str, Text]:
    """The papers that supplements of a procedure asked for, the most frequent first."""
    codes = Dossier.objects.filter(body__in=bodies, procedure=procedure, received_at__gte=since)
    asked: dict[str, int] = {}
    rows = Entry.objects.filter(kind="supplement.requested", subject__in=codes.values("code"))
    for data in rows.values_list("data", flat=True):
        for item in data.get("items", ()):
            asked[item] = asked.get(item, 0) + 1
    names = paper_names(procedure)
    return {code: names.get(code, Text(code)) for code in sorted(asked, key=lambda one: (-asked[one], one))}


def paper_names(procedure: str) -> dict[str, Text]:
    """Of every version, the newest prevailing."""
    names: dict[str, Text] = {}
    for version in Version.objects.filter(procedure__code=procedure).order_by("number"):
        names |= {paper.code: paper.name for paper in document_of(version).papers}
    return names


def _desks(bodies: Collection[str], since: datetime) -> list[Desk]:
    units = {unit.code: unit for unit in Unit.objects.filter(body__code__in=bodies)}
    rows = Step.objects.filter(unit__in=units, opened_at__gte=since).values_list("unit", "role").distinct()
    return [Desk(unit, role, units[unit].name, role_name(role)) for unit, role in sorted(rows)]


def unit_names(codes: Collection[str]) -> dict[str, Text]:
    """One query."""
    rows = Unit.objects.filter(code__in=codes).values_list("code", "name_vi", "name_en")
    return {code: Text(vi, en) for code, vi, en in rows}


def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def periods_ahead(at: datetime) -> tuple[Period, ...]:
    """This month and the three after it, this quarter and the next."""
    month = month_of(at)
    quarter = Period(month.first // 3 * 3, 3)
    months = [Period(month.first + more) for more in range(4)]
    return (*months, quarter, quarter.following)
