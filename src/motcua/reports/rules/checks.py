"""Sums that must hold between the columns of a row: "3 = 4 + 5 + 6". A report in which one fails is never issued."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_FORM = re.compile(r"\d+ = \d+(?: \+ \d+)*", re.ASCII)


@dataclass(frozen=True)
class Check:
    """The column `total` equals the sum of the columns `parts`."""

    total: int
    parts: tuple[int, ...]

    def __str__(self) -> str:
        return f"({self.total}) = " + " + ".join(f"({part})" for part in self.parts)

    def difference(self, cells: Mapping[int, int]) -> int:
        """By how much the total is more than the sum; 0 where the check holds."""
        return cells[self.total] - sum(cells[part] for part in self.parts)


@dataclass(frozen=True)
class Fault:
    """A check that failed: in which row, and by how much. `carried`: what was carried over is not what was left."""

    row: str
    check: str
    found: int
    expected: int
    carried: bool = False


def check_of(said: str) -> Check:
    """Read a check; ValueError for anything that is none."""
    if not _FORM.fullmatch(said):
        raise ValueError(said)
    total, _equals, parts = said.partition(" = ")
    return Check(int(total), tuple(int(part) for part in parts.split(" + ")))


def check_told(told: str) -> Check:
    """A check as it was frozen with a report: `(3) = (4) + (5)`."""
    total, *parts = (int(number) for number in re.findall(r"\((\d+)\)", told))
    return Check(total, tuple(parts))


def faults(rows: Iterable[tuple[str, Mapping[int, int]]], checks: Iterable[Check]) -> list[Fault]:
    """Every check that fails in any row, in order. `rows`: name and cells by number of column."""
    known = list(checks)
    return [
        Fault(name, str(check), cells[check.total], cells[check.total] - check.difference(cells))
        for name, cells in rows
        for check in known
        if check.difference(cells)
    ]


def carried_faults(
    now: Mapping[str, tuple[str, Mapping[int, int]]],
    before: Mapping[str, Mapping[int, int]],
    source: int,
    goal: int,
) -> list[Fault]:
    """Rows in which what is carried over (column `goal`) is not what was left in the last period (`source`).

    Rows by key, this period's with their names. A row that one of the two periods does not have counts as 0.
    """
    found = []
    for key in dict.fromkeys([*now, *before]):
        name, cells = now.get(key, (key, {}))
        left, carried = before.get(key, {}).get(source, 0), cells.get(goal, 0)
        if left != carried:
            found.append(Fault(name, f"({goal}) = ({source})", carried, left, carried=True))
    return found
