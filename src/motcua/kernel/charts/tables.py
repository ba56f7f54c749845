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

Label = str | Text
Value = Label | Number | None
NOTHING = "\u2013"
FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫")  # in all their widths
UNSEEN = " \t\r\n\v\f\0\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"  # what spreadsheets may skip before them


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
    writer.writerow([_guarded(str(column.head)) for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return ("\ufeff" + kept.getvalue()).encode()


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
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.lstrip(UNSEEN).startswith(FORMULA) else text
