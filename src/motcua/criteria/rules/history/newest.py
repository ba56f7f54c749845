"""The newest row of every key, in Ibis: what history says now."""

import ibis

from motcua.criteria.rules.history.schemas import MOVED_IN, key_of, schema_of
from motcua.criteria.rules.measures.tables import Table


def newest_of_all(kind: str) -> Table:
    """Of the tables `KIND_base` (each key once) and `KIND_moved` (a row for each time that a fact moved).

    What has moved is little beside the base: only its keys are sorted, and the base's rows of them left out.
    """
    moved = newest(kind)
    return _table(kind, "base").anti_join(moved, list(key_of(kind))).union(moved)


def newest(kind: str) -> Table:
    """Of the rows of `KIND_moved`, those that moved last."""
    moved = _table(kind, "moved")
    order = ibis.window(group_by=list(key_of(kind)), order_by=ibis.desc(MOVED_IN))
    ranked = moved.mutate(rank=ibis.row_number().over(order))
    return ranked.filter(ranked.rank == 0).drop("rank")


def _table(kind: str, part: str) -> Table:
    named = ibis.Schema.from_pyarrow(schema_of(kind))
    return ibis.table({name: type_(nullable=True) for name, type_ in named.items()}, name=f"{kind}_{part}")
