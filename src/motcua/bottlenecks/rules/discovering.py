"""Working time read off the log, where no calendar is given.

A day is cut into half hours. The resource is seen in one if it begins something in it, or works all through it on
something that ends the same day; what was begun before and runs over into a rest says nothing. A half hour is worked if
the resource is seen in it, unless less than a tenth as often as on average. Where it never is, that is rest or chance:

- ordinary rest (weekends, nights from 18:00 to 07:00 before or after all that it did, and 12:00 to 12:30, the part
  that every midday break shares) is taken for rest;
- any other half hour, weekday, or day without anybody counts as rest only if it would have stayed empty by chance, had
  it been worked like the others, less than once in a hundred. So three months of an empty 11:30 are a midday break;
  one day with a gap at 14:00 is not.

The published method asks for a share of confidence and support for every hour instead (López-Pintado and Dumas, 2022),
which calls a gap of one quiet day unavailability.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from motcua.bottlenecks.rules.duty import MINUTE, Days, Duty
from motcua.bottlenecks.rules.work import Bools, Ints, Work
from motcua.clock.rules.calendar import Sessions

_CHANCE = 0.01
_RARE = 0.1
_SLOT = 30  # minutes
_SLOTS = 24 * 60 // _SLOT
_KINDS = 3  # Monday to Friday, Saturday, Sunday: each has hours of its own
_KIND = np.array([0, 0, 0, 0, 0, 1, 2])
_TIME = np.arange(_SLOTS) * _SLOT
_MIDDAY = _TIME == 12 * 60
_AWAY = np.array([(_TIME < 7 * 60) | (_TIME >= 18 * 60), _TIME >= 0, _TIME >= 0])  # nights, and weekends

Shares = npt.NDArray[np.float64]


def discovered(work: Work, days: Days) -> dict[int, Duty]:
    """The working time of every resource; that of nobody is the one of all together."""
    closed = _closed(work, days)
    everyone = np.full(len(work), work.nobody)
    found = dict(_duties(work, work.resource, days, closed))
    return found | dict(_duties(work, everyone, days, closed))


def _duties(work: Work, resource: Ints, days: Days, closed: Bools) -> Iterator[tuple[int, Duty]]:
    codes, who = np.unique(resource, return_inverse=True)
    slots = _slots(work, who, days)
    seen_days = np.unique(slots[:, :2], axis=0)
    hours = _hours(slots, seen_days, codes.size, days)
    weekdays = _weekdays(seen_days, codes.size, days, closed)
    shut = np.flatnonzero(closed)
    rest = np.full(shut.size, _KINDS)
    patterns: dict[bytes, tuple[Sessions, ...]] = {}
    for place, code in enumerate(codes):
        key = hours[place].tobytes()
        if key not in patterns:
            patterns[key] = (*map(_sessions, hours[place]), ())
        yield int(code), Duty(patterns[key], np.where(weekdays[place], _KIND, _KINDS), shut, rest)


def _slots(work: Work, who: Ints, days: Days) -> Ints:
    """Rows of (resource, day, half hour) in which a piece was begun, or which it lasted through on that day."""
    day = days.of(work.start)
    slot = (work.start - days.midnights[day]) // (_SLOT * MINUTE)
    ends_at = (work.end - days.midnights[day]) // (_SLOT * MINUTE)  # the first that it did not last through
    number = np.where(days.of(work.end) == day, np.maximum(ends_at - slot, 1), 1)
    offset = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    rows = (who, day, slot)
    whole = np.column_stack([np.repeat(each, number) for each in rows])
    whole[:, 2] = np.minimum(whole[:, 2] + offset, _SLOTS - 1)  # a day may have 25 hours
    return np.unique(whole, axis=0)


def _hours(slots: Ints, seen_days: Ints, resources: int, days: Days) -> Bools:
    """[resource, kind of day, half hour]: is it worked?"""
    kind = _KIND[days.weekdays]
    seen = np.zeros((resources, _KINDS, _SLOTS), np.int64)
    np.add.at(seen, (slots[:, 0], kind[slots[:, 1]], slots[:, 2]), 1)
    number = np.zeros((resources, _KINDS, 1), np.int64)
    np.add.at(number[:, :, 0], (seen_days[:, 0], kind[seen_days[:, 1]]), 1)
    ever = seen > 0
    from_first = np.maximum.accumulate(ever, axis=2)
    to_last = np.maximum.accumulate(ever[:, :, ::-1], axis=2)[:, :, ::-1]
    span = (from_first & to_last).sum(axis=2, keepdims=True)
    share = seen.sum(axis=2, keepdims=True) / (number * span + 2)
    return _worked(seen, number, share, (_AWAY & ~(from_first & to_last)) | _MIDDAY)


def _weekdays(seen_days: Ints, resources: int, days: Days, closed: Bools) -> Bools:
    """[resource, weekday]: is it worked?"""
    seen = np.zeros((resources, 7), np.int64)
    np.add.at(seen, (seen_days[:, 0], days.weekdays[seen_days[:, 1]]), 1)
    first = np.full(resources, len(days))
    last = np.zeros(resources, np.int64)
    np.minimum.at(first, seen_days[:, 0], seen_days[:, 1])
    np.maximum.at(last, seen_days[:, 0], seen_days[:, 1])
    open_ = np.concatenate(
        (
            np.zeros((1, 7), np.int64),
            np.cumsum(np.eye(7, dtype=np.int64)[days.weekdays] * ~closed[:, None], axis=0),
        )
    )
    number = open_[last + 1] - open_[first]
    share = (seen / (number + 2)).max(axis=1, keepdims=True)  # as on its busiest weekday
    return _worked(seen, number, share, _KIND > 0)


def _worked(seen: Ints, number: Ints, share: Shares, rest: Bools) -> Bools:
    """Seen often enough; or never, without being ordinary rest, and by chance for all one can tell."""
    regular = seen >= np.maximum(1, _RARE * share * number)
    by_chance = (1 - share) ** number >= _CHANCE
    return regular | (~rest & by_chance)


def _closed(work: Work, days: Days) -> Bools:
    """The days, Monday to Friday, on which nobody was seen, although on such days many are."""
    number = np.bincount(days.of(work.start), minlength=len(days))
    ordinary = days.weekdays < 5
    usual = number[ordinary].mean() if ordinary.any() else 0.0
    closed: Bools = ordinary & (number == 0) & bool(np.exp(-usual) < _CHANCE)
    return closed


def _sessions(hours: Bools) -> Sessions:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], hours, [False])).astype(np.int8))) * _SLOT
    return tuple((int(opens), int(closes)) for opens, closes in edges.reshape(-1, 2))
