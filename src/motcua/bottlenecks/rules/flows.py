"""The map of a process: which activity directly follows which in a case, how often and after how long.

As in pm4py's directly-follows and performance graphs: events of a case in the order of their start, end and row, and
from the end of one to the start of the next. Where the next starts before the one before it has ended, the time is 0
and the overlap is counted; the other counts a negative time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import duckdb
import numpy as np

from motcua.bottlenecks.rules.work import Bools, Ints, coded
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, START, TIME

_SECOND = 1_000_000
_WORD, _HALF = 63, 20


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


@dataclass(frozen=True)
class Events:
    """Events as columns in the order of the file; moments in microseconds. Codes point into the names."""

    case: Ints
    activity: Ints
    begun: Ints
    ended: Ints
    activities: Sequence[str]


def map_of(log: Log) -> Map:
    """Of the events whose case, activity and moment are known."""
    return graph(events_of(log))


def events_of(log: Log) -> Events:
    table = _known(log).order("row").to_arrow_table()
    case, _cases = coded(table.column("case_"))
    activity, names = coded(table.column("activity"))
    begun, ended = (table.column(name).to_numpy() for name in ("begun", "ended"))
    return Events(case, activity, begun, ended, names)


def graph(events: Events) -> Map:
    """What directly follows what. Every sum is a whole number; a mean is divided once."""
    events = _in_order(events)
    names, activity = events.activities, events.activity
    if not len(activity):
        return Map({}, (), {}, {})
    follows = events.case[1:] == events.case[:-1]
    edge = np.ones(1, bool)
    first, last = np.concatenate((edge, ~follows)), np.concatenate((~follows, edge))
    return Map(
        activities=_counts(activity, names),
        flows=tuple(sorted(_flows(events, follows), key=lambda one: (-one.count, one.source, one.target))),
        start=_counts(activity[first], names),
        end=_counts(activity[last], names),
    )


def _in_order(events: Events) -> Events:
    """By case, start, end and row. Most logs are written nearly so: only cases that are not are put in order."""
    if np.any(events.case[1:] < events.case[:-1]):
        events = _taken(events, np.argsort(events.case, kind="stable"))
    case, begun, ended = events.case, events.begun, events.ended
    earlier = (begun[1:] < begun[:-1]) | ((begun[1:] == begun[:-1]) & (ended[1:] < ended[:-1]))
    amiss = np.unique(case[1:][earlier & (case[1:] == case[:-1])])
    if not len(amiss):
        return events
    order = np.arange(len(case))
    some = np.flatnonzero(np.isin(case, amiss))
    order[some] = some[np.lexsort((ended[some], begun[some], case[some]))]  # stable: rows last
    return _taken(events, order)


def _taken(events: Events, order: Ints) -> Events:
    return Events(
        events.case[order],
        events.activity[order],
        events.begun[order],
        events.ended[order],
        events.activities,
    )


def _flows(events: Events, follows: Bools) -> Iterator[Flow]:
    kinds, names = len(events.activities), events.activities
    way = events.activity[:-1] * kinds
    way += events.activity[1:]
    wait = events.begun[1:] - events.ended[:-1]
    early = np.flatnonzero((wait < 0) & follows)
    overlaps = np.bincount(way[early], minlength=kinds * kinds)
    np.maximum(wait, 0, out=wait)
    way, wait = _sorted(way, wait, follows, kinds * kinds)
    starts = np.flatnonzero(np.concatenate((way[:1] >= 0, way[1:] != way[:-1])))
    counts = np.diff(np.append(starts, len(way)))
    for start, count, whole in zip(starts.tolist(), counts.tolist(), _sums(wait, starts), strict=True):
        source, target = divmod(int(way[start]), kinds)
        durations = wait[start : start + count]
        yield Flow(
            names[source],
            names[target],
            count,
            float(Fraction(whole, count * _SECOND)),
            _quantile(durations, Fraction(1, 2)),
            _quantile(durations, Fraction(9, 10)),
            int(overlaps[way[start]]),
        )


def _sorted(way: Ints, wait: Ints, follows: Bools, ways: int) -> tuple[Ints, Ints]:
    """Those that follow, by way and then by waiting time. Both in one word where they fit, and in place: words sort
    several times faster, and most of what is left is memory that is asked for.
    """
    bits = int(wait.max(initial=0)).bit_length()
    if ways.bit_length() + bits > _WORD:
        way, wait = way[follows], wait[follows]
        order = np.lexsort((wait, way))
        return way[order], wait[order]
    way <<= bits
    way |= wait
    way = way[follows]
    way.sort()
    wait = way & ((1 << bits) - 1)
    way >>= bits
    return way, wait


def _sums(wait: Ints, starts: Ints) -> Iterator[int]:
    """Exact, in two halves: years of microseconds by the million do not fit into 63 bits."""
    if not len(starts):
        return
    high = np.add.reduceat(wait >> _HALF, starts).tolist()
    low = np.add.reduceat(wait & ((1 << _HALF) - 1), starts).tolist()
    yield from ((more << _HALF) + less for more, less in zip(high, low, strict=True))


def _quantile(durations: Ints, share: Fraction) -> float:
    """In seconds, of durations in order; between two values in proportion."""
    place = (len(durations) - 1) * share
    below = int(place)
    above = min(below + 1, len(durations) - 1)
    low, high = int(durations[below]), int(durations[above])
    return float((low + (high - low) * (place - below)) / _SECOND)


def _counts(activity: Ints, names: Sequence[str]) -> dict[str, int]:
    counts = np.bincount(activity, minlength=len(names)).tolist()
    found = [(name, count) for name, count in zip(names, counts, strict=True) if count]
    return dict(sorted(found, key=lambda one: (-one[1], one[0])))


def _known(log: Log) -> duckdb.DuckDBPyRelation:
    """The events whose case, activity and moment are known; none ends before it begins."""
    case, activity, ended = log.cell(CASE), log.cell(ACTIVITY), log.instant(TIME)
    start = log.instant(START)
    begun = f"CASE WHEN {start} <= {ended} THEN {start} ELSE {ended} END" if START in log.roles else ended
    return log.rows.filter(
        f"NOT void AND {case} IS NOT NULL AND {activity} IS NOT NULL AND {ended} IS NOT NULL"
    ).project(
        f"{case} AS case_, {activity} AS activity, epoch_us({begun}) AS begun, epoch_us({ended}) AS ended, row"
    )


def steps_of(log: Log) -> duckdb.DuckDBPyRelation:
    """One row an event: case_, activity, nth in its case, previous and next activity."""
    in_case = "OVER (PARTITION BY case_ ORDER BY begun, ended, row)"
    return _known(log).project(
        f"case_, activity, row_number() {in_case} AS nth, lag(activity) {in_case} AS previous, "
        f"lead(activity) {in_case} AS next"
    )
