"""The parts of a report: headings, blocks of labelled texts, tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Block:
    """A title, and texts below it, each after its label; an empty label or title is left out."""

    title: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportTable:
    """`widths`: how wide the columns are beside each other; `numbers`: those that are set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a report under its heading."""

    heading: str
    blocks: tuple[Block, ...] = ()
    table: ReportTable | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Section":
        """From JSON: {heading, blocks: [{title, texts: [[label, text]]}], table: {head, rows, widths, numbers}}."""
        blocks = (
            Block(str(one.get("title", "")), tuple((str(label), str(text)) for label, text in one["texts"]))
            for one in told.get("blocks", ())
        )
        table = told.get("table")
        return cls(str(told["heading"]), tuple(blocks), _table(table) if table else None)


def _table(told: Mapping[str, Any]) -> ReportTable:
    return ReportTable(
        tuple(str(cell) for cell in told["head"]),
        tuple(tuple(str(cell) for cell in row) for row in told["rows"]),
        tuple(int(width) for width in told["widths"]),
        tuple(int(column) for column in told.get("numbers", ())),
    )
