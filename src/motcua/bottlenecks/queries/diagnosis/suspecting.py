"""The causes of waits: what the detectors find in the rounds of a place, held against its peers."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from motcua.bottlenecks.queries.diagnosis.reading import Names, names, rounds_within
from motcua.bottlenecks.rules.diagnosis import Cause
from motcua.bottlenecks.rules.diagnosis.norms import Norms, in_force
from motcua.bottlenecks.rules.diagnosis.rounds import Round, timed
from motcua.bottlenecks.rules.diagnosis.suspecting import Ground, suspected
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Filed
from motcua.criteria.models import Dossier, microseconds
from motcua.criteria.queries.nodes import NATION, Tree, tree
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.periods import Period


def causes_in(body: str, period: str) -> tuple[Cause, ...]:
    """The causes found at a node and below it. Refused: an unknown body or period. None while nothing is counted."""
    known, over, until = tree(), period_of(period), horizon()
    found = known[body]
    if until is None:
        return ()
    norms = in_force(over.starts_at.date())
    span, told = Span(known, found.code, over, min(over.ends_at, until)), names()
    return causes_of(span, told, norms, pool_of(span, told))


class Span(NamedTuple):
    """Where and when causes are looked for."""

    known: Tree
    body: str
    over: Period
    ends: datetime

    @property
    def compared(self) -> list[str]:
        """Every body of the same province; of a nation, all."""
        above = [node.code for node in self.known.above(self.body) if node.code != NATION]
        return sorted(self.known.below(above[0] if above else NATION))

    @property
    def is_one_body(self) -> bool:
        return not self.known.children(self.body)

    def since(self, norms: Norms) -> datetime:
        """One body's own rounds are looked at for longer: habits show over months, and they are few."""
        months = max(self.over.count, norms.months_before) if self.is_one_body else self.over.count
        return Period(self.over.end - months, months).starts_at


def pool_of(span: Span, told: Names) -> list[Round]:
    """The rounds of everybody who is compared, open at some moment of the period. One query."""
    rows = rounds_within(span.compared, span.over.starts_at, span.ends)
    return timed(rows, told.calendars, microseconds(span.ends))


def causes_of(span: Span, told: Names, norms: Norms, pool: Sequence[Round]) -> tuple[Cause, ...]:
    """Three queries for one body, one for a node with bodies below it."""
    return suspected(ground_of(span, told, norms, pool), norms)


def ground_of(span: Span, told: Names, norms: Norms, pool: Sequence[Round]) -> Ground:
    starts, since = span.over.starts_at, span.since(norms)
    rounds, filed = list(pool), _filed(span.compared, starts, span.ends)
    if since < starts:
        own = timed(rounds_within([span.body], since, span.ends), told.calendars, microseconds(span.ends))
        rounds = [one for one in pool if one.row.body != span.body] + own
        filed = [one for one in filed if one.body != span.body]
        filed += _filed([span.body], since, span.ends)
    clock = told.calendars.get(span.body) or next(iter(told.calendars.values()))
    return Ground(
        rounds,
        filed,
        frozenset(span.known.below(span.body)),
        told.bodies,
        clock.worked_before(*clock.place_of(starts)),
        clock.worked_before(*clock.place_of(since)),
        clock.day_minutes,
    )


def _filed(bodies: Collection[str], starts: datetime, ends: datetime) -> list[Filed]:
    """Dossiers that were filed or ended in the span."""
    begins, until = microseconds(starts), microseconds(ends)
    within = Q(filed_at__gte=begins, filed_at__lt=until) | Q(ended_at__gte=begins, ended_at__lt=until)
    columns = (
        "code",
        "body",
        "procedure",
        "supplements",
        "refused_at_intake_at",
        "ending",
        "fee",
        "ended_at",
        "paid_at",
    )
    rows = Dossier.objects.filter(within, body__in=list(bodies)).values_list(*columns)
    return [_dossier(row) for row in rows]


def _dossier(row: tuple[Any, ...]) -> Filed:
    code, body, procedure, supplements, turned_away_at, ending, fee, ended_at, paid_at = row
    asked = bool(supplements) or turned_away_at is not None or ending == "refused"
    unpaid = None
    if fee and ending == "completed":
        unpaid = paid_at is None or paid_at > ended_at
    return Filed(code, body, procedure, asked, unpaid)
