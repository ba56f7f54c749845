"""Figures that come from outside the system: which there are, and what they need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from motcua.criteria.rules.counters import Counters, Flow
from motcua.criteria.rules.periods import Period

PROVINCIAL = frozenset({"communes", "communes_certifying"})
"""Told of a province as a whole; all others of each body by itself, so that parents can be summed."""
MOST = 100_000_000
"""Far above anything true, and sums of a nation still fit into a counter (32 bits)."""


@dataclass(frozen=True)
class Figure:
    """One figure of one body and month, with the paper that it stands in: its number, date and issuer."""

    body: str
    month: Period
    name: str
    amount: int
    paper: str
    paper_on: date
    issuer: str

    @property
    def subject(self) -> str:
        """What the ledger calls it: a later declaration of the same takes its place."""
        return subject_of(self.month, self.name, self.body)


def subject_of(month: Period, name: str, body: str) -> str:
    return f"{month.code}.{name}.{body}"


def figures(counters: Counters) -> dict[str, Flow]:
    """The figures that can be declared: the flows of declared facts, by name."""
    return {flow.code: flow for flow in counters.by_kind.get("declared", ())}


def in_order(rows: Iterable[tuple[int, Figure]]) -> Iterator[tuple[int, Figure]]:
    """What bounds another figure comes before it: of one table, the order of the rows says nothing."""
    bounding = ("reported_national", "communes")
    return iter(sorted(rows, key=lambda row: (row[1].name not in bounding, row[0])))
