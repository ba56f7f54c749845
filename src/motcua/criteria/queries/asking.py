"""What is asked of the tallies: which parts in which periods, of which counters; and the counts from what was found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from motcua.criteria.rules.counters import Counters, Stock
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.reading_counters import shipped

Counts = dict[str, int]
Parts = Mapping[str, Collection[str]]
"""Of each part, the bodies that it is made of."""
Sums = dict[str, list[list[int]]]
"""Of each part, the sums of all flows before each bound: one list more than there are bounds."""
PairCounts = dict[tuple[str, Period], tuple[int, ...]]
"""Of each part in each period."""


class Asked(NamedTuple):
    """`bounds`: the months at which periods begin and end; piece n ends where bound n begins.

    `flows`: those that are summed; `stocks`: those that can be told from them.
    """

    groups: tuple[list[str], list[str]]
    periods: tuple[Period, ...]
    procedures: list[str]
    bounds: list[int]
    flows: tuple[str, ...]
    stocks: tuple[Stock, ...]

    @classmethod
    def of(
        cls, parts: Parts, periods: Iterable[Period], procedures: Collection[str], only: Collection[str] = ()
    ) -> "Asked":
        kept = tuple(sorted(set(periods)))
        if any(one.end > other.first for one, other in pairwise(kept)):
            raise ValueError("the periods overlap")
        bounds = sorted({month for over in kept for month in (over.first, over.end)})
        flows = _flows_of(only)
        stocks = tuple(one for one in counters().stocks.values() if set(one.of.names) <= set(flows))
        return cls(_sides(parts), kept, list(procedures), bounds, flows, stocks)

    def narrowed(self, parts: Parts) -> "Asked":
        """The same of other parts."""
        return self._replace(groups=_sides(parts))

    @property
    def values(self) -> dict[str, Any]:
        return {
            "bodies": self.groups[0],
            "parts": self.groups[1],
            "numbers": list(range(len(self.groups[0]))),
            "bounds": self.bounds,
            "first": self.bounds[0],
            "end": self.bounds[-1],
            "procedures": self.procedures,
        }

    @property
    def is_monthly(self) -> bool:
        """A piece is then one month, and a row of the table one cell."""
        return all(over.count == 1 for over in self.periods)

    def summed(self, columns: Sequence[str]) -> list[str]:
        """Columns `what AS name` of a cell in a piece."""
        if self.is_monthly:
            return list(columns)
        told = (column.split(" AS ") for column in columns)
        return [f"sum({what}) AS {name}" for what, name in told]

    @property
    def among(self) -> str:
        return "AND tally.procedure = ANY(%(procedures)s)" if self.procedures else ""

    def counted(self, over: Period, part: str, sums: Sums, pairs: PairCounts | None) -> Counts:
        known = counters()
        running = sums.get(part) or [[0] * len(self.flows)] * (len(self.bounds) + 1)
        before = running[self.bounds.index(over.first)]
        until = running[self.bounds.index(over.end)]
        counts = {code: n - m for code, n, m in zip(self.flows, until, before, strict=True)}
        ever = dict(zip(self.flows, until, strict=True))
        for stock in self.stocks:
            counts[stock.code] = stock.of.of(ever)
        if pairs is None:
            return counts
        found = pairs.get((part, over), (0,) * len(known.pairs))
        return counts | dict(zip(known.pairs, found, strict=True))


def counters() -> Counters:
    """What is counted, as shipped."""
    return shipped()


def _flows_of(only: Collection[str]) -> tuple[str, ...]:
    """What is summed to know these counters, or all of them; pairs are counted, not summed."""
    known = counters()
    if not only:
        return tuple(known.flows)
    needed = {flow for code in only if code not in known.pairs for flow in known.flows_of(code)}
    return tuple(code for code in known.flows if code in needed)


def _sides(parts: Parts) -> tuple[list[str], list[str]]:
    """Bodies and their parts, side by side."""
    told = [(body, part) for part, bodies in parts.items() for body in bodies]
    return [body for body, _ in told], [part for _, part in told]
