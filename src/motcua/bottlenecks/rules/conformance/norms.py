"""The numbers that bind judging runs by their sheets, read from dated data (bottlenecks/data/conformance.yaml)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.kernel import dated

_DATA = Path(__file__).resolve().parents[2] / "data" / "conformance.yaml"


@dataclass(frozen=True)
class Norms:
    """What holds from one day on, with its basis in the data file. `most_runs`: dossiers that one page judges."""

    effective_from: date
    reason_least_letters: int
    most_runs: int


def in_force(on: date) -> Norms:
    """The last norms whose day has come; before the first of them, these: periods of before are looked at, too."""
    known = _read()
    return dated.in_force(known, max(on, min(one.effective_from for one in known)))


@cache
def _read() -> tuple[Norms, ...]:
    return dated.read_dated(_DATA, Norms)
