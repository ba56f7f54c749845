from datetime import date
from functools import cache
from pathlib import Path

import yaml

from motcua.bottlenecks.rules.fairness.norms import Norms, in_force

DATA = Path(__file__).parents[2] / "data" / "fairness.yaml"


def norms(on: date) -> Norms:
    """The numbers that bind fair figures as they stand on a day."""
    return in_force(_all_norms(), on)


@cache
def _all_norms() -> tuple[Norms, ...]:
    blocks = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(Norms(**{name: said for name, said in block.items() if name != "basis"}) for block in blocks)
