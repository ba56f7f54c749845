"""Decisions that publish procedures, and whether they and the publication were on time: criteria 1.1 and 1.2."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.clock.rules.calendar import Calendar

FILE = Path(__file__).parent.parent / "data" / "decisions.yaml"
DEMO = "demo"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """One decision about one procedure. `effective_on`: the newest legal text behind it takes effect.

    `published_on`: when it was last made public; None if it has not been.
    """

    procedure: str
    number: str
    decided_on: date
    effective_on: date
    published_on: date | None
    confidence: str


@dataclass(frozen=True)
class Limits:
    """Working days: before the legal text takes effect (NĐ 63/2010 Đ15), and after signing (Đ24.2)."""

    decision: int
    publication: int

    def decided_in_time(self, one: Decision, calendar: Calendar) -> bool:
        return one.decided_on <= _worked(one.effective_on, -self.decision, calendar)

    def published_in_time(self, one: Decision, calendar: Calendar) -> bool | None:
        """None while it is not known: not made public yet."""
        if one.published_on is None:
            return None
        return one.published_on <= _worked(one.decided_on, self.publication, calendar)


@cache
def limits(authority: str = "province") -> Limits:
    """The limits of a province or a ministry."""
    told = _read()["limits"]
    return Limits(*(told[name][authority]["days"] for name in ("decision", "publication")))


def decisions(*, with_invented: bool) -> Iterator[Decision]:
    """All that are known; those invented for the demo only where they are wanted."""
    for row in _read()["decisions"]:
        if with_invented or row["confidence"] != DEMO:
            yield Decision(**row)


@cache
def _read() -> Mapping[str, Any]:
    told: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


def _worked(on: date, days: int, calendar: Calendar) -> date:
    """So many working days after a day, or before it."""
    step, left = (_DAY if days > 0 else -_DAY), abs(days)
    while left:
        on += step
        left -= calendar.works(on)
    return on
