"""The map of a process: which activity directly follows which in a case, how often and after how long.

As in pm4py's directly-follows and performance graphs: events of a case in the order of their start, end and row, and
from the end of one to the start of the next. Where the next starts before the one before it has ended, the time is 0
and the overlap is counted; the other counts a negative time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import duckdb
import numpy as np
import pyarrow as pa

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import side_by_side
from motcua.bottlenecks.rules.following import Following, following
from motcua.bottlenecks.rules.work import Work, slices, work_from
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, START, TIME

_SECOND = 1_000_000
_HALF = 20


@dataclass(frozen=True)
class Flow:
    """`overlaps` of the `count` began before the one before them had ended."""

    source: str
    target: str
    count: int
    mean_s: float
    median_s: float
    p90_s: float  # between two values in proportion, as usual
    overlaps: int


@dataclass(frozen=True)
class Map:
    """Each the most frequent first."""

    activities: Mapping[str, int]
    flows: tuple[Flow, ...]
    start: Mapping[str, int]
    end: Mapping[str, int]


def map_of(log: Log) -> Map:
    """Of the events whose case, activity and moment are known."""
    return graph(events_of(log))


def events_of(log: Log) -> Work:
    """Every event as a piece of work that nobody is named for; it lasts no time where its start is unsaid."""
    events = _known(log).order("row").to_arrow_table()
    return work_from(events.append_column("resource", pa.nulls(events.num_rows, pa.string())))


def graph(work: Work) -> Map:
    """What directly follows what. Every sum is a whole number; a mean is divided once."""
    names = work.activities

    def of_slice(ends: tuple[int, int]) -> Following:
        here = slice(*ends)
        return following(work.case[here], work.activity[here], work.start[here], work.end[here], len(names))

    parts = side_by_side(of_slice, slices(work.case))
    ways = sorted({way for part in parts for way in part.ways.tolist()})
    flows = side_by_side(lambda way: _flow(way, parts, names), ways)
    return Map(
        activities=_counts([part.counts for part in parts], names),
        flows=tuple(sorted(flows, key=lambda one: (-one.count, one.source, one.target))),
        start=_counts([part.first for part in parts], names),
        end=_counts([part.last for part in parts], names),
    )


def _flow(way: int, parts: Sequence[Following], names: Sequence[str]) -> Flow:
    source, target = divmod(way, len(names))
    durations = np.concatenate([part.durations(way) for part in parts])
    return Flow(
        names[source],
        names[target],
        count=durations.size,
        mean_s=float(Fraction(_sum(durations), durations.size * _SECOND)),
        median_s=_quantile(durations, Fraction(1, 2)),
        p90_s=_quantile(durations, Fraction(9, 10)),
        overlaps=sum(part.overlaps_of(way) for part in parts),
    )


def _sum(durations: Ints) -> int:
    """Exact, in two halves: years of microseconds by the million do not fit into 63 bits."""
    return (int((durations >> _HALF).sum()) << _HALF) + int((durations & ((1 << _HALF) - 1)).sum())


def _quantile(durations: Ints, share: Fraction) -> float:
    """In seconds; between two values in proportion. Puts the durations below and above it apart."""
    place = (durations.size - 1) * share
    below = int(place)
    durations.partition(below)
    low = int(durations[below])
    high = int(durations[below + 1 :].min()) if place > below else low
    return float((low + (high - low) * (place - below)) / _SECOND)


def _counts(counted: Sequence[Ints], names: Sequence[str]) -> dict[str, int]:
    found = zip(names, np.sum(counted, axis=0).tolist() if counted else (), strict=True)
    return dict(sorted(((name, count) for name, count in found if count), key=lambda one: (-one[1], one[0])))


def _known(log: Log) -> duckdb.DuckDBPyRelation:
    """The events whose case, activity and moment are known; none ends before it begins."""
    case, activity, ended = log.cell(CASE), log.cell(ACTIVITY), log.instant(TIME)
    start = log.instant(START)
    begun = f"CASE WHEN {start} <= {ended} THEN {start} ELSE {ended} END" if START in log.roles else ended
    return log.rows.filter(
        f"NOT void AND {case} IS NOT NULL AND {activity} IS NOT NULL AND {ended} IS NOT NULL"
    ).project(
        f"{case} AS case_, {activity} AS activity, epoch_us({begun}) AS start, epoch_us({ended}) AS ended, row"
    )


def steps_of(log: Log) -> duckdb.DuckDBPyRelation:
    """One row an event: case_, activity, nth in its case, previous and next activity."""
    in_case = "OVER (PARTITION BY case_ ORDER BY start, ended, row)"
    return _known(log).project(
        f"case_, activity, row_number() {in_case} AS nth, lag(activity) {in_case} AS previous, "
        f"lead(activity) {in_case} AS next"
    )
