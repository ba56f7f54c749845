"""Lists as files: exactly the rows and columns that the page shows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int | datetime | None
FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫")  # in all their widths
UNSEEN = " \t\r\n\v\f\0\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"  # what spreadsheets may skip before them


def as_xlsx(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], facts: Sequence[tuple[str, str]]
) -> bytes:
    """A workbook: the list, and a sheet that says what it is. Text is written as text, never as a formula."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, localtime(cell).replace(tzinfo=None), moment)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 24)
        about = book.add_worksheet(_("About this list"))
        for number, (name, said) in enumerate(facts):
            about.write_string(number, 0, name, bold)
            about.write_string(number, 1, said)
    return kept.getvalue()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark, ISO moments; a cell that a spreadsheet would compute gets an apostrophe."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return ("\ufeff" + kept.getvalue()).encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return localtime(cell).isoformat(timespec="minutes")
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(UNSEEN).startswith(FORMULA) else text
