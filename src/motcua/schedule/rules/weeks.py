"""A week of the schedule: seven days, each with its morning and its afternoon (`2026-W48`, ISO 8601)."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from motcua.clock.rules.calendar import ZONE

NOON = time(12)


class Session(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Cell(NamedTuple):
    on: date
    session: Session


class Week(NamedTuple):
    """`monday` is its first day."""

    monday: date

    @classmethod
    def of(cls, on: date) -> "Week":
        return cls(on - timedelta(days=on.weekday()))

    @classmethod
    def read(cls, said: str) -> "Week | None":
        """`2026-W48`; None for anything else."""
        year, _dash, week = said.partition("-W")
        try:
            return cls(date.fromisocalendar(int(year), int(week), 1))
        except ValueError:
            return None

    @property
    def code(self) -> str:
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(7)]

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.monday, time(), ZONE)

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(days=7)

    def moved(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))


def cells(begins_at: datetime, ends_at: datetime) -> list[Cell]:
    """The mornings and afternoons that a meeting takes, at least the one in which it begins."""
    begins, ends = begins_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    found = [_cell_of(begins)]
    while (after := _next_half(found[-1])) < ends:
        found.append(_cell_of(after))
    return found


def _cell_of(at: datetime) -> Cell:
    return Cell(at.date(), Session.MORNING if at.time() < NOON else Session.AFTERNOON)


def _next_half(cell: Cell) -> datetime:
    if cell.session is Session.MORNING:
        return datetime.combine(cell.on, NOON, ZONE)
    return datetime.combine(cell.on + timedelta(days=1), time(), ZONE)
