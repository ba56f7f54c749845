"""The rows behind a diagnosis: dossiers that a criterion counts, rounds of their steps, waits of others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from motcua.bottlenecks.rules.diagnosis.rounds import Row
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.criteria.models import Dossier, Step, microseconds
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.evidence import Place
from motcua.criteria.rules.counters import Counters, Flow, Stock
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.dossiers.models import Supplement
from motcua.organizations.models import Body, Unit

_COLUMNS = (
    *("code", "step", "round", "body", "procedure", "step_kind", "role", "unit", "officer", "outcome"),
    *("opened_at", "due_at", "taken_at", "closed_at"),
)
"""As Row has them."""


@dataclass(frozen=True)
class Names:
    """Calendars of bodies, and the body and kind of each unit. Read once a diagnosis."""

    calendars: Mapping[str, Calendar]
    bodies: Mapping[str, str]
    """The body of a unit."""

    @cached_property
    def by_calendar(self) -> dict[str, Calendar]:
        """By the calendar's own code."""
        return {clock.code: clock for clock in self.calendars.values()}

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
    facts = (DossierFact(*row) for row in rows.values_list(*columns(DossierFact.kind)))
    counting = Counting(names_of, place)
    return {fact.code: fact for fact in facts if counting.counts(fact)}


class Counting:
    """Whether one of some counters counts a dossier: of flows those dated in the period, of stocks what stands."""

    def __init__(self, of: Iterable[str], place: Place) -> None:
        known = counters()
        self._begins, self._ends = place.over.starts_at, place.over.ends_at
        self._horizon = place.horizon
        self._flows = [known.flows[name] for name in of if name in known.flows]
        self._stocks = [
            [(known.flows[code], factor) for code, factor in known.stocks[name].of.terms]
            for name in of
            if name in known.stocks
        ]

    def counts(self, fact: DossierFact) -> bool:
        return any(self._flowed(flow, fact) for flow in self._flows) or any(
            self._stands(terms, fact) for terms in self._stocks
        )

    def _flowed(self, flow: Flow, fact: DossierFact) -> bool:
        entries = flow.entries(fact, self._horizon)
        return sum(amount for at, amount in entries if self._begins <= at < self._ends) > 0

    def _stands(self, terms: list[tuple[Flow, int]], fact: DossierFact) -> bool:
        standing = 0
        for flow, factor in terms:
            standing += factor * sum(
                amount for at, amount in flow.entries(fact, self._horizon) if at < self._ends
            )
        return standing > 0


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


def rounds_within(bodies: Collection[str], starts: datetime, ends: datetime) -> list[Row]:
    """Rounds of dossiers of these bodies that were open at some moment of a span. One query."""
    closed = Q(closed_at__gte=microseconds(starts)) | Q(closed_at=None)
    return _rows(Q(body__in=list(bodies), opened_at__lt=microseconds(ends)) & closed)


def _rows(wanted: Q) -> list[Row]:
    """Moments stay whole numbers, as they are kept: there may be very many."""
    try:
        sql, values = Step.objects.filter(wanted).values_list(*_COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(map(Row._make, cursor.fetchall()))


def rounds_before(codes: Collection[str], moment: datetime) -> list[Row]:
    """The rounds of these dossiers that were closed before a moment. One query."""
    return _rows(Q(code__in=list(codes), closed_at__lt=microseconds(moment)))


def first_units(codes: Collection[str]) -> dict[str, str]:
    """The unit that had the first round of each of these dossiers. One query."""
    first = Step.objects.filter(code__in=list(codes)).order_by("code", "opened_at", "step", "round")
    return dict(first.distinct("code").values_list("code", "unit"))


def pauses_of(codes: Collection[str]) -> list[tuple[str, datetime, datetime | None]]:
    """When an applicant was asked, and when he answered. One query."""
    rows = Supplement.objects.filter(dossier__code__in=list(codes))
    return list(rows.values_list("dossier__code", "requested_at", "answered_at"))
