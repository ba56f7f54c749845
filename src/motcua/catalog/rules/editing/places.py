"""Where a row stands in a document, and the document with that row changed, added, moved or taken out.

A place is a path of names and indexes, `("form", 0, "fields", 3)`; in addresses it is `form/0/fields/3`, in problems
`form[0].fields[3]`. Nothing here changes the document it is given.
"""

import re
from copy import deepcopy
from typing import Any

Place = tuple[str | int, ...]
Plain = dict[str, Any]
HEAD: Place = ("head",)
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class NoSuchPlace(LookupError):  # noqa: N818 -- somebody else took the row out, or the address was made up
    """The document has no such part."""


def place_of(text: str) -> Place:
    """From an address (`papers/2`) or a problem (`papers[2].name.vi`)."""
    if "/" in text or "[" not in text and "." not in text:
        return tuple(int(part) if part.isdecimal() else part for part in text.split("/") if part)
    return tuple(int(number) if number else name for number, name in _STEP.findall(text))


def address_of(place: Place) -> str:
    return "/".join(map(str, place))


def value_at(content: Plain, place: Place) -> Any:
    """What stands there; the head is the document itself. Raises `NoSuchPlace`."""
    value: Any = content
    for part in () if place == HEAD else place:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError) as error:
            raise NoSuchPlace(address_of(place)) from error
    return value


def rows_at(content: Plain, place: Place) -> list[Plain]:
    """The rows of a list; a list that was never written is empty."""
    around = value_at(content, place[:-1] or HEAD) if place else None
    rows = around.get(str(place[-1]), []) if isinstance(around, dict) else None
    if not isinstance(rows, list):
        raise NoSuchPlace(address_of(place))
    return rows


def with_row(content: Plain, place: Place, row: Plain) -> Plain:
    """The row put in the place of the one that stands there; one behind the last is added."""
    if place == HEAD:
        return deepcopy(row)
    changed = deepcopy(content)
    if not isinstance(place[-1], int):
        value_at(changed, place[:-1] or HEAD)[place[-1]] = deepcopy(row)
        return changed
    rows = _list_in(changed, place[:-1])
    index = place[-1]
    if index > len(rows):
        raise NoSuchPlace(address_of(place))
    rows[index : index + 1] = [deepcopy(row)]
    return changed


def moved(content: Plain, place: Place, *, by: int) -> Plain:
    """The row some places further down, or up; at the edge it stays."""
    changed = deepcopy(content)
    rows, index = _rows_around(changed, place)
    row = rows.pop(index)
    rows.insert(max(0, min(len(rows), index + by)), row)
    return changed


def without(content: Plain, place: Place) -> Plain:
    changed = deepcopy(content)
    rows, index = _rows_around(changed, place)
    del rows[index]
    return changed


def _rows_around(content: Plain, place: Place) -> tuple[list[Plain], int]:
    index = place[-1] if place else ""
    rows = _list_in(content, place[:-1]) if isinstance(index, int) else []
    if not isinstance(index, int) or index >= len(rows):
        raise NoSuchPlace(address_of(place))
    return rows, index


def _list_in(content: Plain, place: Place) -> list[Plain]:
    rows_at(content, place)
    rows: list[Plain] = value_at(content, place[:-1] or HEAD).setdefault(str(place[-1]), [])
    return rows
