from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.dossiers.rules.norms import Norms, in_force
from motcua.kernel.bilingual import Text

DATA = Path(__file__).parents[1] / "data"


def norms(on: date) -> Norms:
    """The legal numbers of this room as they stand on a day."""
    return in_force(_all_norms(), on)


def refusal_reasons() -> dict[str, Text]:
    """The reasons for which intake or processing may end, by code."""
    return _reasons("refusal")


def stopping_reasons() -> dict[str, Text]:
    return _reasons("stopping")


def lateness_reasons() -> dict[str, Text]:
    """The causes an apology may name."""
    return _reasons("lateness")


@cache
def _reasons(kind: str) -> dict[str, Text]:
    return {code: Text.of(words) for code, words in _read("reasons.yaml")[kind].items()}


@cache
def _all_norms() -> tuple[Norms, ...]:
    blocks = _read("norms.yaml")
    return tuple(
        Norms(**{name: value for name, value in block.items() if name != "basis"}) for block in blocks
    )


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text())
