"""How much lies under each tab of the queue: as annotations of a question that is asked anyway."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, IntegerField, QuerySet, Subquery, Value

from motcua.dossiers.queries.tabs import Desk, Tab, at_hand

TOGETHER = "count_at_hand"


def counts_of(desk: Desk, tabs: tuple[Tab, ...]) -> dict[str, Subquery]:
    """The counts of all tabs by name; `told` reads them. What is at hand is gone through once for all its parts."""
    alone = {f"count_{tab.code}": count_of(tab.rows(desk)) for tab in tabs if tab.within is None}
    parts = [Count("pk", filter=tab.within(desk)) for tab in tabs if tab.within is not None]
    if not parts:
        return alone
    row = Func(*parts, template="ARRAY[%(expressions)s]", output_field=ArrayField(IntegerField()))
    return {**alone, TOGETHER: Subquery(_aggregated(at_hand(desk), row))}


def told(tabs: tuple[Tab, ...], counts: dict[str, Any]) -> dict[str, int]:
    """How many rows each tab has, by its code, out of what the annotations gave."""
    parts = iter(counts.get(TOGETHER) or ())
    return {tab.code: (next(parts) if tab.within else counts[f"count_{tab.code}"]) or 0 for tab in tabs}


def count_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(_aggregated(rows, Count("*")), output_field=IntegerField())


def _aggregated(rows: QuerySet[Any], aggregate: Any) -> QuerySet[Any]:
    counted: QuerySet[Any] = rows.order_by().annotate(one=Value(1)).values("one").annotate(all=aggregate)
    return counted.values("all")
