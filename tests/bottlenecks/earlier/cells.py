"""The time of every resource, cut wherever anything starts, ends or gets ready."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.duty import Days, Duty
from motcua.bottlenecks.rules.work import Work
from tests.bottlenecks.earlier.off_duty import off_before
from tests.bottlenecks.earlier.timeline import least_over


@dataclass(frozen=True)
class Cells:
    """A cell lasts from one border to the next of the same resource; the last of a resource lasts no time.

    `least` is the rank of the earliest readiness of all that the resource does in the cell; FREE if that is nothing.
    """

    borders: Ints  # resource x number of moments + rank of the moment
    moments: Ints  # by rank
    length: Ints
    off: Ints  # of it off duty
    least: Ints

    def at(self, resource: Ints, moment: Ints) -> Ints:
        """The cell of the resource that begins at the moment, which must be a border."""
        return np.searchsorted(self.borders, resource * self.moments.size + self.rank(moment))

    def rank(self, moment: Ints) -> Ints:
        return np.searchsorted(self.moments, moment)


def cells_of(work: Work, ready: Ints, gathered: Ints, duties: Mapping[int, Duty], days: Days) -> Cells:
    """`gathered` are more borders; `duties` must tell the working time of every resource, and of nobody."""
    moments = np.unique(np.concatenate((work.start, work.end)))
    start, end, more = (
        work.resource * moments.size + np.searchsorted(moments, each)
        for each in (work.start, work.end, gathered)
    )
    borders = np.unique(np.concatenate((start, end, more)))
    resource, moment = borders // moments.size, moments[borders % moments.size]
    known = work.resource != work.nobody
    least = least_over(
        np.searchsorted(borders, start[known]),
        np.searchsorted(borders, end[known]),
        np.searchsorted(moments, ready[known]),
        borders.size,
    )
    off = _off_before(resource, moment, duties, days)
    return Cells(borders, moments, _steps(moment, resource), _steps(off, resource), least)


def _off_before(resource: Ints, moment: Ints, duties: Mapping[int, Duty], days: Days) -> Ints:
    off = np.zeros(moment.size, np.int64)
    codes, first = np.unique(resource, return_index=True)
    for code, from_, to in zip(codes.tolist(), first, np.append(first[1:], moment.size), strict=True):
        off[from_:to] = off_before(duties[code], days, moment[from_:to])
    return off


def _steps(values: Ints, resource: Ints) -> Ints:
    steps = np.zeros(values.size, np.int64)
    steps[:-1] = np.where(resource[1:] == resource[:-1], values[1:] - values[:-1], 0)
    return steps
