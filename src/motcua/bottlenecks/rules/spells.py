"""Spells in which a resource was busy without a pause, and what passed of its time before any moment."""

from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.batches import Done
from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled
from motcua.bottlenecks.rules.timetables import Timetable, off_before


class Spells(NamedTuple):
    """In order, apart; with the time off duty before either end."""

    began: Ints
    ended: Ints
    off_before: Ints
    off_after: Ints


class Passed(NamedTuple):
    """Before some moments: the time busy, and the time neither busy nor on duty."""

    busy: Ints
    resting: Ints


@compiled
def spells_of(done: Done, table: Timetable, duty: int) -> Spells:
    began, ended = np.empty(done.order.size, np.int64), np.empty(done.order.size, np.int64)
    known = 0
    for piece in done.order:
        start, end = done.start[piece], done.end[piece]
        if known and start <= ended[known - 1]:
            ended[known - 1] = max(ended[known - 1], end)
        elif end > start:
            began[known], ended[known] = start, end
            known += 1
    found = Spells(began[:known], ended[:known], np.empty(known, np.int64), np.empty(known, np.int64))
    in_order = np.arange(known)
    off_before(found.began, in_order, table, duty, found.off_before)
    off_before(found.ended, in_order, table, duty, found.off_after)
    return found


@compiled
def passed_before(moments: Ints, order: Ints, spells: Spells, table: Timetable, duty: int) -> Passed:
    """`order` puts the moments in order."""
    found = Passed(np.empty(moments.size, np.int64), np.empty(moments.size, np.int64))
    off = found.resting
    off_before(moments, order, table, duty, off)
    spell = busy = busy_off = 0
    for place in order:
        moment = moments[place]
        while spell < spells.began.size and spells.ended[spell] <= moment:
            busy += spells.ended[spell] - spells.began[spell]
            busy_off += spells.off_after[spell] - spells.off_before[spell]
            spell += 1
        under_way = spell < spells.began.size and spells.began[spell] < moment
        found.busy[place] = busy + (moment - spells.began[spell] if under_way else 0)
        found.resting[place] = (
            off[place] - busy_off - (off[place] - spells.off_before[spell] if under_way else 0)
        )
    return found
