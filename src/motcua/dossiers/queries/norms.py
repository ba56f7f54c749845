from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.dossiers.rules.norms import Norms, in_force

DATA = Path(__file__).parents[1] / "data"


def norms(on: date) -> Norms:
    """The legal numbers of this room as they stand on a day."""
    return in_force(_all_norms(), on)


def refusal_reasons() -> dict[str, dict[str, str]]:
    """The reasons for which intake or processing may end, by code, in both languages."""
    return _read("reasons.yaml")["refusal"]


def stopping_reasons() -> dict[str, dict[str, str]]:
    return _read("reasons.yaml")["stopping"]


def lateness_reasons() -> dict[str, dict[str, str]]:
    """The causes an apology may name."""
    return _read("reasons.yaml")["lateness"]


@cache
def _all_norms() -> tuple[Norms, ...]:
    blocks = _read("norms.yaml")
    return tuple(
        Norms(**{name: value for name, value in block.items() if name != "basis"}) for block in blocks
    )


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text())
