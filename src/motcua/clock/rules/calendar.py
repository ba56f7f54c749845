"""The working calendar: which minutes of which day are worked, and why a day is not.

Pure and immutable. Two prefix sums over the days make every question sub-linear in the span: working minutes,
and worked halves (a morning or an afternoon). Vietnam keeps +07:00 the whole year, so wall time is counted in
minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(1990, 1, 1)  # a Monday, so that the week can be laid out from here
DAYS = 110 * 365 // 7 * 7  # up to November 2099
DAY = 24 * 60
NOON = 12 * 60
OUTSIDE = "The count leaves the years that the calendar answers for: 1990 to 2099."
_BASE = datetime.combine(FIRST, time(), ZONE)
_FIRST = FIRST.toordinal()

Sessions = tuple[tuple[int, int], ...]  # (opens, closes) in minutes after midnight, in order, apart


class OutOfCalendar(ValueError):  # noqa: N818 -- a sentence
    """The moment lies outside the years that a calendar can answer for (1990 to 2099)."""


class Works(StrEnum):
    """What is worked on a declared day."""

    NONE = "none"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    FULL = "full"
    USUAL = "usual"  # as the week has it: an earlier declaration is withdrawn


@dataclass(frozen=True)
class Declared:
    """A day that a decree or notice sets apart from the week. `swapped_with`: the other day of an exchange.

    `confidence`: `found`, `known` or `unsure` (computed before any notice was published).
    """

    on: date
    works: Works
    name_vi: str
    name_en: str = ""
    decree: str = ""
    known_from: date = date.min
    confidence: str = "known"
    swapped_with: date | None = None


def sessions_of(*texts: str) -> Sessions:
    """`07:30-11:30` … → sessions, in order. A day worked without a break is written as two that touch at
    noon.

    Raises ValueError unless every session closes after it opens and lies before 13:00 or after 12:00.
    """
    sessions = tuple((_minutes(text.split("-")[0]), _minutes(text.split("-")[1])) for text in texts)
    edges = [edge for session in sessions for edge in session]
    if edges != sorted(edges) or any(opens == closes for opens, closes in sessions):
        raise ValueError(f"sessions must follow each other: {', '.join(texts)}")
    if any(opens < NOON and closes > NOON + 60 for opens, closes in sessions):
        raise ValueError(f"a session is a morning's or an afternoon's: split it at noon: {', '.join(texts)}")
    return sessions


def _minutes(text: str) -> int:
    clock = time.fromisoformat(text.strip())
    return clock.hour * 60 + clock.minute


def morning(sessions: Sessions) -> Sessions:
    return tuple(session for session in sessions if session[0] < NOON)


def afternoon(sessions: Sessions) -> Sessions:
    return tuple(session for session in sessions if session[0] >= NOON)


@dataclass(frozen=True)
class Calendar:
    """`week`: sessions of Monday to Sunday. `full_day`: what a whole working day works, declared or not."""

    code: str
    week: tuple[Sessions, ...]
    full_day: Sessions
    declared: Mapping[date, Declared] = field(default_factory=dict)
    minutes: list[int] = field(init=False, repr=False, compare=False)  # [i]: working minutes before day i
    halves: list[int] = field(init=False, repr=False, compare=False)  # [i]: worked halves before day i
    table: list[Sessions] = field(init=False, repr=False, compare=False)  # [i]: the sessions of day i
    noticed_years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not self.full_day:
            raise ValueError("a calendar has seven weekdays and a full day that is worked")
        table = list(self.week) * (DAYS // 7)
        for on, day in self.declared.items():
            table[self.index_of(on)] = self._declared_sessions(day)
        size = {sessions: (_total(sessions), _halves(sessions)) for sessions in set(table)}
        self._keep("declared", MappingProxyType(dict(self.declared)))
        self._keep("table", table)
        self._keep("minutes", list(accumulate((size[sessions][0] for sessions in table), initial=0)))
        self._keep("halves", list(accumulate((size[sessions][1] for sessions in table), initial=0)))
        self._keep("noticed_years", frozenset(filter(self._has_new_year, {on.year for on in self.declared})))

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _has_new_year(self, year: int) -> bool:
        """The yearly notice always sets days off for Tết, which falls between 20 January and 25 February."""
        window = (date(year, 1, 20), date(year, 2, 25))
        return any(window[0] <= on <= window[1] and not self.sessions(on) for on in self.declared)

    def _declared_sessions(self, day: Declared) -> Sessions:
        return {
            Works.USUAL: self.week[day.on.weekday()],
            Works.NONE: (),
            Works.MORNING: morning(self.full_day),
            Works.AFTERNOON: afternoon(self.full_day),
            Works.FULL: self.full_day,
        }[day.works]

    # days, by date and by index

    def index_of(self, on: date) -> int:
        index = on.toordinal() - _FIRST
        if not 0 <= index < DAYS:
            raise OutOfCalendar(OUTSIDE)
        return index

    def date_of(self, index: int) -> date:
        return date.fromordinal(_FIRST + index)

    def sessions(self, on: date) -> Sessions:
        """The sessions worked on this day; empty on a day off."""
        return self.table[self.index_of(on)]

    def works(self, on: date) -> bool:
        return bool(self.sessions(on))

    def next_working_day(self, on: date) -> date:
        """The first working day on or after this one."""
        return self.date_of(self.working_index(self.index_of(on)))

    def working_index(self, index: int) -> int:
        """The first working day at or after `index`."""
        self.expect(index)
        found = bisect_right(self.halves, self.halves[index]) - 1
        self.expect(found)
        return found

    @property
    def day_minutes(self) -> int:
        """The minutes of a full working day: what one day is worth when counting to the minute."""
        return _total(self.full_day)

    # moments

    def place_of(self, at: datetime) -> tuple[int, int]:
        """(day index, minute of the day) of an aware moment; seconds are dropped."""
        if at.tzinfo is None:
            raise ValueError("a legal moment needs its time zone")
        passed = at.astimezone(ZONE) - _BASE
        if not 0 <= passed.days < DAYS:
            raise OutOfCalendar(OUTSIDE)
        return passed.days, passed.seconds // 60

    def expect(self, index: int) -> None:
        """Raises OutOfCalendar unless the calendar reaches this day."""
        if not 0 <= index < DAYS:
            raise OutOfCalendar(OUTSIDE)

    def moment(self, index: int, minute: int) -> datetime:
        self.expect(index)
        return _BASE + timedelta(index, minute * 60)

    def worked_before(self, index: int, minute: int) -> int:
        """The working minutes from the calendar's beginning to this place."""
        total = self.minutes[index]
        for opens, closes in self.table[index]:
            if minute <= opens:
                break
            total += (minute if minute < closes else closes) - opens
        return total

    def place_after(self, worked: int) -> tuple[int, int]:
        """The earliest place at which so many working minutes have passed: ends of sessions, not openings."""
        index = bisect_left(self.minutes, worked) - 1
        self.expect(index)
        rest = worked - self.minutes[index]
        for opens, closes in self.table[index]:
            if rest <= closes - opens:
                return index, opens + rest
            rest -= closes - opens
        raise AssertionError("the prefix sums and the sessions disagree")

    def closing(self, index: int) -> int:
        """The minute at which the last session of a working day ends."""
        return self.table[index][-1][1]

    def opening_place(self, index: int, minute: int) -> tuple[int, int]:
        """The first working minute at or after this place."""
        for opens, closes in self.table[index]:
            if minute < closes:
                return index, max(minute, opens)
        index = self.working_index(index + 1)
        return index, self.table[index][0][0]

    def half_end(self, index: int) -> int:
        """The minute at which the first worked half of this working day ends."""
        sessions = self.table[index]
        return (morning(sessions) or sessions)[-1][1]


def _total(sessions: Sessions) -> int:
    return sum(closes - opens for opens, closes in sessions)


def _halves(sessions: Sessions) -> int:
    """A day with a morning and an afternoon has two halves; one with only either has one."""
    return bool(morning(sessions)) + bool(afternoon(sessions))
