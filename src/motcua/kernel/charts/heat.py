"""Bodies by criteria: a table whose cells carry the number and one of seven colours."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import NamedTuple

from motcua.kernel.charts.facts import HeatFacts, WorstCell
from motcua.kernel.charts.numbers import Number, Say, places, rounded, share
from motcua.kernel.charts.tables import NOTHING, Column, Label, Table, Value
from motcua.kernel.sentences import Sentence, gettext_noop

EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
WORST = 5


class Head(NamedTuple):
    label: Label
    href: str = ""


class Cell(NamedTuple):
    """None: the criterion does not apply or there was nothing to count, which is not zero."""

    value: Number | None
    href: str = ""


class HeatRow(NamedTuple):
    label: Label
    cells: Sequence[Cell]
    href: str = ""


class DrawnCell(NamedTuple):
    """`step` is 1 (worst) to 7 (best), 0 without a figure."""

    step: int
    text: str
    href: str


class DrawnRow(NamedTuple):
    label: Label
    href: str
    cells: tuple[DrawnCell, ...]


class HeatTable(NamedTuple):
    """`legend`: for each step its number and the bounds as written, "" where it is open."""

    heads: tuple[Head, ...]
    rows: tuple[DrawnRow, ...]
    legend: tuple[tuple[int, str, str], ...]
    facts: HeatFacts
    table: Table


def whole_share(value: Number) -> str:
    """`62%`: whole percents keep the cells narrow."""
    return share(value, 0)


def heat_table(
    heads: Iterable[Head],
    rows: Iterable[HeatRow],
    *,
    say: Say = whole_share,
    digits: int = 2,
    edges: Sequence[float] = EDGES,
) -> HeatTable:
    """Values are rounded to `digits` decimals first, so that cells that read the same have the same colour.

    `edges` are the six rising lower bounds of the steps 2 to 7. The lowest cells are found row by row; of equals the
    earlier one.
    """
    heads, rows = tuple(heads), tuple(rows)
    if len(edges) != 6 or list(edges) != sorted(set(edges)):
        raise ValueError(f"seven steps need six rising bounds, not {edges}")
    drawn = tuple(
        DrawnRow(row.label, row.href, tuple(_cell(cell, say, digits, edges) for cell in row.cells))
        for row in rows
    )
    bounds = ["", *map(say, edges), ""]
    return HeatTable(
        heads=heads,
        rows=drawn,
        legend=tuple((n + 1, bounds[n], bounds[n + 1]) for n in range(7)),
        facts=_facts(heads, rows, drawn),
        table=_table(heads, rows, digits),
    )


def _cell(cell: Cell, say: Say, digits: int, edges: Sequence[float]) -> DrawnCell:
    if cell.value is None:
        return DrawnCell(0, NOTHING, cell.href)
    value = rounded(cell.value, digits)
    return DrawnCell(bisect_right(edges, value) + 1, say(value), cell.href)


def _facts(heads: Sequence[Head], rows: Sequence[HeatRow], drawn: Sequence[DrawnRow]) -> HeatFacts:
    told = [
        (cell.value, row, column)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line.cells)
        if cell.value is not None
    ]
    worst = nsmallest(WORST, told, key=lambda cell: cell[0])
    cells = sum(len(row.cells) for row in rows)
    return HeatFacts(
        tuple(
            WorstCell(
                rows[row].label,
                heads[column].label,
                value,
                drawn[row].cells[column].text,
                drawn[row].cells[column].href,
                drawn[row].cells[column].step,
            )
            for value, row, column in worst
        ),
        blank=cells - len(told),
        cells=cells,
    )


def _table(heads: Sequence[Head], rows: Sequence[HeatRow], digits: int) -> Table:
    body = Column(Sentence(gettext_noop("Body")))
    values: list[tuple[Value, ...]] = [(row.label, *(cell.value for cell in row.cells)) for row in rows]
    return Table((body, *(Column(head.label, places(digits)) for head in heads)), tuple(values))
