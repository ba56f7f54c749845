"""Where the headers of a CSV file are, what parts them, and what they are called."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from motcua.criteria.rules.logs.faults import Refused, Unreadable
from motcua.criteria.rules.logs.spool import tidy

_DELIMITERS = ",;\t|"
_LOOKED_AT = 50  # lines that tell the delimiter
_SEPARATOR = re.compile(r'"?sep=(.)"?')  # as Excel says it in a first line


def headers_of(text: str, delimiter: str | None) -> tuple[str, int, list[str]]:
    """The delimiter, the row of the headers and the headers: the first row that is neither empty nor `sep=;`."""
    lines = list(io.StringIO(text, newline=None))
    at = next((place for place, line in enumerate(lines) if line.strip()), None)
    if at is None:
        raise Unreadable(Refused.EMPTY)
    if said := _SEPARATOR.fullmatch(lines[at].strip()):
        delimiter, at = delimiter or said[1], at + 1
    delimiter = delimiter or _delimiter(lines[at : at + _LOOKED_AT])
    rows = _parsed(lines[at:], delimiter, most=1)
    if not rows or not rows[0]:
        raise Unreadable(Refused.NOT_A_LOG, format="CSV")
    return delimiter, at + 1, _named(rows[0])


def _delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most of the first lines into as many cells as the headers, and into most."""

    def merit(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _parsed(lines, delimiter, most=len(lines)) if row]
        return (widths.count(widths[0]), widths[0]) if widths and widths[0] > 1 else (0, 0)

    return max(_DELIMITERS, key=merit)


def _parsed(lines: Iterable[str], delimiter: str, *, most: int) -> list[list[str]]:
    """The first rows, up to one that cannot be read at all."""
    rows: list[list[str]] = []
    try:
        rows.extend(islice(csv.reader(lines, delimiter=delimiter), most))
    except csv.Error:
        return rows
    return rows


def _named(headers: Sequence[str]) -> list[str]:
    """Every column has a name of its own: the third without one is “3”, a second “x” is “x (2)”."""
    names: list[str] = []
    for place, header in enumerate(headers, start=1):
        name = tidy(header) or str(place)
        again = names.count(name) and sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return names
