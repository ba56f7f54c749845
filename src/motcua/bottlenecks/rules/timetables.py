"""Time on and off duty, for loops: several duties as columns, asked about moments in order."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
from motcua.bottlenecks.rules.duty import MINUTE, Days, Duty


class Timetable(NamedTuple):
    """By duty and day: the time on duty before it, and its kind. By kind: where its sessions begin.

    A session is counted from midnight on: on the two days a year on which some zones change their clocks it may be an
    hour away.
    """

    midnights: Ints
    on_duty: Ints
    kind: Ints
    sessions: Ints
    opens: Ints
    lasts: Ints


def timetable(duties: Sequence[Duty], days: Days) -> Timetable:
    every = list(dict.fromkeys(kind for duty in duties for kind in duty.kinds))
    places = {kind: place for place, kind in enumerate(every)}
    kind = np.empty((len(duties), len(days)), np.int64)
    for row, duty in enumerate(duties):
        of_day = duty.week[days.weekdays]
        of_day[duty.special] = duty.instead
        kind[row] = np.array([places[each] for each in duty.kinds], np.int64)[of_day]
    hours = np.array([sum(closes - opens for opens, closes in each) for each in every], np.int64) * MINUTE
    on_duty = np.zeros(kind.shape, np.int64)
    np.cumsum(hours[kind[:, :-1]], axis=1, out=on_duty[:, 1:])
    sessions = np.cumsum([0, *(len(each) for each in every)], dtype=np.int64)
    hours = np.array([session for each in every for session in each], np.int64).reshape(-1, 2) * MINUTE
    return Timetable(days.midnights, on_duty, kind, sessions, hours[:, 0].copy(), hours[:, 1] - hours[:, 0])


def off_duty(duty: Duty, days: Days, moments: Ints) -> Ints:
    """The time off duty from the first midnight to each moment, in µs; they all lie in these days."""
    found = np.empty(moments.size, np.int64)
    off_before(moments, np.argsort(moments), timetable([duty], days), 0, found)
    return found


@compiled
def off_before(moments: Ints, order: Ints, table: Timetable, duty: int, found: Ints) -> None:
    """Fills in, for each moment, the time off duty from the first midnight on; `order` puts the moments in order."""
    midnights = table.midnights
    last = midnights.size - 2
    day = np.searchsorted(midnights, moments[order[0]], side="right") - 1 if order.size else 0
    for place in order:
        moment = moments[place]
        while day < last and midnights[day + 1] <= moment:
            day += 1
        on, kind = table.on_duty[duty, day], table.kind[duty, day]
        for session in range(table.sessions[kind], table.sessions[kind + 1]):
            on += min(max(moment - midnights[day] - table.opens[session], 0), table.lasts[session])
        found[place] = moment - midnights[0] - on
