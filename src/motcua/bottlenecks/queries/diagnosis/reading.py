"""The rows behind a diagnosis: dossiers that a criterion counts, rounds of their steps, waits of others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast

from motcua.bottlenecks.rules.diagnosis.rounds import Row
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.criteria.models import Dossier, Step, microseconds
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.evidence import Place, points_of
from motcua.criteria.rules.counters import Counters, Stock
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.criteria.rules.losses import Loss
from motcua.dossiers.models import Supplement
from motcua.organizations.models import Body, Unit

_TEXTS = ("code", "step", "round", "body", "procedure", "step_kind", "role", "unit", "officer", "outcome")
_MOMENTS = ("opened_at", "due_at", "taken_at", "closed_at")


@dataclass(frozen=True)
class Names:
    """Calendars of bodies, and the body and kind of each unit. Read once a diagnosis."""

    calendars: Mapping[str, Calendar]
    bodies: Mapping[str, str]
    """The body of a unit."""

    def elsewhere(self, row: Row) -> bool:
        """Another body than the dossier's has the step."""
        return self.bodies.get(row.unit, row.body) != row.body


def names() -> Names:
    """Three queries."""
    rows = list(Body.objects.values_list("code", "calendar"))
    built = {code: calendar(code) for code in {said for _code, said in rows}}
    units = dict(Unit.objects.values_list("code", "body__code"))
    return Names({code: built[said] for code, said in rows}, units)


def counted_dossiers(of: Iterable[str], place: Place) -> dict[str, DossierFact]:
    """The dossiers behind these counters, by code. One query; none where no counter counts dossiers."""
    known = counters()
    names_of = [name for name in sorted(of) if name not in known.pairs and _of_dossiers(known, name)]
    if not names_of:
        return {}
    wanted = Q()
    for name in names_of:
        wanted |= (
            _standing(known.stocks[name], known, place)
            if name in known.stocks
            else _dated(known, name, place)
        )
    rows = Dossier.objects.filter(wanted, body__in=list(place.bodies))
    if place.procedures:
        rows = rows.filter(procedure__in=list(place.procedures))
    told = {name: Loss(Fraction(0), {name: Fraction(1)}) for name in names_of}
    facts = (DossierFact(*row) for row in rows.values_list(*columns(DossierFact.kind)))
    return {fact.code: fact for fact in facts if any(points_of(one, fact, place) for one in told.values())}


def _of_dossiers(known: Counters, name: str) -> bool:
    return {known.flows[flow].of for flow in known.flows_of(name)} == {DossierFact.kind}


def _dated(known: Counters, name: str, place: Place) -> Q:
    dated = known.flows[name].dated
    return Q(
        **{
            f"{dated}__gte": microseconds(place.over.starts_at),
            f"{dated}__lt": microseconds(place.over.ends_at),
        }
    )


def _standing(stock: Stock, known: Counters, place: Place) -> Q:
    """Come before the period's end and not gone by then."""
    ends = microseconds(place.over.ends_at)
    wanted = Q()
    for code, factor in stock.of.terms:
        dated = known.flows[code].dated
        if factor > 0:
            wanted &= Q(**{f"{dated}__lt": ends})
        else:
            wanted &= Q(**{dated: None}) | Q(**{f"{dated}__gte": ends})
    return wanted


def rounds_of(codes: Collection[str]) -> list[Row]:
    """All rounds of these dossiers. One query."""
    return _rows(Q(code__in=list(codes)))


def rounds_within(bodies: Collection[str], starts: datetime, ends: datetime) -> list[Row]:
    """Rounds of dossiers of these bodies that were open at some moment of a span. One query."""
    closed = Q(closed_at__gte=microseconds(starts)) | Q(closed_at=None)
    return _rows(Q(body__in=list(bodies), opened_at__lt=microseconds(ends)) & closed)


def _rows(wanted: Q) -> list[Row]:
    moments = {f"at_{name}": Cast(name, BigIntegerField()) for name in _MOMENTS}
    rows: Any = Step.objects.filter(wanted).annotate(**moments)
    return [Row(*row) for row in rows.values_list(*_TEXTS, *moments)]


def pauses_of(codes: Collection[str]) -> list[tuple[str, datetime, datetime | None]]:
    """When an applicant was asked, and when he answered. One query."""
    rows = Supplement.objects.filter(dossier__code__in=list(codes))
    return list(rows.values_list("dossier__code", "requested_at", "answered_at"))
