"""What can happen to a calendar. The subject is `calendar.CODE`, or `calendar` for the whole country."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class WeekSet(Event):
    """The sessions of each weekday, from now on; `week` as `mon 07:30-11:30 13:30-17:30` …"""

    kind: ClassVar[str] = "calendar.week_set"
    calendar: str
    week: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class DayDeclared(Event):
    """A day is set apart. `calendar` empty: the whole country. `known_from`: the day of publication."""

    kind: ClassVar[str] = "calendar.day_declared"
    calendar: str
    on: date
    works: str
    decree: str
    known_from: date
    confidence: str
    swapped_with: date | None = None
