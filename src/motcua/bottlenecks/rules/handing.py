"""Who hands over to whom: for each piece of work the one that it had to wait for."""

from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled, side_by_side
from motcua.bottlenecks.rules.work import Work, slices

NONE = -1


class _Columns(NamedTuple):
    case: Ints
    activity: Ints
    start: Ints
    end: Ints


def sources(work: Work, concurrent: Ints) -> tuple[Ints, Ints]:
    """For each piece the place of its source, or NONE; and since when it could have been started.

    The source is the piece of the same case that ended last, no later than this one starts, and whose activity is not
    concurrent with this one's (see `concurrency`); of several that ended at once, the one that started last. A piece
    could have been started at the end of its source; without one, when it was.
    """
    found, ready = np.empty(len(work), np.int64), np.empty(len(work), np.int64)
    columns = _Columns(work.case, work.activity, work.start, work.end)

    def of_slice(ends: tuple[int, int]) -> None:
        _sources(columns, concurrent, len(work.activities), *ends, found, ready)

    side_by_side(of_slice, slices(work.case))
    return found, ready


@compiled
def _sources(
    work: _Columns, concurrent: Ints, activities: int, from_: int, to: int, found: Ints, ready: Ints
) -> None:
    for piece in range(from_, to):
        found[piece], ready[piece] = NONE, work.start[piece]
        for before in range(piece - 1, from_ - 1, -1):
            if work.case[before] != work.case[piece]:
                break
            if work.end[before] > work.start[piece]:
                continue
            if not _holds(concurrent, work.activity[before] * activities + work.activity[piece]):
                found[piece], ready[piece] = before, work.end[before]
                break


@compiled
def _holds(codes: Ints, asked: int) -> bool:
    """Whether it is among the codes, which are in order."""
    if not codes.size:
        return False
    place = np.searchsorted(codes, asked)
    return bool(place < codes.size and codes[place] == asked)
