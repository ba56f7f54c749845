"""The fixed grid of periods: months, quarters, years, by the legal zone. Nobody can choose a favourable one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from motcua.clock.rules.calendar import ZONE

_FORMS = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")

SPANS = (1, 3, 12)
"""How many months a period of the grid has."""


class BadPeriodError(ValueError):
    """What was said names no month (2026-10), quarter (2026-Q4) or year (2026)."""


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `first` for `count`; months are numbered 12 × year + month - 1."""

    first: int
    count: int = 1

    @property
    def end(self) -> int:
        """The month after the last."""
        return self.first + self.count

    @property
    def is_on_grid(self) -> bool:
        """A month, a quarter or a year of the calendar."""
        return self.count in SPANS and self.first % self.count == 0

    @property
    def code(self) -> str:
        year, month = divmod(self.first, 12)
        if self.count == 12:
            return f"{year}"
        return f"{year}-Q{month // 3 + 1}" if self.count == 3 else f"{year}-{month + 1:02}"

    @property
    def starts_at(self) -> datetime:
        return first_instant(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it."""
        return first_instant(self.end)

    @property
    def previous(self) -> "Period":
        return Period(self.first - self.count, self.count)

    @property
    def following(self) -> "Period":
        return Period(self.end, self.count)

    def back(self, steps: int) -> "Period":
        return Period(self.first - steps * self.count, self.count)

    def __contains__(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


def period(said: str) -> Period:
    """Read `2026-10`, `2026-Q4` or `2026`; raises BadPeriodError for anything else."""
    found = _FORMS.fullmatch(said.strip())
    if found is None:
        raise BadPeriodError(said)
    first = 12 * int(found["year"])
    if found["month"]:
        return Period(first + int(found["month"]) - 1)
    return Period(first + 3 * (int(found["quarter"]) - 1), 3) if found["quarter"] else Period(first, 12)


def month_of(moment: datetime) -> Period:
    local = moment.astimezone(ZONE)
    return Period(12 * local.year + local.month - 1)


def first_instant(month: int) -> datetime:
    year, place = divmod(month, 12)
    return datetime.combine(date(year, place + 1, 1), time(), ZONE)
