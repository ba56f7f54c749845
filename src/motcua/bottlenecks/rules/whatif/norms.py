"""How much is learned from and how long is played: data/whatif.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent.parent.parent / "data" / "whatif.yaml"


@dataclass(frozen=True)
class Norms:
    """See the comments of the file."""

    learned_days: int
    few_dossiers: int
    few_weeks: int
    arrival_weeks: int
    few_asked: int
    few_steps: int
    few_turns: int
    replications: int
    longest_months: int


@cache
def norms() -> Norms:
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Norms(**{name: told[name] for name in Norms.__dataclass_fields__})
