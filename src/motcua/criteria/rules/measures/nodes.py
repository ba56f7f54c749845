"""Every counter of every node and period: flows summed, stocks carried forward, pairs counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import ibis

from motcua.criteria.rules.counters import Counters, Pairs
from motcua.criteria.rules.measures.counted import Counted
from motcua.criteria.rules.measures.passes import joined, passes, total
from motcua.criteria.rules.measures.tables import Table, slot_column

LEAF = ("body", "period")
NODE = ("node", "period")


def nodes(
    counted: Counted,
    closure: Table,
    counters: Counters,
    *,
    wanted: Collection[str],
    first: int,
    last: int,
) -> Table:
    """Node, period, and a column for each wanted counter, from the period `first` to the period `last`.

    `closure`: (node, body). One row for every node and period, also where nothing happened. Bodies are summed
    first, so that a nation's row costs no more than its provinces' together; parents are never stored.
    """
    needed = {flow for code in wanted for flow in counters.flows_of(code) if code not in counters.pairs}
    flows = [flow for flow in counters.flows.values() if flow.code in needed]
    pairs = [pair for pair in counters.pairs.values() if pair.code in wanted]
    leaves = [counted.by(LEAF, flows)] if flows else []
    leaves += _pairs(counted, counters, pairs, since=first)
    rows = _rolled_up(joined(leaves, LEAF), closure)
    return _told(joined([_grid(closure, first, last), rows], NODE), counters, wanted, (first, last))


def _rolled_up(leaves: Table, closure: Table) -> Table:
    each = leaves.join(closure, "body")
    names = [name for name in leaves.columns if name not in LEAF]
    return each.group_by(*NODE).aggregate(**{name: total(each[name].sum()) for name in names})


def _grid(closure: Table, first: int, last: int) -> Table:
    """Every node in every period."""
    periods = ibis.range(first, last + 1).unnest().name("period").as_table()
    every = closure.select("node").distinct().cross_join(periods)
    return every.select("node", period=every.period.cast("int64"))


def _told(rows: Table, counters: Counters, wanted: Collection[str], span: tuple[int, int]) -> Table:
    """The counters from the sums; stocks by adding up all periods that came before."""
    so_far = ibis.window(group_by="node", order_by="period", preceding=None, following=0)

    def flow(code: str) -> Any:
        return rows[slot_column(counters.flows[code].slot)]

    columns = {code: flow(code) for code in wanted if code in counters.flows}
    columns |= {code: rows[code] for code in wanted if code in counters.pairs}
    columns |= {
        code: total(counters.stocks[code].of.over(flow).sum().over(so_far))
        for code in wanted
        if code in counters.stocks
    }
    carried = rows.select(*NODE, **columns)
    return carried.filter(carried.period.between(*span))


def _pairs(counted: Counted, counters: Counters, pairs: Iterable[Pairs], *, since: int) -> list[Table]:
    """Numbers of pairs by body and period, one table for each set of readings that must be seen together."""
    together: dict[frozenset[Any], list[Pairs]] = defaultdict(list)
    for pair in pairs:
        read = passes(counters.flows[code] for code in pair.of)
        together[frozenset((one.kind, one.dated, one.until) for one in read)].append(pair)
    return [_counts(counted, counters, group, since) for group in together.values()]


def _counts(counted: Counted, counters: Counters, pairs: list[Pairs], since: int) -> Table:
    places = counted.places(pairs, counters, since=since)
    counts = {pair.code: total(places[pair.code].cast("int32").sum().fill_null(0)) for pair in pairs}
    return places.group_by(*LEAF).aggregate(**counts)
