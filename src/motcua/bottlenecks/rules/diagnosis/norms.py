"""The numbers that bind a diagnosis, read from dated data (bottlenecks/data/diagnosis.yaml), never written in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.kernel import dated

_DATA = Path(__file__).resolve().parents[2] / "data" / "diagnosis.yaml"
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Norms:
    """What holds from one day on, with its basis in the data file. Shares are percentages.

    `months_before`: how many months up to the period's end are looked at for the habits of one body's own officers.
    `chance`: how likely a finding without any cause may be, after the correction for how many were tested.
    """

    effective_from: date
    least_cases: int
    least_peer_cases: int
    one_holder_share: int
    months_before: int
    chance: float
    least_rounds: int
    batch: Numbers
    absence: Numbers
    overload: Numbers
    slow: Numbers
    paper: Numbers
    payment: Numbers
    outage: Numbers


def in_force(on: date) -> Norms:
    """The last norms whose day has come; before the first of them, these: periods of before are looked at, too."""
    known = _read()
    return dated.in_force(known, max(on, min(one.effective_from for one in known)))


@cache
def _read() -> tuple[Norms, ...]:
    return dated.read_dated(_DATA, Norms)
