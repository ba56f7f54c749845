"""Spreadsheets as tables of text: what comes in is bounded and is never a formula; what goes out never becomes one."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from zipfile import BadZipFile

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop

MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_UNPACKED = 60_000_000
_BAD = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    TypeError,
    AttributeError,
)


def table_of(content: bytes) -> list[dict[str, str]]:
    """The first sheet as rows under the headers of its first row. Raises `Unreadable`."""
    rows = rows_of(content)
    headers = [" ".join(cell.split()) for cell in rows[0]] if rows else []
    return [dict(zip(headers, row, strict=False)) for row in rows[1:]]


def rows_of(content: bytes) -> list[list[str]]:
    """The first sheet as text, row by row. Raises `Unreadable`: no spreadsheet, too large, or with formulas."""
    _bounded(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            sheet = book.worksheets[0]
            rows = [list(row) for row in _texts(sheet.iter_rows(max_col=MOST_COLUMNS))]
            book.close()
    except Unreadable:
        raise
    except (*_BAD, IndexError) as error:
        raise Unreadable(
            [Problem(gettext_noop("This is not a readable XLSX file: save it again as .xlsx."))]
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _bounded(content: bytes) -> None:
    """A small file can unpack to a huge one: its own table of contents is read first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise Unreadable(
            [Problem(gettext_noop("This is not a readable XLSX file: save it again as .xlsx."))]
        ) from error
    if size > MOST_UNPACKED:
        raise Unreadable([_too_large()])


def _too_large() -> Problem:
    message = gettext_noop("The spreadsheet is too large: keep it under %(most)s rows.")
    return Problem(message, {"most": str(MOST_ROWS)})


def _texts(rows: Iterable[Sequence[object]]) -> Iterator[Iterator[str]]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise Unreadable([_too_large()])
        cells = list(row)
        for cell in cells:
            if getattr(cell, "data_type", "") == "f":
                message = gettext_noop("Row %(row)s holds a formula: paste the values instead.")
                raise Unreadable([Problem(message, {"row": str(number)}, line=number)])
        yield (_text(getattr(cell, "value", None)) for cell in cells)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def sheet_of(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int] = ()
) -> bytes:
    """A workbook of one sheet of plain text: a cell that begins with `=` stays text."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, plain)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()
