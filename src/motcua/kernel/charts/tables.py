"""The figures of a chart as a table: what `<details>` shows and what the CSV link gives."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from motcua.kernel.bilingual import Text
from motcua.kernel.charts.numbers import Number, Say
from motcua.kernel.sentences import Sentence
from motcua.kernel.spreadsheets import Sheet, guarded

Label = str | Text
Value = Label | Number | None
NOTHING = "\u2013"


class Column(NamedTuple):
    """`say` writes its numbers; None where the column holds text."""

    head: Label | Sentence
    say: Say | None = None


class Table(NamedTuple):
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def heads(self) -> list[str]:
        """In the reader's language."""
        return [str(column.head) for column in self.columns]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The columns, from 0, that are set to the right."""
        return tuple(n for n, column in enumerate(self.columns) if column.say)

    def shown(self) -> Iterator[list[Label]]:
        """The rows as people read them."""
        for row in self.rows:
            yield [_shown(value, column.say) for value, column in zip(row, self.columns, strict=True)]


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte-order mark, numbers plain (`12.3`), unrounded; text that a spreadsheet would compute gets an
    apostrophe.
    """
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow([guarded(str(column.head)) for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return ("\ufeff" + kept.getvalue()).encode()


def as_sheet(title: str, table: Table) -> Sheet:
    """For a workbook: numbers as numbers, unrounded."""
    rows = [
        [value if value is None or not isinstance(value, Text) else str(value) for value in row]
        for row in table.rows
    ]
    return Sheet(title, table.heads, rows)


def _shown(value: Value, say: Say | None) -> Label:
    if value is None:
        return NOTHING
    if isinstance(value, str | Text):
        return value
    return say(value) if say else str(value)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return repr(float(value))
    if isinstance(value, int | float | Decimal):
        return str(value)
    return guarded(str(value))
