"""What is counted of facts: flows, and the stocks and pairs that follow from them.

A flow is additive: each fact adds a signed whole number at a moment of its own. It counts in a period if that
moment lies in it, and at a horizon if the moment lies before it. Everything else of the index is computed from
flows: a stock is what has come and not gone; a pair is a procedure of a body of which something has happened.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from motcua.criteria.rules.expressions import Expression, Linear
from motcua.criteria.rules.expressions.plain import Function, function
from motcua.kernel.bilingual import Text

MOST_SLOTS = 48


@dataclass(frozen=True)
class Flow:
    """Facts of the kind `of` that satisfy `where`, each at its moment `dated`; from its moment `until` on, no more.

    `slot` is its place in the tallies, given once and never to another flow. `amount`: what a fact adds, 1 if
    none is given.
    """

    code: str
    slot: int
    of: str
    dated: str
    name: Text
    until: str = ""
    where: Expression | None = None
    amount: Expression | None = None

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """The columns whose passing changes, by itself, what a fact counts."""
        waits: set[str] = set()
        for expression in (self.where, self.amount):
            waits |= expression.waits_for if expression else set()
        return tuple(dict.fromkeys(filter(None, (self.dated, self.until, *sorted(waits)))))

    def count(self, fact: Any, horizon: datetime) -> int:
        """What a fact adds, whenever that is; 0 if it does not satisfy the condition."""
        if self._holds is not None and not self._holds(fact, horizon):
            return 0
        return 1 if self._amount is None else self._amount(fact, horizon) or 0

    @cached_property
    def _holds(self) -> Function | None:
        return None if self.where is None else function(self.where)

    @cached_property
    def _amount(self) -> Function | None:
        return None if self.amount is None else function(self.amount)

    def entries(self, fact: Any, horizon: datetime) -> tuple[tuple[datetime, int], ...]:
        """The moments before the horizon at which a fact adds something, and what."""
        begins: datetime | None = getattr(fact, self.dated)
        if begins is None or begins >= horizon:
            return ()
        amount = self.count(fact, horizon)
        if not amount:
            return ()
        ends: datetime | None = getattr(fact, self.until) if self.until else None
        if ends is None or ends >= horizon:
            return ((begins, amount),)
        return ((begins, amount), (max(begins, ends), -amount))

    @property
    def told(self) -> dict[str, Any]:
        """What it counts, without its names: what a digest is made of."""
        return {
            "code": self.code,
            "slot": self.slot,
            "of": self.of,
            "dated": self.dated,
            "until": self.until,
            "where": str(self.where or ""),
            "amount": str(self.amount or ""),
        }


@dataclass(frozen=True)
class Stock:
    """What has come and not gone by the end of a period: a sum of flows since the beginning."""

    code: str
    of: Linear
    name: Text


@dataclass(frozen=True)
class Pairs:
    """The number of procedures of bodies of which one of the flows `of` is above 0 in the period and, if `among` is
    given, the stock `among` is above 0 at its end. Additive over bodies and over procedures.
    """

    code: str
    of: tuple[str, ...]
    name: Text
    among: str = ""


@dataclass(frozen=True)
class Reading:
    """One of the readings of “on time” that stand side by side, with its definition in words."""

    code: str
    name: Text
    definition: Text
    numerator: Linear
    denominator: Linear


@dataclass(frozen=True)
class Counters:
    """All that is counted."""

    flows: Mapping[str, Flow]
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    pairs: Mapping[str, Pairs] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows of each kind of fact."""
        kinds: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows.values():
            kinds[flow.of].append(flow)
        return {kind: tuple(flows) for kind, flows in kinds.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """The codes that numerators and denominators may name."""
        return frozenset({*self.flows, *self.stocks, *self.pairs})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the flows count. Another one means: count everything anew."""
        told = [flow.told for flow in sorted(self.flows.values(), key=lambda flow: flow.slot)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def name_of(self, code: str) -> Text:
        return (self.flows.get(code) or self.stocks.get(code) or self.pairs[code]).name

    def flows_of(self, code: str) -> tuple[str, ...]:
        """The flows from which a counter is computed: whose facts stand behind the figure."""
        if code in self.flows:
            return (code,)
        if code in self.stocks:
            return self.stocks[code].of.names
        pair = self.pairs[code]
        return (*pair.of, *(self.flows_of(pair.among) if pair.among else ()))

    def contributions(self, fact: Any, horizon: datetime) -> dict[tuple[str, datetime], int]:
        """What a fact adds at a horizon, by flow and moment."""
        total: dict[tuple[str, datetime], int] = defaultdict(int)
        for flow in self.by_kind.get(fact.kind, ()):
            for moment, amount in flow.entries(fact, horizon):
                total[flow.code, moment] += amount
        return dict(total)

    def next_change(self, fact: Any, horizon: datetime) -> datetime | None:
        """The next moment at which time alone changes what a fact counts."""
        moments = (getattr(fact, name) for name in self.moments_of.get(fact.kind, ()))
        return min((at for at in moments if at is not None and at >= horizon), default=None)

    @cached_property
    def moments_of(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each kind of fact whose passing changes, by itself, what a fact counts."""
        return {
            kind: tuple(sorted({name for flow in flows for name in flow.moments}))
            for kind, flows in self.by_kind.items()
        }

    def counted(
        self, facts: Iterable[Any], begins: datetime, ends: datetime, horizon: datetime
    ) -> dict[str, int]:
        """Every counter of these facts in the period from `begins` up to `ends`, at a horizon: the slow oracle."""
        within: dict[Cell, int] = defaultdict(int)
        ever: dict[Cell, int] = defaultdict(int)
        for fact in facts:
            for (code, moment), amount in self.contributions(fact, horizon).items():
                if moment < ends:
                    cell = (code, fact.body, fact.procedure)
                    ever[cell] += amount
                    within[cell] += amount if moment >= begins else 0
        return self.of_cells(within, ever)

    def of_cells(self, within: "Mapping[Cell, int]", ever: "Mapping[Cell, int]") -> dict[str, int]:
        """Every counter, from its flows by body and procedure: in the period, and since the beginning to its end."""
        counts = {code: _sum(within, code) for code in self.flows}
        for stock in self.stocks.values():
            counts[stock.code] = stock.of.of({code: _sum(ever, code) for code in stock.of.names})
        for pair in self.pairs.values():
            counts[pair.code] = sum(1 for _ in self._pairs(pair, within, ever))
        return counts

    def _pairs(
        self, pair: Pairs, within: "Mapping[Cell, int]", ever: "Mapping[Cell, int]"
    ) -> Iterator[tuple[str, str]]:
        places = {(body, procedure) for code, body, procedure in within if code in pair.of and procedure}
        for body, procedure in places:
            happened = any(within.get((code, body, procedure), 0) > 0 for code in pair.of)
            if happened and (not pair.among or self._standing(pair.among, body, procedure, ever) > 0):
                yield body, procedure

    def _standing(self, stock: str, body: str, procedure: str, ever: "Mapping[Cell, int]") -> int:
        terms = self.stocks[stock].of.terms
        return sum(factor * ever.get((code, body, procedure), 0) for code, factor in terms)


Cell = tuple[str, str, str]
"""A flow, a body, a procedure."""


def _sum(cells: "Mapping[Cell, int]", code: str) -> int:
    return sum(amount for (flow, _, _), amount in cells.items() if flow == code)
