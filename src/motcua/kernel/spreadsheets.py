"""Lists as workbooks. Text stays text: a cell that a spreadsheet would compute is never left to it."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import xlsxwriter
from django.utils.timezone import localtime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫")  # in all their widths
UNSEEN = " \t\r\n\v\f\0\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"  # what spreadsheets may skip before them
Cell = str | int | float | Fraction | Decimal | datetime | None
_WIDTH = 24
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


class Sheet(NamedTuple):
    """One list of a workbook."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def guarded(text: str) -> str:
    """For a file without types (CSV): an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.lstrip(UNSEEN).startswith(FORMULA) else text


def workbook(sheets: Iterable[Sheet], about: str, facts: Sequence[tuple[str, str]]) -> bytes:
    """The lists, a sheet each, and a last sheet named `about` that says what they are. Moments in the legal zone.

    Text is written as text, never as a formula or a link.
    """
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        names: set[str] = set()
        for one in sheets:
            sheet = book.add_worksheet(_name(one.title, names))
            sheet.write_row(0, 0, one.head, bold)
            for number, row in enumerate(one.rows, start=1):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, moment)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(one.head) - 1, 0), _WIDTH)
        told = book.add_worksheet(_name(about, names))
        for number, (name, said) in enumerate(facts):
            told.write_string(number, 0, name, bold)
            told.write_string(number, 1, said)
        told.set_column(0, 0, _WIDTH)
    return kept.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, moment: xlsxwriter.format.Format
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, localtime(cell).replace(tzinfo=None), moment)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, float(cell) if isinstance(cell, Fraction | Decimal) else cell)


def _name(title: str, taken: set[str]) -> str:
    """A name that a workbook accepts: short, without the signs of references, and only once."""
    plain = title.translate(_FORBIDDEN)[:_LONGEST_NAME] or "1"
    name, number = plain, 2
    while name.lower() in taken:
        name = f"{plain[: _LONGEST_NAME - 4]} ({number})"
        number += 1
    taken.add(name.lower())
    return name
