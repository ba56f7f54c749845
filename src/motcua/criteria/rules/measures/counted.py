"""What flows add up to, by any of body, procedure, period and day: from facts, or from tallies of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import ibis

from motcua.criteria.rules.counters import Counters, Flow, Pairs, Stock
from motcua.criteria.rules.counters_columnar import addend, true
from motcua.criteria.rules.measures.moments import FOREVER, calendar, day_of, first_microsecond, periods
from motcua.criteria.rules.measures.passes import Keys, Pass, Told, joined, passes, total
from motcua.criteria.rules.measures.tables import Table, slot_column

Place = tuple[str, str, str]
"""A kind of fact, the moment at which it begins to count, and the one at which it ceases to."""
CELL = ("body", "procedure", "period")


class Counted(Protocol):
    """Where sums of flows come from."""

    def by(self, keys: Keys, flows: Collection[Flow], *, since: int | None = None) -> Table:
        """The keys, then a column for each flow's slot: int64, never NULL. One row for each key.

        `since`: only what counts in this period or later.
        """

    def places(self, pairs: Sequence[Pairs], counters: Counters, *, since: int) -> Table:
        """Body, procedure, period, and for each pair a column that is true where it counts. One row for each key."""


@dataclass(frozen=True)
class FromFacts:
    """Sums of facts as they stand at a `horizon` (microseconds since 1970), in periods of so many months."""

    tables: Mapping[str, Table]
    horizon: int
    months: int = 1

    def by(self, keys: Keys, flows: Collection[Flow], *, since: int | None = None) -> Table:
        return joined([self._sums(group, keys, since) for group in passes(flows)], keys)

    def places(self, pairs: Sequence[Pairs], counters: Counters, *, since: int) -> Table:
        """A sum is above 0 where one fact adds something, if none takes anything back: then no sum is needed.

        Each fact meets the spans in which the stocks stand, before places are told apart: a fact that meets two
        spans of one place counts it once all the same.
        """
        flows = flows_of(pairs, counters)
        stocks = {
            pair.among: _one_by_one(counters.stocks[pair.among], counters) for pair in pairs if pair.among
        }
        groups = passes(flows)
        if len(groups) > 1 or not all(flow and flow.amount is None for flow in (*flows, *stocks.values())):
            return from_changes(self, pairs, counters, since)
        return self._met(
            groups[0], pairs, counters, {code: flow for code, flow in stocks.items() if flow}, since
        )

    def _met(
        self,
        group: Pass,
        pairs: Sequence[Pairs],
        counters: Counters,
        stocks: Mapping[str, Flow],
        since: int,
    ) -> Table:
        rows = self._entered(group, CELL, since, true)
        rows = rows.filter(rows.procedure != "")
        for place, standing in _by_place(stocks).items():
            rows = during(rows, self._spans(place, standing))
        told = {
            pair.code: (rows[pair.among] & _any(rows, pair, counters))
            if pair.among
            else _any(rows, pair, counters)
            for pair in pairs
        }
        rows = rows.select(*CELL, **told)
        return _wide(rows.group_by(*CELL).aggregate(**{pair.code: rows[pair.code].any() for pair in pairs}))

    def _sums(self, group: Pass, keys: Keys, since: int | None) -> Table:
        """One reading of one table of facts."""
        entered = self._entered(group, keys, since, addend)
        sums = {name: total(entered[name].sum().fill_null(0)) for name in group.slots}
        return _wide(entered.group_by(*keys).aggregate(**sums))

    def _entered(self, group: Pass, keys: Keys, since: int | None, told: Told) -> Table:
        entered = group.entered(self.tables[group.kind], self.horizon, told, self._start(since))
        return entered.join(calendar(self.horizon, self.months), "day") if "period" in keys else entered

    def _start(self, period: int | None) -> int | None:
        return None if period is None else first_microsecond(period * self.months)

    def _spans(self, place: "Place", standing: Mapping[str, Flow]) -> Table:
        """From which period on, and before which, each fact counts, and in which of the stocks."""
        kind, dated, until = place
        facts = self.tables[kind]
        rows = facts.filter(facts[dated] < ibis.literal(self.horizon, "int64"))
        over = rows[until] < ibis.literal(self.horizon, "int64")
        last = over.ifelse(day_of(ibis.greatest(rows[dated], rows[until])), ibis.literal(FOREVER, "int32"))
        stands = {stock: true(flow, rows, self.horizon) for stock, flow in standing.items()}
        spans = rows.select("body", "procedure", first=day_of(rows[dated]), last=last, **stands)
        begins, ends = (
            calendar(self.horizon, self.months).rename(**{name: "period"}) for name in ("begins", "ends")
        )
        spans = spans.join(begins, spans.first == begins.day).drop("day")
        spans = spans.left_join(ends, spans["last"] == ends.day)
        return spans.select(
            "body",
            "procedure",
            "begins",
            *standing,
            ends=spans.ends.fill_null(ibis.literal(FOREVER, "int32")),
        )


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
        return tally.group_by(*keys).aggregate(**{name: total(tally[name].sum()) for name in slots})

    def places(self, pairs: Sequence[Pairs], counters: Counters, *, since: int) -> Table:
        return from_changes(self, pairs, counters, since)


def _wide(rows: Table) -> Table:
    """Periods and days as int64, as all the rest; while facts are grouped they are narrower, which is faster."""
    narrow = [name for name in ("period", "day") if name in rows.columns]
    return rows.mutate(**{name: rows[name].cast("int64") for name in narrow})


def flows_of(pairs: Iterable[Pairs], counters: Counters) -> list[Flow]:
    """The flows that make pairs happen, each once."""
    return [counters.flows[code] for code in dict.fromkeys(code for pair in pairs for code in pair.of)]


def from_changes(counted: Counted, pairs: Sequence[Pairs], counters: Counters, since: int) -> Table:
    """The places of pairs from sums alone."""
    cells = counted.by(CELL, flows_of(pairs, counters), since=since)
    cells = cells.filter(cells.procedure != "")
    for stock in dict.fromkeys(pair.among for pair in pairs if pair.among):
        cells = during(cells, _standing(counted, counters.stocks[stock], counters.flows))

    def happened(pair: Pairs) -> Any:
        return ibis.or_(*(cells[slot_column(counters.flows[code].slot)] > 0 for code in pair.of))

    told = {pair.code: happened(pair) & cells[pair.among] if pair.among else happened(pair) for pair in pairs}
    return cells.select(*CELL, **told)


def _standing(counted: Counted, stock: Stock, flows: Mapping[str, Flow]) -> Table:
    """When a stock is above 0, from its changes: it is what it was after the last change, until the next one."""
    changes = counted.by(CELL, [flows[code] for code in stock.of.names])
    of_place = {"group_by": ["body", "procedure"], "order_by": "period"}
    so_far = ibis.window(**of_place, preceding=None, following=0)
    spans = changes.select(
        "body",
        "procedure",
        begins=changes.period,
        ends=changes.period.lead().over(ibis.window(**of_place)).fill_null(FOREVER),
        standing=total(stock.of.over(lambda code: changes[slot_column(flows[code].slot)]).sum().over(so_far)),
    )
    spans = spans.filter(spans.standing > 0)
    return spans.select("body", "procedure", "begins", "ends", **{stock.code: ibis.literal(value=True)})


def during(rows: Table, spans: Table) -> Table:
    """Rows with body, procedure and period, each with what spans of its place say of its period; NULL if none does."""
    at = spans.rename(at_body="body", at_procedure="procedure")
    rows = rows.left_join(
        at,
        [
            rows.body == at.at_body,
            rows.procedure == at.at_procedure,
            at.begins <= rows.period,
            rows.period < at.ends,
        ],
    )
    return rows.drop("at_body", "at_procedure", "begins", "ends")


def _one_by_one(stock: Stock, counters: Counters) -> Flow | None:
    """The flow whose facts each stand in the stock for a while, if it is made so: then their spans are its own."""
    flow = counters.flows[stock.of.names[0]]
    return flow if stock.of.terms == ((flow.code, 1),) and flow.until else None


def _by_place(stocks: Mapping[str, Flow]) -> "dict[Place, dict[str, Flow]]":
    places: dict[Place, dict[str, Flow]] = defaultdict(dict)
    for code, flow in stocks.items():
        places[flow.of, flow.dated, flow.until][code] = flow
    return places


def _any(rows: Table, pair: Pairs, counters: Counters) -> Any:
    return ibis.or_(*(rows[slot_column(counters.flows[code].slot)] for code in pair.of))
