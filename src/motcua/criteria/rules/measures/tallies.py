"""The tables of counters, counted anew from facts: what the live ones must be equal to."""

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.measures.counted import FromFacts
from motcua.criteria.rules.measures.passes import Keys
from motcua.criteria.rules.measures.tables import Table, slot_column


def day_tallies(tables: Mapping[str, Table], flows: Collection[Flow], horizon: int) -> Table:
    """Body, day (since 1970, by the legal zone), and a column for each flow's slot, in their order.

    Cells in which all is 0 are left out. What is dated from the `horizon` on (microseconds since 1970) does not
    count yet.
    """
    return _cells(tables, flows, horizon, ("body", "day"))


def month_tallies(tables: Mapping[str, Table], flows: Collection[Flow], horizon: int) -> Table:
    """Body, month (since year 0), and a column for each slot; otherwise as `day_tallies`."""
    return _cells(tables, flows, horizon, ("body", "period")).rename(month="period")


def procedure_tallies(tables: Mapping[str, Table], flows: Collection[Flow], horizon: int) -> Table:
    """Body, procedure, month, and a column for each slot; otherwise as `day_tallies`."""
    return _cells(tables, flows, horizon, ("body", "procedure", "period")).rename(month="period")


def _cells(tables: Mapping[str, Table], flows: Collection[Flow], horizon: int, keys: Keys) -> Table:
    slots = [slot_column(flow.slot) for flow in flows]
    cells = FromFacts(dict(tables), horizon).by(keys, flows).select(*keys, *slots)
    return cells.filter(reduce(or_, (cells[slot] != 0 for slot in slots)))
