"""A report as a workbook: a sheet for each table, the checks of the form as formulas that compute anew.

Text is written as text, never as a formula or a link; numbers as numbers.
"""

import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from motcua.reports.rules.checks import Check, check_told
from motcua.reports.rules.frozen import Told
from motcua.reports.tables.shapes import (
    NUMBERS,
    Head,
    Line,
    digest,
    heads,
    lines,
    notes,
    period,
    said,
    state,
    subject,
    tables,
    vi,
)

FACE = "Times New Roman"
TOP = 6
"""The row in which the heads of the columns begin."""
GOOD, BAD = "Khớp", "Sai"
_PORTRAIT = 8
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


class _Pens(NamedTuple):
    plain: Any
    bold: Any
    centre: Any
    head: Any
    cell: Any
    total: Any
    number: Any
    number_total: Any
    decimal: Any
    decimal_total: Any
    day: Any


def workbook(report: Told) -> bytes:
    """The report as XLSX."""
    kept = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as book:
        pens = _pens(book)
        names: set[str] = set()
        _words(book.add_worksheet(_name("Nội dung", names)), report, pens)
        for block in tables(report):
            _table(book.add_worksheet(_name(vi(block["title"]), names)), report, block, pens)
    return kept.getvalue()


def _words(sheet: Any, report: Told, pens: _Pens) -> None:
    """Who reports to whom over which period, what is said in words, and what the numbers rest on."""
    rows = [
        ("Biểu, báo cáo", report["form"]),
        ("Tên báo cáo", subject(report)),
        ("Đơn vị báo cáo", vi(report["body"]["name"])),
        ("Đơn vị nhận báo cáo", vi(report["recipient"])),
        ("Kỳ báo cáo", period(report)),
        ("Số liệu", state(report)),
        ("Căn cứ", report["basis"]["text"]),
        ("Nội dung", digest(report)),
    ]
    rows += [
        (vi(one["title"]), one.get("text") or vi(one.get("reason")))
        for one in report["blocks"]
        if "text" in one
    ]
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    for number, (name, told) in enumerate(rows):
        sheet.write_string(number, 0, name, pens.total)
        sheet.write_string(number, 1, told, pens.cell)


def _table(sheet: Any, report: Told, block: Told, pens: _Pens) -> None:
    columns = heads(block)
    checks = [check_told(told) for told in block.get("checks", ())]
    last = len(columns) - 1 + bool(checks)
    told = [
        report["form"],
        vi(report["body"]["name"]).upper(),
        vi(block["title"]).upper(),
        period(report),
        state(report),
    ]
    for row, (words, pen) in enumerate(
        zip(told, (pens.plain, pens.bold, pens.centre, pens.plain, pens.plain), strict=True)
    ):
        sheet.write_string(row, 0, words, pen)
    if block.get("unit"):
        sheet.write_string(5, 0, vi(block["unit"]), pens.plain)
    first = _heads(sheet, columns, pens, checked=bool(checks))
    rows = lines(block)
    for row, line in enumerate(rows, start=first):
        _line(sheet, row, line, columns, pens)
        if checks:
            told_as = _formula(row, checks, columns)
            sheet.write_formula(row, last, told_as, pens.cell, GOOD)
    for row, words in enumerate(notes(block), start=first + len(rows) + 1):
        sheet.write_string(row, 0, words, pens.plain)
    _lay_out(sheet, columns, first, last)


def _lay_out(sheet: Any, columns: Sequence[Head], first: int, last: int) -> None:
    for place, one in enumerate(columns):
        sheet.set_column(place, place, 6 if one.key == "tt" else max(12, round(10 * one.weight)))
    sheet.set_column(last, last, 12)
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(TOP, first - 1)
    sheet.set_paper(9)
    if len(columns) > _PORTRAIT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _heads(sheet: Any, columns: Sequence[Head], pens: _Pens, *, checked: bool) -> int:
    """Two rows of heads, and the numbers of the columns where the form has them; the first row below them."""
    grouped = any(one.group for one in columns)
    numbered = any(one.number for one in columns)
    deep = TOP + int(grouped)
    if grouped:
        _groups(sheet, columns, pens)
    for place, one in enumerate(columns):
        if grouped and not one.group:
            sheet.merge_range(TOP, place, deep, place, one.name, pens.head)
        else:
            sheet.write_string(deep, place, one.name, pens.head)
        if numbered:
            sheet.write_string(deep + 1, place, one.number, pens.head)
    if checked:
        for row in range(TOP, deep + 1 + numbered):
            sheet.write_string(row, len(columns), "Kiểm tra" if row == TOP else "", pens.head)
    sheet.set_row(deep, 48)
    return deep + 1 + int(numbered)


def _groups(sheet: Any, columns: Sequence[Head], pens: _Pens) -> None:
    for name, several in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        places = [place for place, _one in several]
        if name and len(places) > 1:
            sheet.merge_range(TOP, places[0], TOP, places[-1], name, pens.head)
        elif name:
            sheet.write_string(TOP, places[0], name, pens.head)


def _line(sheet: Any, row: int, line: Line, columns: Sequence[Head], pens: _Pens) -> None:
    bold = line.is_bold or (line.depth == 1 and any(one.number for one in columns))
    text = pens.total if bold else pens.cell
    sheet.write_string(row, 0, line.number, text)
    sheet.write_string(row, 1, "   " * max(line.depth - 1, 0) + line.label, text)
    for place, one in enumerate(columns[2:], start=2):
        cell = line.cells.get(one.key)
        if one.kind == "day" and cell is not None:
            sheet.write_datetime(row, place, date.fromisoformat(cell), pens.day)
        elif one.kind in NUMBERS and cell is not None:
            pen = _number_pen(one.kind, pens, bold=bold)
            sheet.write_number(row, place, float(cell) if one.kind == "decimal" else cell, pen)
        else:
            sheet.write_string(row, place, said(cell, one.kind), text)


def _number_pen(kind: str, pens: _Pens, *, bold: bool) -> Any:
    if kind == "decimal":
        return pens.decimal_total if bold else pens.decimal
    return pens.number_total if bold else pens.number


def _formula(row: int, checks: Sequence[Check], columns: Sequence[Head]) -> str:
    """True where every check of the form holds in the row, computed by whoever opens the file."""
    place = {
        int(one.number.strip("()")): number for number, one in enumerate(columns) if one.number and number > 1
    }

    def cell(number: int) -> str:
        return str(xl_rowcol_to_cell(row, place[number]))

    held = [f"{cell(one.total)}={'+'.join(cell(part) for part in one.parts)}" for one in checks]
    return f'=IF(AND({",".join(held)}),"{GOOD}","{BAD}")'


def _pens(book: Any) -> _Pens:
    plain = {"font_name": FACE, "font_size": 13}
    boxed = {"font_name": FACE, "font_size": 12, "border": 1, "valign": "top"}
    bold = {"bold": True}
    return _Pens(
        book.add_format(plain),
        book.add_format(plain | bold),
        book.add_format(plain | bold | {"font_size": 14}),
        book.add_format(boxed | bold | {"text_wrap": True, "align": "center", "valign": "vcenter"}),
        book.add_format(boxed | {"text_wrap": True}),
        book.add_format(boxed | bold | {"text_wrap": True}),
        book.add_format(boxed | {"num_format": "#,##0"}),
        book.add_format(boxed | bold | {"num_format": "#,##0"}),
        book.add_format(boxed | {"num_format": "0.00"}),
        book.add_format(boxed | bold | {"num_format": "0.00"}),
        book.add_format(boxed | {"num_format": "dd/mm/yyyy", "align": "center"}),
    )


def _name(said_as: str, taken: set[str]) -> str:
    """A name that a workbook accepts: at most 31 signs, none of those of references, and only once."""
    plain = said_as.translate(_FORBIDDEN)[:31].strip() or "1"
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain[:27]} ({number})", number + 1
    taken.add(name.lower())
    return name
