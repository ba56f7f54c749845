"""What changed from one document to another, part by part, for those who read and approve it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NAMES = ("code", "step", "consult", "section", "number", "value")


@dataclass(frozen=True)
class Change:
    """`kind`: added, removed or changed. `where` names parts by their codes: `papers.don.required`."""

    where: str
    kind: str
    before: Any = None
    after: Any = None


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes between two documents, in the order of the new one. Rows are told apart by their codes."""
    return list(_changes("", old, new))


def _changes(where: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    before, after = _parts(old), _parts(new)
    if before is None or after is None:
        yield Change(where, "changed", old, new)
        return
    for name in [*after, *(gone for gone in before if gone not in after)]:
        place = f"{where}.{name}" if where else name
        if name not in before:
            yield Change(place, "added", None, after[name])
        elif name not in after:
            yield Change(place, "removed", before[name], None)
        else:
            yield from _changes(place, before[name], after[name])
    both = [name for name in after if name in before]
    if isinstance(new, list) and both != [name for name in before if name in after]:
        yield Change(where, "changed", list(before), list(after))


def _parts(value: Any) -> dict[str, Any] | None:
    """The named parts of a mapping or of a list of rows; None for what is a value of its own."""
    if isinstance(value, Mapping):
        return dict(value)
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return None
    named = {_name(row): row for row in value}
    return named if "" not in named and len(named) == len(value) else None


def _name(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in _NAMES if name in row), "")
