"""The periods that reports speak of: months, quarters, half-years and years, on a grid with its own cut-off days.

A period that is cut off on day 14 goes from day 15 of the month before its first to day 14 of its last month (NĐ
09/2019/NĐ-CP Đ12): a quarter ends on day 14 of its last month, a year goes from 15 December to 14 December.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.clock.rules.calendar import ZONE
from motcua.kernel.bilingual import Text

SPANS: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FORMS = re.compile(
    r"(?P<year>20\d{2})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII
)


class BadPeriodError(ValueError):
    """What was said names no month (2026-10), quarter (2026-Q4), half-year (2026-H2) or year (2026)."""


@dataclass(frozen=True)
class Cut:
    """From `effective_from` on, periods of a span end after this day of their last month; None: after the last."""

    grid: str
    effective_from: date
    closing_day: Mapping[str, int | None]
    name: Text
    basis: str
    confidence: str


@dataclass(frozen=True)
class Span:
    """Whole months from `first` for `count`, before they are cut; months are numbered 12 × year + month - 1."""

    first: int
    count: int

    @property
    def name(self) -> str:
        return next(name for name, count in SPANS.items() if count == self.count)

    @property
    def code(self) -> str:
        year, month = divmod(self.first, 12)
        return {
            "month": f"{year}-{month + 1:02}",
            "quarter": f"{year}-Q{month // 3 + 1}",
            "half": f"{year}-H{month // 6 + 1}",
            "year": f"{year}",
        }[self.name]

    @property
    def previous(self) -> "Span":
        return Span(self.first - self.count, self.count)

    @property
    def last_month_starts_on(self) -> date:
        return _first_day(self.first + self.count - 1)


@dataclass(frozen=True)
class Period:
    """A span on a grid: from the start of `from_on` to the end of `until_on`, by the legal zone."""

    span: Span
    grid: str
    from_on: date
    until_on: date

    @property
    def code(self) -> str:
        return self.span.code

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.from_on, time(), ZONE)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.until_on + timedelta(days=1), time(), ZONE)


def span_of(said: str) -> Span:
    """Read `2026-10`, `2026-Q4`, `2026-H2` or `2026`; raises BadPeriodError for anything else."""
    found = _FORMS.fullmatch(said.strip())
    if found is None:
        raise BadPeriodError(said)
    first = 12 * int(found["year"])
    if found["month"]:
        return Span(first + int(found["month"]) - 1, 1)
    if found["quarter"]:
        return Span(first + 3 * (int(found["quarter"]) - 1), 3)
    return Span(first + 6 * (int(found["half"]) - 1), 6) if found["half"] else Span(first, 12)


def on_grid(span: Span, grid: str, cuts: Iterable[Cut]) -> Period:
    """The span with its days. It begins on the day after the one on which the span before it was cut off.

    The cut is the one in force when the span's last month began. KeyError for an unknown grid.
    """
    known = [cut for cut in cuts if cut.grid == grid]
    return Period(span, grid, _closes_on(span.previous, known) + timedelta(days=1), _closes_on(span, known))


def last_closed(count: int, grid: str, cuts: Iterable[Cut], at: datetime) -> Period:
    """The last period of so many months that was over at a moment."""
    known, local = list(cuts), at.astimezone(ZONE)
    month = 12 * local.year + local.month - 1
    span = Span(month // count * count, count)
    while (found := on_grid(span, grid, known)).ends_at > at:
        span = span.previous
    return found


def _closes_on(span: Span, cuts: list[Cut]) -> date:
    begins = span.last_month_starts_on
    ready = [cut for cut in cuts if cut.effective_from <= begins] or sorted(
        cuts, key=lambda cut: cut.effective_from
    )[:1]
    if not ready:
        raise KeyError("no such grid")
    day = max(ready, key=lambda cut: cut.effective_from).closing_day[span.name]
    return begins.replace(day=day) if day else _first_day(span.first + span.count) - timedelta(days=1)


def _first_day(month: int) -> date:
    year, place = divmod(month, 12)
    return date(year, place + 1, 1)
