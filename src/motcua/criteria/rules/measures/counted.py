"""What flows add up to, by any of body, procedure, period and day: from facts, or from tallies of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Protocol

import ibis
import ibis.expr.operations as ops

from motcua.criteria.rules.counters import Flow, Stock
from motcua.criteria.rules.counters_columnar import amount
from motcua.criteria.rules.expressions.columnar import true_where
from motcua.criteria.rules.measures.moments import FOREVER, calendar, day_of, first_microsecond, periods
from motcua.criteria.rules.measures.tables import Table, slot_column

Keys = tuple[str, ...]
CELL = ("body", "procedure", "period")


class Counted(Protocol):
    """Where sums of flows come from."""

    def by(self, keys: Keys, flows: Collection[Flow], *, since: int | None = None) -> Table:
        """The keys, then a column for each flow's slot: int64, never NULL. One row for each key.

        `since`: only what counts in this period or later.
        """

    def while_standing(self, cells: Table, stock: Stock, flows: Mapping[str, Flow]) -> Table:
        """Of rows with body, procedure and period: those at whose period's end the stock is above 0 there."""


@dataclass(frozen=True)
class FromFacts:
    """Sums of facts as they stand at a `horizon` (microseconds since 1970), in periods of so many months."""

    tables: Mapping[str, Table]
    horizon: int
    months: int = 1

    def by(self, keys: Keys, flows: Collection[Flow], *, since: int | None = None) -> Table:
        return joined([self._sums(group, keys, since) for group in passes(flows)], keys)

    def while_standing(self, cells: Table, stock: Stock, flows: Mapping[str, Flow]) -> Table:
        """Most stocks count facts that stand for a while: something stands where one of these spans goes on."""
        flow = flows[stock.of.names[0]]
        if stock.of.terms != ((flow.code, 1),) or flow.amount is not None or not flow.until:
            return while_standing(self, cells, stock, flows)
        spans = self._spans(flow)
        return cells.semi_join(
            spans,
            [
                cells.body == spans.body,
                cells.procedure == spans.procedure,
                spans.begins <= cells.period,
                cells.period < spans.ends,
            ],
        )

    def _sums(self, group: "Pass", keys: Keys, since: int | None) -> Table:
        """One reading of one table of facts."""
        entered = group.entered(self.tables[group.kind], self.horizon, self._start(since))
        if "period" in keys:
            entered = entered.join(calendar(self.horizon, self.months), "day")
        return entered.group_by(*keys).aggregate(**{name: total(entered[name]) for name in group.slots})

    def _start(self, period: int | None) -> int | None:
        return None if period is None else first_microsecond(period * self.months)

    def _spans(self, flow: Flow) -> Table:
        """From which period on, and before which, each fact counts."""
        facts = self.tables[flow.of]
        rows = facts.filter(facts[flow.dated] < ibis.literal(self.horizon, "int64"))
        if flow.where is not None:
            rows = rows.filter(true_where(flow.where, rows, self.horizon))
        over = rows[flow.until] < ibis.literal(self.horizon, "int64")
        last = over.ifelse(day_of(ibis.greatest(rows[flow.dated], rows[flow.until])), FOREVER)
        spans = rows.select("body", "procedure", first=day_of(rows[flow.dated]), last=last)
        begins, ends = (
            calendar(self.horizon, self.months).rename(**{name: "period"}) for name in ("begins", "ends")
        )
        spans = spans.join(begins, spans.first == begins.day).drop("day")
        spans = spans.left_join(ends, spans["last"] == ends.day)
        return spans.select("body", "procedure", "begins", ends=spans.ends.fill_null(FOREVER))


@dataclass(frozen=True)
class FromTallies:
    """The same from counters that are kept by month, in periods of so many months."""

    tables: Mapping[str, Table]
    months: int = 1

    def by(self, keys: Keys, flows: Collection[Flow], *, since: int | None = None) -> Table:
        tally = self.tables["proceduretally" if "procedure" in keys else "monthtally"]
        if since is not None:
            tally = tally.filter(tally.month >= since * self.months)
        tally = tally.mutate(period=periods(tally.month, self.months))
        slots = [slot_column(flow.slot) for flow in flows]
        if self.months == 1:
            return tally.select(*keys, **{name: tally[name].cast("int64") for name in slots})
        return tally.group_by(*keys).aggregate(**{name: total(tally[name]) for name in slots})

    def while_standing(self, cells: Table, stock: Stock, flows: Mapping[str, Flow]) -> Table:
        return while_standing(self, cells, stock, flows)


def while_standing(counted: Counted, cells: Table, stock: Stock, flows: Mapping[str, Flow]) -> Table:
    """From the changes of a stock: it is what it was after the last change, until the next one."""
    changes = counted.by(CELL, [flows[code] for code in stock.of.names])
    of_place = {"group_by": ["body", "procedure"], "order_by": "period"}
    so_far = ibis.window(**of_place, preceding=None, following=0)
    spans = changes.select(
        "body",
        "procedure",
        begins=changes.period,
        ends=changes.period.lead().over(ibis.window(**of_place)).fill_null(FOREVER),
        standing=total(stock.of.over(lambda code: changes[slot_column(flows[code].slot)]), over=so_far),
    )
    spans = spans.filter(spans.standing > 0)
    return cells.semi_join(
        spans,
        [
            cells.body == spans.body,
            cells.procedure == spans.procedure,
            spans.begins <= cells.period,
            cells.period < spans.ends,
        ],
    )


@dataclass(frozen=True)
class Pass:
    """Flows of one kind of fact that count at one moment; with `until`, at the moment at which they cease."""

    kind: str
    dated: str
    until: str
    flows: tuple[Flow, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(slot_column(flow.slot) for flow in self.flows)

    def entered(self, table: Table, horizon: int, start: int | None = None) -> Table:
        """The facts that count before the horizon: body, procedure, day, and what they add to each slot."""
        rows = table.filter(table[name] < ibis.literal(horizon, "int64") for name in self._moments)
        if len(self.flows) == 1 and self.flows[0].where is not None:
            rows = rows.filter(true_where(self.flows[0].where, rows, horizon))
        moment = ibis.greatest(rows[self.dated], rows[self.until]) if self.until else rows[self.dated]
        if start is not None:
            rows = rows.filter(moment >= ibis.literal(start, "int64"))
            moment = ibis.greatest(rows[self.dated], rows[self.until]) if self.until else rows[self.dated]
        amounts = {slot_column(flow.slot): self._amount(flow, rows, horizon) for flow in self.flows}
        return rows.select("body", "procedure", day=day_of(moment), **amounts)

    @property
    def _moments(self) -> tuple[str, ...]:
        return (self.dated, self.until) if self.until else (self.dated,)

    def _amount(self, flow: Flow, rows: Table, horizon: int) -> Any:
        return -amount(flow, rows, horizon) if self.until else amount(flow, rows, horizon)


def passes(flows: Iterable[Flow]) -> list[Pass]:
    """As few readings as the flows need: one for each kind of fact and moment."""
    groups: dict[tuple[str, str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        groups[flow.of, flow.dated, ""].append(flow)
        if flow.until:
            groups[flow.of, flow.dated, flow.until].append(flow)
    return [Pass(*place, tuple(group)) for place, group in groups.items()]


def joined(parts: Sequence[Table], keys: Keys) -> Table:
    """Every key of any part, with the columns of all; a key that a part lacks has 0 there.

    Parts that share a column are added up in it. The keys are brought together first and each part is joined to
    them: a wide row of mostly zeros is never made, let alone added up.
    """
    if len(parts) == 1:
        return parts[0]
    rows = ibis.union(*(part.select(*keys) for part in parts), distinct=True)
    places: dict[str, list[str]] = defaultdict(list)
    for number, part in enumerate(parts):
        renamed = {f"{name}_{number}": name for name in part.columns if name not in keys}
        rows = rows.left_join(part.rename(**renamed), list(keys), rname="{name}_right").drop(
            *(f"{key}_right" for key in keys)
        )
        for new, name in renamed.items():
            places[name].append(new)
    return rows.select(
        *keys,
        **{name: reduce(add, (rows[one].fill_null(0) for one in ones)) for name, ones in places.items()},
    )


def total(column: Any, over: Any = None) -> Any:
    """A sum as int64. Engines add up in wider types (numeric, HUGEINT), and Ibis takes the cast for needless."""
    summed = column.sum() if over is None else column.sum().over(over)
    return ops.Cast(summed, to="int64").to_expr()
