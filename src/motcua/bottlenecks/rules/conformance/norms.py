"""The numbers that bind judging runs by their sheets, read from dated data (bottlenecks/data/conformance.yaml)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).resolve().parents[2] / "data" / "conformance.yaml"


@dataclass(frozen=True)
class Norms:
    """What holds from one day on, with its basis in the data file. `most_runs`: dossiers that one page judges."""

    effective_from: date
    reason_least_letters: int
    most_runs: int


def in_force(on: date) -> Norms:
    """The last norms whose day has come; before the first of them, these."""
    known = _read()
    ready = [one for one in known if one.effective_from <= on] or [known[0]]
    return max(ready, key=lambda one: one.effective_from)


@cache
def _read() -> tuple[Norms, ...]:
    rows: list[dict[str, Any]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(Norms(**{name: said for name, said in row.items() if name != "basis"}) for row in rows)
