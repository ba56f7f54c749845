from datetime import date
from functools import cache
from pathlib import Path

from motcua.bottlenecks.rules.fairness.norms import Norms
from motcua.kernel.dated import in_force, read_dated

DATA = Path(__file__).parents[2] / "data" / "fairness.yaml"


def norms(on: date) -> Norms:
    """The numbers that bind fair figures as they stand on a day."""
    return in_force(_all_norms(), on)


@cache
def _all_norms() -> tuple[Norms, ...]:
    return read_dated(DATA, Norms)
