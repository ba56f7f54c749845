"""The numbers behind figures of queues, read from data (bottlenecks/data/queueing.yaml), never written in code."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).resolve().parents[1] / "data" / "queueing.yaml"


@dataclass(frozen=True)
class Norms:
    """Working days, but for `least_arrivals`: pieces of work. `lasting`: evenings in a row."""

    least_days: int
    least_arrivals: int
    horizon: int
    window: int
    lasting: int


@cache
def norms() -> Norms:
    told: dict[str, dict[str, Any]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return Norms(**{name: int(said["value"]) for name, said in told.items()})
