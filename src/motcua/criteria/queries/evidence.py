"""The facts behind a figure: dossiers, petitions, what bodies offer, figures that were declared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from motcua.clock.rules.calendar import ZONE
from motcua.criteria import models
from motcua.criteria.models import microseconds
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.facts import KINDS, DeclaredFact, DossierFact, OfferFact, PetitionFact, columns
from motcua.criteria.rules.losses import Loss
from motcua.criteria.rules.periods import Period

PAGE = 50
_CHUNK = 250
_MOST_READ = 5_000
_ROWS: dict[str, Any] = {
    DossierFact.kind: models.Dossier,
    PetitionFact.kind: models.Petition,
    OfferFact.kind: models.Offer,
    DeclaredFact.kind: models.Declared,
}


@dataclass(frozen=True)
class Place:
    """Where and when a figure was counted. No `procedures`: all of them."""

    bodies: Collection[str]
    over: Period
    horizon: datetime
    procedures: Collection[str] = ()


class Found(NamedTuple):
    """One page of facts, latest first; `after` is where the next one begins, empty at the end."""

    kind: str
    facts: list[Any]
    after: str


class Costly(NamedTuple):
    """A dossier and the points that it lost (below 0: that it offsets)."""

    fact: DossierFact
    points: Fraction


def facts_behind(counter: str, place: Place, *, after: str = "", most: int = PAGE) -> Found:
    """The facts that a counter counts. KeyError for an unknown counter; ValueError for an `after` that is none.

    A flow's facts are those dated in the period; a stock's those that had come and not gone by its end; a pair's
    those of its flows.
    """
    known = counters()
    if counter in known.stocks:
        return _page(_standing(counter, place), place, after, most)
    flows = [known.flows[code] for code in known.pairs[counter].of] if counter in known.pairs else []
    flows = flows or [known.flows[counter]]
    begins, ends = microseconds(place.over.starts_at), microseconds(place.over.ends_at)
    dated = flows[0].dated
    within = Q(**{f"{dated}__gte": begins, f"{dated}__lt": ends})

    def counts(fact: Any) -> bool:
        return any(moment in place.over for flow in flows for moment, _ in flow.entries(fact, place.horizon))

    return _page(_Source(flows[0], within, counts), place, after, most)


def costly(loss: Loss, place: Place, *, most: int = PAGE) -> list[Costly]:
    """Dossiers that lost points of a criterion, each with its own part of them: the most costly of the latest."""
    known = counters()
    names = [name for name, weight in loss.weights.items() if weight > 0]
    found: dict[str, Costly] = {}
    for name in names:
        if name in known.pairs or not _counts_dossiers(name):
            continue
        for fact in facts_behind(name, place, most=_CHUNK).facts:
            points = points_of(loss, fact, place)
            if points > 0:
                found.setdefault(fact.code, Costly(fact, points))
    return sorted(found.values(), key=lambda one: (-one.points, one.fact.code))[:most]


def points_of(
    loss: Loss, fact: DossierFact, place: Place, *, only: Collection[str] | None = None
) -> Fraction:
    """What one dossier lost: the loss is a weighted sum of counters, and each dossier has its own counters.

    `only` these counters. Pairs count no dossiers and belong to none.
    """
    known, total = counters(), Fraction(0)
    for name, weight in loss.weights.items():
        if name in known.pairs or (only is not None and name not in only):
            continue
        total += weight * _own(name, fact, place)
    return total


@lru_cache(maxsize=1)
def late_counters() -> frozenset[str]:
    """The counters that count a dossier only because it was late."""
    known = counters()
    begun, ended = datetime(2026, 1, 5, tzinfo=ZONE), datetime(2026, 1, 9, tzinfo=ZONE)
    in_time = DossierFact(
        "",
        "",
        "",
        begun,
        channel="online",
        received_at=begun,
        due_at=ended,
        ended_at=ended,
        ending="completed",
    )
    late = replace(in_time, late_at=begun, late_day_at=begun)
    after = datetime(2027, 1, 1, tzinfo=ZONE)
    flows = {
        flow.code
        for flow in known.by_kind[DossierFact.kind]
        if flow.entries(late, after) and not flow.entries(in_time, after)
    }
    stocks = {stock.code for stock in known.stocks.values() if flows.issuperset(stock.of.names)}
    return frozenset(flows | stocks)


def _counts_dossiers(name: str) -> bool:
    """Of a flow or a stock."""
    known = counters()
    flow = known.stocks[name].of.names[0] if name in known.stocks else name
    return known.flows[flow].of == DossierFact.kind


def _own(name: str, fact: DossierFact, place: Place) -> int:
    """A counter of one dossier alone; 0 for those that count something else."""
    known = counters()
    if not _counts_dossiers(name):
        return 0
    if name in known.flows:
        flow = known.flows[name]
        return sum(amount for moment, amount in flow.entries(fact, place.horizon) if moment in place.over)
    ends = place.over.ends_at
    return sum(
        factor * amount
        for code, factor in known.stocks[name].of.terms
        for moment, amount in known.flows[code].entries(fact, place.horizon)
        if moment < ends
    )


class _Source(NamedTuple):
    """Facts of a flow's kind by its date, those that `within` may hold and `counts` says to count."""

    flow: Flow
    within: Q
    counts: Any


def _standing(counter: str, place: Place) -> _Source:
    known, ends = counters(), microseconds(place.over.ends_at)
    terms = known.stocks[counter].of.terms
    come = next(known.flows[code] for code, factor in terms if factor > 0)
    within = Q(**{f"{come.dated}__lt": ends})
    gone = {known.flows[code].dated for code, factor in terms if factor < 0}
    for column in (gone | {come.until}) - {""}:
        within &= Q(**{column: None}) | Q(**{f"{column}__gte": ends})

    def counts(fact: Any) -> bool:
        return bool(_own(counter, fact, place))

    return _Source(come, within, counts)


def _page(source: _Source, place: Place, after: str, most: int) -> Found:
    kind, dated = source.flow.of, source.flow.dated
    rows = _ROWS[kind].objects.filter(source.within, body__in=list(place.bodies))
    if place.procedures:
        rows = rows.filter(procedure__in=list(place.procedures))
    if after:
        moment, _dot, key = after.partition(".")
        rows = rows.filter(Q(**{f"{dated}__lt": int(moment)}) | Q(**{dated: int(moment), "pk__lt": key}))
    facts: list[Any] = []
    for read, row in enumerate(_chunked(rows.order_by(f"-{dated}", "-pk"), kind, dated), start=1):
        fact = KINDS[kind](*row[2:])
        if source.counts(fact):
            facts.append(fact)
        if len(facts) == most or read == _MOST_READ:
            return Found(kind, facts, f"{microseconds(row[1])}.{row[0]}")
    return Found(kind, facts, "")


def _chunked(rows: QuerySet[Any], kind: str, dated: str) -> Iterator[tuple[Any, ...]]:
    """Primary key, date and columns, read a few at a time: a page needs few of many."""
    wanted = rows.values_list("pk", dated, *columns(kind))
    start = 0
    while True:
        chunk = list(wanted[start : start + _CHUNK])
        yield from chunk
        if len(chunk) < _CHUNK:
            return
        start += _CHUNK
