"""What the generator is told: demand, habits and planted causes, read from `demo/data`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Cause:
    """A planted cause of delay. `facts` are what the data file says of it."""

    code: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]


@cache
def demand() -> Any:
    return _read("demand")


@cache
def habits() -> Any:
    return _read("habits")


@cache
def causes() -> tuple[Cause, ...]:
    """All planted causes."""
    return tuple(Cause(row["code"], row["kind"], row) for row in _read("causes"))


@cache
def cause(kind: str) -> Cause:
    """The one planted cause of that kind."""
    (found,) = (one for one in causes() if one.kind == kind)
    return found


@cache
def causes_at_units(kind: str) -> dict[str, Cause]:
    """The planted causes of a kind by their unit."""
    return {one["unit"]: one for one in causes() if one.kind == kind}


@cache
def tour() -> list[dict[str, Any]]:
    """The dossiers that stand ready for the tour."""
    rows: list[dict[str, Any]] = _read("tour")
    return rows


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
