from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.bilingual import Text

DATA = Path(__file__).parents[1] / "data" / "kinds.yaml"


@dataclass(frozen=True)
class Norms:
    """`notice_working_days`: how long before the meeting its letter goes out."""

    notice_working_days: int


def kinds() -> dict[str, Text]:
    """The kinds of meetings, by code, in the order of the data."""
    return {row["code"]: Text(row["vi"], row["en"]) for row in _data()["kinds"]}


def norms(on: date) -> Norms:
    blocks = [row for row in _data()["norms"] if row["from_on"] <= on]
    return Norms(max(blocks, key=lambda row: row["from_on"])["notice_working_days"])


@cache
def _data() -> Any:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))
