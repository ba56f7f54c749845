"""Working time: which hours of which days somebody is on duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from motcua.bottlenecks.rules.work import Ints
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


def days_of(moments: Ints, zone: ZoneInfo) -> Days:
    """Every day from the first to the last moment; there is at least one moment."""
    first, last = (
        (_EPOCH + timedelta(microseconds=int(moment))).astimezone(zone).date()
        for moment in (moments.min(), moments.max())
    )
    starts = [
        datetime.combine(first + timedelta(days), time(), zone) for days in range((last - first).days + 2)
    ]
    midnights = [(start - _EPOCH) // timedelta(microseconds=1) for start in starts]
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

    def off_before(self, days: Days, moments: Ints) -> Ints:
        """The time off duty from the first midnight to each moment, in µs; all moments lie in these days.

        A session is counted from midnight on: on the two days a year on which some zones change their clocks it may
        be an hour away.
        """
        of_day = self.week[days.weekdays]
        of_day[self.special] = self.instead
        worked = np.array([sum(closes - opens for opens, closes in kind) for kind in self.kinds], np.int64)
        until = np.concatenate(([0], np.cumsum(worked[of_day]))) * MINUTE
        day = days.of(moments)
        passed = moments - days.midnights[day]
        on: Ints = until[day]
        for kind, sessions in enumerate(self.kinds):
            here = of_day[day] == kind
            for opens, closes in sessions if here.any() else ():
                on += np.where(here, np.clip(passed - opens * MINUTE, 0, (closes - opens) * MINUTE), 0)
        off: Ints = moments - days.midnights[0] - on
        return off


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
