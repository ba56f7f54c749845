from datetime import date
from functools import cache
from pathlib import Path

import yaml

from motcua.kernel.dated import in_force, read_dated
from motcua.reviews.rules.norms import Norms

DATA = Path(__file__).parents[1] / "data"


def norms(on: date) -> Norms:
    """The numbers that bind reviews as they stand on a day."""
    return in_force(_all_norms(), on)


@cache
def questions() -> tuple[dict[str, str], ...]:
    """What a call usually asks: code, part of the report that answers, words in both languages."""
    told = yaml.safe_load((DATA / "questions.yaml").read_text(encoding="utf-8"))
    return tuple({name: str(said) for name, said in one.items()} for one in told)


@cache
def _all_norms() -> tuple[Norms, ...]:
    return read_dated(DATA / "norms.yaml", Norms)
