"""Flows as Ibis columns: what every fact of a table adds, and when."""

from typing import Any

import ibis

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.expressions.columnar import column, true_where
from motcua.criteria.rules.expressions.nodes import Absent, Minutes, Negation, Node


def amount(flow: Flow, table: Any, horizon: int) -> Any:
    """What each fact adds, as `Flow.count` says: never NULL, 0 where the condition does not hold."""
    one = 1 if flow.amount is None else column(flow.amount, table, horizon).fill_null(0)
    if flow.where is None:
        return one if flow.amount is not None else ibis.literal(1)
    return true_where(flow.where, table, horizon).ifelse(one, 0)


def addend(flow: Flow, table: Any, horizon: int) -> Any:
    """What each fact adds, as a column to add up: NULL, or 0, where the condition does not hold.

    A condition as a number costs an engine less than a case of it, and sums leave NULL out by themselves.
    """
    if flow.amount is None:
        if flow.where is None:
            return ibis.literal(1)
        return true_where(flow.where, table, horizon).cast("int32")
    one = column(flow.amount, table, horizon)
    if flow.where is None or _is_absent_without(flow.where.node, flow.amount.node):
        return one
    return true_where(flow.where, table, horizon).ifelse(one, ibis.null("int64"))


def _is_absent_without(where: Node, amount: Node) -> bool:
    """Whether the condition asks only for a moment that the amount cannot be told without."""
    if not isinstance(amount, Minutes):
        return False
    return where in (Negation(Absent(amount.begin)), Negation(Absent(amount.end)))


def true(flow: Flow, table: Any, horizon: int) -> Any:
    """True where the condition of a flow holds; False or NULL elsewhere."""
    return ibis.literal(value=True) if flow.where is None else true_where(flow.where, table, horizon)


def entries(flow: Flow, table: Any, horizon: int) -> list[tuple[Any, Any]]:
    """Columns (moment, amount) of a flow over a table of facts, moments and horizon in microseconds since 1970.

    Amounts are int64 and never NULL: 0 where the fact does not count at the horizon. A flow with an `until` gives
    two pairs, the second of them negative. The same as `Flow.entries`, for every row.
    """
    end, nothing = ibis.literal(horizon, "int64"), ibis.literal(0, "int64")
    begins = table[flow.dated]
    added = (begins < end).ifelse(amount(flow, table, horizon).cast("int64"), nothing)
    if not flow.until:
        return [(begins, added)]
    until = table[flow.until]
    return [(begins, added), (ibis.greatest(begins, until), (until < end).ifelse(-added, nothing))]
