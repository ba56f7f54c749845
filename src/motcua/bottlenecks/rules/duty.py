"""Working time: which hours of which days somebody is on duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.clock.rules.calendar import Sessions

MINUTE = 60_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Days:
    """The days that a log touches. `midnights` are their beginnings and the end of the last, in µs since 1970."""

    first: date
    midnights: Ints

    def __len__(self) -> int:
        return len(self.midnights) - 1

    @property
    def weekdays(self) -> Ints:
        return (self.first.weekday() + np.arange(len(self))) % 7

    def of(self, moments: Ints) -> Ints:
        """The place of the day in which each moment lies."""
        return np.searchsorted(self.midnights, moments, side="right") - 1


def days_of(starts: Ints, ends: Ints, zone: ZoneInfo) -> Days:
    """Every day from the first start to the last end; there is at least one of each."""
    first, last = (
        (_EPOCH + timedelta(microseconds=int(moment))).astimezone(zone).date()
        for moment in (starts.min(), ends.max())
    )
    beginnings = [
        datetime.combine(first + timedelta(days), time(), zone) for days in range((last - first).days + 2)
    ]
    midnights = [(each - _EPOCH) // timedelta(microseconds=1) for each in beginnings]
    return Days(first, np.array(midnights, np.int64))


@dataclass(frozen=True)
class Duty:
    """`kinds[week[weekday]]` are the sessions of a day, in minutes after midnight, in order and apart.

    On `special` days, by their place among the days, they are `kinds[instead]`. Small, because every resource has one.
    """

    kinds: tuple[Sessions, ...]
    week: Ints
    special: Ints
    instead: Ints


def weekly(week: tuple[Sessions, ...], on_days: Mapping[date, Sessions], days: Days) -> Duty:
    """Seven weekdays from Monday on, and the days that have sessions of their own."""
    kinds = {sessions: place for place, sessions in enumerate(dict.fromkeys((*week, *on_days.values())))}
    places = {on.toordinal() - days.first.toordinal(): kinds[sessions] for on, sessions in on_days.items()}
    special = {place: kind for place, kind in places.items() if 0 <= place < len(days)}
    return Duty(
        kinds=tuple(kinds),
        week=np.array([kinds[sessions] for sessions in week], np.int64),
        special=np.array(list(special), np.int64),
        instead=np.array(list(special.values()), np.int64),
    )
