"""Counts of leaves (a body's procedures of one field) summed to the rows of a table, a row for each nesting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

Counts = Mapping[str, int]
TOTAL = "tong"


class Leaf(NamedTuple):
    """Where dossiers are counted."""

    body: str
    field: str


class Row(NamedTuple):
    """`path`: what the row stands for, from the outermost; empty: the whole table."""

    path: tuple[str, ...]
    counts: Counts

    @property
    def key(self) -> str:
        return "/".join(self.path) or TOTAL


def summed(several: Iterable[Counts]) -> Counts:
    total: dict[str, int] = defaultdict(int)
    for counts in several:
        for name, count in counts.items():
            total[name] += count
    return dict(total)


def nested(
    leaves: Mapping[Leaf, Counts],
    rows: Sequence[str],
    level_of: Callable[[str], str],
    order: Callable[[tuple[str, ...]], tuple[object, ...]],
) -> list[Row]:
    """The total, then every nesting with what is under it. Leaves that count nothing make no row.

    `rows`: what nests in what: level, body, field. `order`: sorts paths so that each stands before what is under it.
    """
    at: dict[tuple[str, ...], list[Counts]] = {(): []}
    for leaf, counts in leaves.items():
        if not any(counts.values()):
            continue
        parts = {"level": level_of(leaf.body), "body": leaf.body, "field": leaf.field}
        path = tuple(parts[name] for name in rows)
        for depth in range(len(path) + 1):
            at.setdefault(path[:depth], []).append(counts)
    return [Row(path, summed(at[path])) for path in sorted(at, key=order)]
