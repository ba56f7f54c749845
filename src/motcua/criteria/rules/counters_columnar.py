"""Flows as Ibis columns: what every fact of a table adds, and when."""

from typing import Any

import ibis

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.expressions.columnar import column, held


def entries(flow: Flow, table: Any, horizon: int) -> list[tuple[Any, Any]]:
    """Columns (moment, amount) of a flow over a table of facts, moments and horizon in microseconds since 1970.

    Amounts are int64 and never NULL: 0 where the fact does not count at the horizon. A flow with an `until` gives
    two pairs, the second of them negative. The same as `Flow.entries`, for every row.
    """
    end = ibis.literal(horizon, "int64")
    begins = table[flow.dated]
    counts = held(begins < end)
    if flow.where is not None:
        counts = counts & column(flow.where, table, horizon)
    one = ibis.literal(1, "int64") if flow.amount is None else column(flow.amount, table, horizon)
    nothing = ibis.literal(0, "int64")
    amount = counts.ifelse(one.fill_null(0).cast("int64"), nothing)
    if not flow.until:
        return [(begins, amount)]
    until = table[flow.until]
    gone = held(until < end)
    return [(begins, amount), (ibis.greatest(begins, until), gone.ifelse(-amount, nothing))]
