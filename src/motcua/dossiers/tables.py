"""Lists as files: exactly the rows and columns that the page shows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.kernel.spreadsheets import CSV, XLSX, Sheet, guarded, workbook

__all__ = ["CSV", "XLSX", "Cell", "as_csv", "as_xlsx"]
Cell = str | int | datetime | None


def as_xlsx(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], facts: Sequence[tuple[str, str]]
) -> bytes:
    """A workbook: the list, and a sheet that says what it is. Text is written as text, never as a formula."""
    return workbook([Sheet(title, head, rows)], _("About this list"), facts)


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
    return "" if cell is None else guarded(str(cell))
