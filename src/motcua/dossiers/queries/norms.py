from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.dossiers.rules.norms import Norms
from motcua.kernel.bilingual import Text
from motcua.kernel.dated import in_force, read_dated

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
    told: dict[str, Any] = yaml.safe_load((DATA / "reasons.yaml").read_text(encoding="utf-8"))
    return {code: Text.of(words) for code, words in told[kind].items()}


@cache
def _all_norms() -> tuple[Norms, ...]:
    return read_dated(DATA / "norms.yaml", Norms)
