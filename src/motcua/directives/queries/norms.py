from datetime import date
from functools import cache
from pathlib import Path

import yaml

from motcua.directives.rules.norms import Norms, in_force

DATA = Path(__file__).parents[1] / "data" / "norms.yaml"


def norms(on: date) -> Norms:
    """The numbers that bind directives as they stand on a day."""
    return in_force(_all_norms(), on)


@cache
def _all_norms() -> tuple[Norms, ...]:
    blocks = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(_block({name: said for name, said in block.items() if name != "basis"}) for block in blocks)


def _block(told: dict[str, object]) -> Norms:
    days = told.pop("escalate_working_days_after")
    assert isinstance(days, list)
    return Norms(**told, escalate_working_days_after=tuple(days))  # type: ignore[arg-type]
