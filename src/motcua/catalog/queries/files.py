"""The small lists of the catalogue that are kept as files, not as rows."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from motcua.kernel.bilingual import Text

DATA = Path(__file__).resolve().parents[1] / "data"


class LifeEvent(NamedTuple):
    code: str
    name: Text


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """What brings people to an authority, in the order in which it is offered."""
    rows = yaml.safe_load((DATA / "life_events.yaml").read_text(encoding="utf-8"))
    return tuple(LifeEvent(row["code"], Text(row["vi"], row["en"])) for row in rows)


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of phrases that mean the same to those who search."""
    rows = yaml.safe_load((DATA / "synonyms.yaml").read_text(encoding="utf-8"))
    return tuple(tuple(row) for row in rows)
