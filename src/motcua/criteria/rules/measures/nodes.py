"""Every counter of every node and period: flows summed, stocks carried forward, pairs counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import ibis

from motcua.criteria.rules.counters import Counters, Flow, Pairs
from motcua.criteria.rules.measures.counted import Counted, added, passes, total
from motcua.criteria.rules.measures.tables import Table, slot_column

CELL = ("body", "procedure", "period")
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
    leaves += _pairs(counted, counters, pairs)
    rows = [_rolled_up(leaf, closure) for leaf in leaves]
    return _told(added([_grid(closure, first, last), *rows], NODE), counters, wanted, (first, last))


def _rolled_up(leaves: Table, closure: Table) -> Table:
    joined = leaves.join(closure, "body")
    names = [name for name in leaves.columns if name not in LEAF]
    return joined.group_by(*NODE).aggregate(**{name: total(joined[name]) for name in names})


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
        code: total(counters.stocks[code].of.over(flow), over=so_far)
        for code in wanted
        if code in counters.stocks
    }
    carried = rows.select(*NODE, **columns)
    return carried.filter(carried.period.between(*span))


def _pairs(counted: Counted, counters: Counters, pairs: Iterable[Pairs]) -> list[Table]:
    """Numbers of pairs by body and period, one table for each set of readings that must be seen together."""
    together: dict[frozenset[Any], list[Pairs]] = defaultdict(list)
    for pair in pairs:
        read = passes(counters.flows[code] for code in pair.of)
        together[frozenset((one.kind, one.dated, one.until) for one in read)].append(pair)
    return [_counts(counted, counters, group) for group in together.values()]


def _counts(counted: Counted, counters: Counters, pairs: list[Pairs]) -> Table:
    flows = {code: counters.flows[code] for pair in pairs for code in pair.of}
    cells = counted.by(CELL, list(flows.values()))
    cells = cells.filter(cells.procedure != "")
    stocks = sorted({pair.among for pair in pairs if pair.among})
    if stocks:
        cells = _standing(cells, counted, counters, stocks)
    return cells.group_by(*LEAF).aggregate(
        **{pair.code: total(_is_one(pair, cells, flows).ifelse(1, 0)) for pair in pairs}
    )


def _is_one(pair: Pairs, cells: Table, flows: dict[str, Flow]) -> Any:
    happened = ibis.or_(*(cells[slot_column(flows[code].slot)] > 0 for code in pair.of))
    return happened & (cells[pair.among] > 0) if pair.among else happened


def _standing(cells: Table, counted: Counted, counters: Counters, stocks: list[str]) -> Table:
    """Cells with what stood there at the end of their period. Most stocks change seldom: they become spans first."""
    names = {name for stock in stocks for name in counters.stocks[stock].of.names}
    changes = counted.by(CELL, [flow for flow in counters.flows.values() if flow.code in names])

    def flow(code: str) -> Any:
        return changes[slot_column(counters.flows[code].slot)]

    place = ibis.window(group_by=["body", "procedure"], order_by="period")
    so_far = ibis.window(group_by=["body", "procedure"], order_by="period", preceding=None, following=0)
    spans = changes.select(
        "body",
        "procedure",
        begins=changes.period,
        ends=changes.period.lead().over(place),
        **{stock: total(counters.stocks[stock].of.over(flow), over=so_far) for stock in stocks},
    )
    return cells.left_join(
        spans,
        [
            cells.body == spans.body,
            cells.procedure == spans.procedure,
            spans.begins <= cells.period,
            (cells.period < spans.ends) | spans.ends.isnull(),
        ],
    ).select(*(cells[name] for name in cells.columns), *(spans[stock] for stock in stocks))
