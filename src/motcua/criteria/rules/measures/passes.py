"""Readings of facts: which flows are counted together, and how readings are put side by side."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

import ibis
import ibis.expr.operations as ops

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.expressions import Expression
from motcua.criteria.rules.expressions.columnar import true_where
from motcua.criteria.rules.expressions.nodes import Junction, Node
from motcua.criteria.rules.measures.moments import day_of
from motcua.criteria.rules.measures.tables import Table, slot_column

Keys = tuple[str, ...]
Told = Callable[[Flow, Table, int], Any]
"""A column of facts for a flow at a horizon."""


@dataclass(frozen=True)
class Pass:
    """Flows of one kind of fact that count at one moment; with `until`, at the moment at which they cease."""

    kind: str
    dated: str
    until: str
    where: Expression | None
    """What all of the flows ask for; they themselves say only what they ask for beyond."""
    flows: tuple[Flow, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(slot_column(flow.slot) for flow in self.flows)

    def entered(self, table: Table, horizon: int, told: Told, start: int | None = None) -> Table:
        """The facts that count before the horizon: body, procedure, day, and what is told of each for each slot."""
        rows = table.filter(table[name] < ibis.literal(horizon, "int64") for name in self._moments)
        if self.where is not None:
            rows = rows.filter(true_where(self.where, rows, horizon))
        moment = ibis.greatest(rows[self.dated], rows[self.until]) if self.until else rows[self.dated]
        if start is not None:
            rows = rows.filter(moment >= ibis.literal(start, "int64"))
            moment = ibis.greatest(rows[self.dated], rows[self.until]) if self.until else rows[self.dated]
        amounts = {slot_column(flow.slot): told(flow, rows, horizon) for flow in self.flows}
        if self.until:
            amounts = {name: -amount for name, amount in amounts.items()}
        return rows.select("body", "procedure", day=day_of(moment), **amounts)

    @property
    def _moments(self) -> tuple[str, ...]:
        return (self.dated, self.until) if self.until else (self.dated,)


def passes(flows: Iterable[Flow]) -> list[Pass]:
    """As few readings as the flows need: one for each kind of fact and moment."""
    groups: dict[tuple[str, str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        groups[flow.of, flow.dated, ""].append(flow)
        if flow.until:
            groups[flow.of, flow.dated, flow.until].append(flow)
    return [Pass(*place, *_shared(group)) for place, group in groups.items()]


def _shared(flows: Sequence[Flow]) -> tuple[Expression | None, tuple[Flow, ...]]:
    """What all flows ask for alike, and the flows without it: asked once a row, and by engines while they read."""
    first, *others = (_conjuncts(flow.where) for flow in flows)
    common = [part for part in first if all(part in other for other in others)]
    if not common:
        return None, tuple(flows)
    rest = (
        replace(flow, where=_all_of([part for part in _conjuncts(flow.where) if part not in common], flow.of))
        for flow in flows
    )
    return _all_of(common, flows[0].of), tuple(rest)


def _conjuncts(where: Expression | None) -> tuple[Node, ...]:
    if where is None:
        return ()
    return where.node.parts if isinstance(where.node, Junction) and where.node.every else (where.node,)


def _all_of(parts: Sequence[Node], kind: str) -> Expression | None:
    if not parts:
        return None
    return Expression("", kind, parts[0] if len(parts) == 1 else Junction(tuple(parts), every=True))


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
        renamed = {f"{name}_{number}": name for name in part.columns}
        rows = rows.left_join(part.rename(**renamed), [(key, f"{key}_{number}") for key in keys])
        for new, name in renamed.items():
            places[name].append(new)
    return rows.select(
        *keys,
        **{
            name: reduce(add, (rows[one].fill_null(0) for one in ones))
            for name, ones in places.items()
            if name not in keys
        },
    )


def total(summed: Any) -> Any:
    """A sum as int64. Engines add up in wider types (numeric, HUGEINT), and Ibis takes the cast for needless."""
    return ops.Cast(summed, to="int64").to_expr()
