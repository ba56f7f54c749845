"""One input of a part: how its value is shown in a box, and how what is typed becomes the value again.

A cell that was not touched keeps its value to the last sign, so that a saving changes only what the editor changed.
"""

import unicodedata
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalog.rules import values
from motcua.catalog.rules.document import Field, said
from motcua.kernel.bilingual import Text
from motcua.kernel.sentences import Sentence, gettext_noop

Typed = str | list[str]
Plain = dict[str, Any]
MOST_LETTERS = 8000


@dataclass(frozen=True)
class Cell:
    """`path` is where the value stands in the row: `name.vi`. `choices` names the list that may be chosen from.

    `kind`: text, long, number, amount, decimal, day, yes, choice, several, lines, texts, options, pairs.
    `usual` is the value that is meant where none is written.
    """

    path: str
    label: str
    kind: str = "text"
    choices: str = ""
    required: bool = False
    usual: Any = ""
    hint: str = ""


def shown(cell: Cell, row: Mapping[str, Any]) -> Typed:
    """The value as it stands in its box."""
    value = _get(row, cell.path)
    return _SHOWN.get(cell.kind, said)(cell.usual if value is None else value)


def put(cell: Cell, typed: Typed, row: Plain) -> None:
    """Write into the row what was typed; an untouched cell stays as it is. Raises `values.Wrong`."""
    if isinstance(typed, str):
        typed = _tidy(typed)
    if cell.required and not typed:
        raise values.Wrong(gettext_noop("This may not be empty: write something here."))
    before = shown(cell, row)
    if typed == (_tidy(before) if isinstance(before, str) else before):
        return
    _set(
        row, cell.path.split("."), _READ.get(cell.kind, _text)(typed) if typed or cell.kind == "yes" else None
    )


def _tidy(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(
        char for char in composed if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return plain.strip()


def _get(row: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(row, str) and name == "vi":  # a text without a translation may be written plainly
            return row
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def _set(row: Plain, path: list[str], value: Any) -> None:
    name, deeper = path[0], path[1:]
    if deeper:
        inner = row.get(name)
        if not isinstance(inner, dict):
            inner = {"vi": inner} if isinstance(inner, str) else {}
        _set(inner, deeper, value)
        value = inner
    if value in (None, "", [], {}):
        row.pop(name, None)
    else:
        row[name] = value


def _text(typed: Any) -> Any:
    return " ".join(str(typed).split())


def _long(typed: Any) -> str:
    return str(typed)


def _number(kind: str) -> Callable[[Any], int]:
    field = Field("number", Text(""), kind=kind)

    def read(typed: Any) -> int:
        return int(values.parse(field, str(typed)))

    return read


def _day(typed: Any) -> Any:
    return values.parse(Field("day", Text(""), kind="date"), str(typed))


def _lines(typed: Any) -> list[str]:
    return [" ".join(line.split()) for line in str(typed).splitlines() if line.strip()]


def _translated(line: str) -> dict[str, str]:
    vi, _bar, en = line.partition("|")
    return {"vi": vi.strip(), "en": en.strip()} if en.strip() else {"vi": vi.strip()}


def _pairs(typed: Any) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for line in _lines(typed):
        name, sign, value = line.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise values.Wrong(
                gettext_noop("Write “%(line)s” as name = value, one pair on a line."), line=line[:60]
            )
        pairs[name.strip()] = {"true": True, "false": False}.get(value.strip(), value.strip())
    return pairs


def _options(typed: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": _translated(str(label))} for value, label in _pairs(typed).items()]


def _shown_day(value: Any) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    except ValueError:
        return said(value)


def _shown_text(value: Any) -> str:
    text = Text.of(value)
    return f"{text.vi} | {text.en}" if text.en else text.vi


_SHOWN: dict[str, Callable[[Any], Typed]] = {
    "decimal": lambda value: said(value).replace(".", ","),
    "day": _shown_day,
    "yes": lambda value: "1" if value else "",
    "several": lambda value: list(value or ()),
    "lines": lambda value: "\n".join(value or ()),
    "texts": lambda value: "\n".join(_shown_text(row) for row in value or ()),
    "options": lambda value: "\n".join(
        f"{row['value']} = {_shown_text(row['label'])}" for row in value or ()
    ),
    "pairs": lambda value: "\n".join(f"{name} = {said(each)}" for name, each in dict(value or {}).items()),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "long": _long,
    "number": _number("number"),
    "amount": _number("money"),
    "decimal": lambda typed: _text(typed).replace(",", "."),
    "day": _day,
    "yes": lambda typed: bool(typed),
    "several": list,
    "lines": _lines,
    "texts": lambda typed: [_translated(line) for line in _lines(typed)],
    "options": _options,
    "pairs": _pairs,
}


def filled(
    cells: tuple[Cell, ...], typed: Mapping[str, Typed], row: Mapping[str, Any]
) -> tuple[Plain, list[tuple[str, Sentence]]]:
    """The row with what was typed in it, and what could not be taken: (path of the cell, why)."""
    changed, wrong = deepcopy(dict(row)), []
    for cell in cells:
        try:
            put(cell, typed.get(cell.path, [] if cell.kind == "several" else ""), changed)
        except values.Wrong as error:
            wrong.append((cell.path, error.sentence))
    return changed, wrong
