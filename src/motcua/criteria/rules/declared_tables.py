"""Tables of declared figures: CSV or a spreadsheet, read row by row, with the faults of each."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from motcua.catalog.rules import spreadsheets
from motcua.catalog.rules.problems import Problem, Unreadable
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.declaring import MOST, Figure
from motcua.criteria.rules.periods import BadPeriodError, Period, period
from motcua.kernel.sentences import Sentence, gettext_noop

COLUMNS = ("body", "month", "name", "amount", "paper", "paper_on", "issuer")
MOST_ROWS = 5_000
LONGEST: Mapping[str, int] = {"paper": 60, "issuer": 160}
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")
_ENCODING = gettext_noop("This is no text in UTF-8: save the table as CSV UTF-8 or as XLSX.")
_ROWS = gettext_noop("The table is too large: keep it under %(most)s rows.")
_EMPTY = gettext_noop("This may not be empty: write something here.")
_LONG = gettext_noop("This is too long: %(wanted)s at most.")
_NAME = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
_MONTH = gettext_noop("“%(value)s” is no month: write it as 2026-10.")
_AMOUNT = gettext_noop("“%(value)s” is not a whole number from 0 to %(most)s.")
_DATE = gettext_noop("“%(value)s” is no date: write it as 31/12/2026.")


class Fault(NamedTuple):
    """What is wrong with a row of a table. Rows count as a spreadsheet does: the headers are row 1."""

    row: int
    column: str
    error: str


def table_of(content: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a file under its headers. Raises Unreadable: neither CSV in UTF-8 nor a spreadsheet, or too long."""
    if name.lower().endswith(".xlsx"):
        return spreadsheets.table_of(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable([Problem(_ENCODING)]) from error
    first = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ","))
    if len(rows) > MOST_ROWS:
        raise Unreadable([Problem(_ROWS, {"most": str(MOST_ROWS)})])
    return [{name: value for name, value in row.items() if isinstance(value, str)} for row in rows]


def template(rows: Iterable[Figure]) -> str:
    """A table of figures as CSV that spreadsheets open as UTF-8: what is sent out can be filled in and sent back."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for figure in rows:
        on = figure.paper_on.strftime("%d/%m/%Y")
        told = (figure.body, figure.month.code, figure.name, figure.amount, figure.paper, on, figure.issuer)
        writer.writerow(told)
    return "\ufeff" + out.getvalue()


def faults(cells: Mapping[str, str], names: Iterable[str]) -> dict[str, Sentence]:
    """What is wrong with the text of each column by itself; empty if it can be read as a figure."""
    wrong: dict[str, Sentence] = {}
    for column in COLUMNS:
        value = cells.get(column, "").strip()
        error = Sentence(_EMPTY) if not value else _fault(column, value, list(names))
        if error:
            wrong[column] = error
    return wrong


def _fault(column: str, value: str, names: list[str]) -> Sentence | None:
    if column == "name" and value not in names:
        return Sentence(_NAME, {"value": value, "wanted": ", ".join(names)})
    if column == "month" and _month(value) is None:
        return Sentence(_MONTH, {"value": value})
    if column == "amount" and _amount(value) is None:
        return Sentence(_AMOUNT, {"value": value, "most": str(MOST)})
    if column == "paper_on" and _date(value) is None:
        return Sentence(_DATE, {"value": value})
    if len(value) > LONGEST.get(column, MOST):
        return Sentence(_LONG, {"wanted": str(LONGEST[column])})
    return None


def figure_of(cells: Mapping[str, str]) -> Figure:
    """The figure that a row without faults tells."""
    told = {column: cells[column].strip() for column in COLUMNS}
    month, amount, on = _month(told["month"]), _amount(told["amount"]), _date(told["paper_on"])
    if month is None or amount is None or on is None:
        raise ValueError("a row with faults is no figure")
    return Figure(told["body"], month, told["name"], amount, told["paper"], on, told["issuer"])


def rows_of(
    table: Iterable[Mapping[str, str]], names: Iterable[str]
) -> tuple[list[tuple[int, Figure]], list[Fault]]:
    """The figures of a table with their rows, and the faults of the other rows. Empty rows are passed over."""
    known, good, wrong = list(names), [], []
    for number, cells in enumerate(table, start=2):
        told = {name.strip().lower(): str(value or "") for name, value in cells.items() if name}
        if not any(value.strip() for value in told.values()):
            continue
        found = faults(told, known)
        wrong += [Fault(number, column, str(error)) for column, error in found.items()]
        if not found:
            good.append((number, figure_of(told)))
    return good, wrong


def _month(value: str) -> Period | None:
    try:
        found = period(value)
    except BadPeriodError:
        return None
    return found if found.count == 1 else None


def _amount(value: str) -> int | None:
    """Digits, with the thousands divided as people do."""
    digits = value.replace(".", "").replace(",", "").replace("\u00a0", "").replace(" ", "")
    amount = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 12 else None
    return None if amount is None or amount > MOST else amount


def _date(value: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(value, form).replace(tzinfo=ZONE).date()
        except ValueError:
            continue
    return None
