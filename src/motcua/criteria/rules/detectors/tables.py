"""Facts as columns: one array for each documented column that somebody asks for, made once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = int(np.iinfo(np.int64).min)
"""Stands for a moment that has not come."""
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_ZONE = 7 * 60 * MINUTE


class Codes(NamedTuple):
    """A column of texts as numbers: `names[ids[row]]` is the text of a row."""

    ids: Ints
    names: list[str]

    @property
    def known(self) -> Flags:
        """The rows whose text is not empty."""
        told = np.array([bool(name) for name in self.names], bool)
        return told[self.ids] if len(self.ids) else np.zeros(0, bool)

    def equal(self, *texts: str) -> Flags:
        """The rows whose text is one of these."""
        found = np.array([name in texts for name in self.names], bool)
        return found[self.ids] if len(self.ids) else np.zeros(0, bool)


class Table:
    """Rows of one kind of fact. Moments are whole microseconds since 1970 in UTC, NEVER where there is none."""

    def __init__(self, read: Callable[[str], Sequence[Any]], length: int) -> None:
        self._read, self._length = read, length
        self._kept: dict[tuple[str, str], Any] = {}

    @classmethod
    def of(cls, facts: Sequence[object]) -> Self:
        """Of facts (or anything with the same attributes)."""
        return cls(lambda name: [getattr(fact, name) for fact in facts], len(facts))

    @classmethod
    def of_columns(cls, columns: Mapping[str, Any]) -> Self:
        """Of columns as a database gives them: moments as datetimes or as microseconds, None (or masked) if absent."""
        length = len(next(iter(columns.values()))) if columns else 0
        return cls(lambda name: columns[name], length)

    def __len__(self) -> int:
        return self._length

    def moments(self, name: str) -> Ints:
        found: Ints = self._once("moments", name, _moments)
        return found

    def numbers(self, name: str) -> Ints:
        """Counts and amounts; flags as 0 and 1; absent ones as 0."""
        found: Ints = self._once("numbers", name, _numbers)
        return found

    def codes(self, name: str) -> Codes:
        found: Codes = self._once("codes", name, _codes)
        return found

    def texts(self, name: str) -> Sequence[str]:
        """As they are, row by row."""
        found: Sequence[str] = self._once("texts", name, _plain)
        return found

    def _once(self, kind: str, name: str, make: Callable[[Sequence[Any]], Any]) -> Any:
        if (kind, name) not in self._kept:
            self._kept[kind, name] = make(self._read(name))
        return self._kept[kind, name]


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _INSTANT


def days_of(moments: Ints) -> Ints:
    """Days since 1970, by the legal zone."""
    return (moments + _ZONE) // DAY


def begins_of(day: int) -> int:
    """The first instant of a day (days since 1970), by the legal zone."""
    return day * DAY - _ZONE


def grouped(numbers: Ints) -> Iterator[tuple[int, Ints]]:
    """Each number that occurs, with the rows in which it does, both in order."""
    order = np.argsort(numbers, kind="stable")
    found, begins = np.unique(numbers[order], return_index=True)
    yield from zip(found.tolist(), np.split(order, begins[1:]), strict=False)


def _moments(raw: Sequence[Any]) -> Ints:
    if isinstance(raw, np.ndarray) and raw.dtype.kind in "iu":
        filled: Ints = np.ma.filled(raw, NEVER).astype(np.int64)
        return filled
    return np.array([_instant(value) for value in raw], np.int64)


def _instant(value: Any) -> int:
    if value is None or value is np.ma.masked:
        return NEVER
    return microseconds(value) if isinstance(value, datetime) else int(value)


def _plain(raw: Sequence[Any]) -> Sequence[Any]:
    """Values of Python, whatever they came in."""
    if isinstance(raw, np.ndarray):
        listed: list[Any] = raw.tolist()
        return listed
    return raw


def _numbers(raw: Sequence[Any]) -> Ints:
    return np.array([0 if value is None else int(value) for value in _plain(raw)], np.int64)


def _codes(raw: Sequence[Any]) -> Codes:
    seen: dict[str, int] = {}
    ids = [seen.setdefault(value or "", len(seen)) for value in _plain(raw)]
    return Codes(np.array(ids, np.int64), list(seen))
