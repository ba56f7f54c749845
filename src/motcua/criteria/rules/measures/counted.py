"""What flows add up to, by any of body, procedure, period and day: from facts, or from tallies of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import ibis
import ibis.expr.operations as ops

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.counters_columnar import amount
from motcua.criteria.rules.expressions.columnar import true_where
from motcua.criteria.rules.measures.moments import calendar, day_of, periods
from motcua.criteria.rules.measures.tables import Table, slot_column

Keys = tuple[str, ...]


class Counted(Protocol):
    """Where sums of flows come from."""

    def by(self, keys: Keys, flows: Collection[Flow]) -> Table:
        """The keys, then a column for each flow's slot: int64, never NULL. One row for each key."""


@dataclass(frozen=True)
class FromFacts:
    """Sums of facts as they stand at a `horizon` (microseconds since 1970), in periods of so many months."""

    tables: dict[str, Table]
    horizon: int
    months: int = 1

    def by(self, keys: Keys, flows: Collection[Flow]) -> Table:
        parts = [self._sums(group, keys) for group in passes(flows)]
        return parts[0] if len(parts) == 1 else added(parts, keys)

    def _sums(self, group: "Pass", keys: Keys) -> Table:
        """One reading of one table of facts."""
        entered = group.entered(self.tables[group.kind], self.horizon)
        if "period" in keys:
            days = calendar(self.horizon, self.months)
            entered = entered.join(days, "day")
        return entered.group_by(*keys).aggregate(**{name: total(entered[name]) for name in group.slots})


@dataclass(frozen=True)
class FromTallies:
    """The same from counters that are kept by month, in periods of so many months."""

    tables: dict[str, Table]
    months: int = 1

    def by(self, keys: Keys, flows: Collection[Flow]) -> Table:
        tally = self.tables["proceduretally" if "procedure" in keys else "monthtally"]
        tally = tally.mutate(period=periods(tally.month, self.months))
        slots = [slot_column(flow.slot) for flow in flows]
        if self.months == 1:
            return tally.select(*keys, **{name: tally[name].cast("int64") for name in slots})
        return tally.group_by(*keys).aggregate(**{name: total(tally[name]) for name in slots})


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

    def entered(self, table: Table, horizon: int) -> Table:
        """The facts that count before the horizon: body, procedure, day, and what they add to each slot."""
        rows = table.filter(table[name] < ibis.literal(horizon, "int64") for name in self._moments)
        if len(self.flows) == 1 and self.flows[0].where is not None:
            rows = rows.filter(true_where(self.flows[0].where, rows, horizon))
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


def added(parts: Sequence[Table], keys: Keys) -> Table:
    """Rows with the same keys added up; a column that a part lacks is 0 there."""
    names = list(dict.fromkeys(name for part in parts for name in part.columns if name not in keys))
    together = ibis.union(*(_widened(part, keys, names) for part in parts), distinct=False)
    return together.group_by(*keys).aggregate(**{name: total(together[name]) for name in names})


def total(column: Any, over: Any = None) -> Any:
    """A sum as int64. Engines add up in wider types (numeric, HUGEINT), and Ibis takes the cast for needless."""
    summed = column.sum() if over is None else column.sum().over(over)
    return ops.Cast(summed, to="int64").to_expr()


def _widened(part: Table, keys: Keys, names: Sequence[str]) -> Table:
    nothing = ibis.literal(0, "int64")
    return part.select(*keys, **{name: part[name] if name in part.columns else nothing for name in names})
