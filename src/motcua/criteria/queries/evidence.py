"""The dossiers behind a figure."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from motcua.criteria.models import Dossier, microseconds
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.sets import Criterion

SHOWN = 200


class Behind(NamedTuple):
    """One dossier that a figure counts, and with which counters."""

    fact: DossierFact
    counted: tuple[str, ...]


def flows_behind(criterion: Criterion) -> tuple[str, ...]:
    """The flows of dossiers from which a criterion is computed."""
    known = counters()
    sums = [one for one in (criterion.numerator, *criterion.denominators) if one is not None]
    names = dict.fromkeys(flow for one in sums for code in one.names for flow in known.flows_of(code))
    return tuple(code for code in names if known.flows[code].of == DossierFact.kind)


def dossiers_behind(
    criterion: Criterion, bodies: Collection[str], over: Period, horizon: datetime, *, most: int = SHOWN
) -> list[Behind]:
    """The dossiers that the criterion's flows count in the period, latest first."""
    known = counters()
    flows = [known.flows[code] for code in flows_behind(criterion)]
    begins, ends = microseconds(over.starts_at), microseconds(over.ends_at)
    found: dict[str, tuple[DossierFact, list[str]]] = {}
    for dated in dict.fromkeys(flow.dated for flow in flows):
        rows = Dossier.objects.filter(
            body__in=bodies, **{f"{dated}__gte": begins, f"{dated}__lt": ends}
        ).order_by(f"-{dated}")
        for row in rows.values_list(*columns("dossier")):
            fact = DossierFact(*row)
            for flow in flows:
                if flow.dated == dated and any(moment in over for moment, _ in flow.entries(fact, horizon)):
                    found.setdefault(fact.code, (fact, []))[1].append(flow.code)
    return [Behind(fact, tuple(codes)) for fact, codes in list(found.values())[:most]]
