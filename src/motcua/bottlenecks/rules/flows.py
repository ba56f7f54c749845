"""The map of a process: which activity directly follows which in a case, how often and after how long.

As in pm4py's directly-follows and performance graphs: events of a case in the order of their start, end and row, and
from the end of one to the start of the next. Where the next starts before the one before it has ended, the time is 0
and the overlap is counted; the other counts a negative time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, START, TIME

_SECOND = 1_000_000


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
    steps = steps_of(log)
    return Map(
        activities=_counts(steps, "activity"),
        flows=_flows(steps),
        start=_counts(steps.filter("previous IS NULL"), "activity"),
        end=_counts(steps.filter("next IS NULL"), "activity"),
    )


def steps_of(log: Log) -> duckdb.DuckDBPyRelation:
    """One row an event: case_, activity, nth in its case, previous and next activity, and µs until the next starts."""
    case, activity, ended = log.cell(CASE), log.cell(ACTIVITY), log.instant(TIME)
    start = log.instant(START)
    begun = f"CASE WHEN {start} <= {ended} THEN {start} ELSE {ended} END" if START in log.roles else ended
    events = log.rows.filter(
        f"NOT void AND {case} IS NOT NULL AND {activity} IS NOT NULL AND {ended} IS NOT NULL"
    ).project(
        f"{case} AS case_, {activity} AS activity, epoch_us({begun}) AS begun, epoch_us({ended}) AS ended, row"
    )
    in_case = "OVER (PARTITION BY case_ ORDER BY begun, ended, row)"
    return events.project(
        f"case_, activity, row_number() {in_case} AS nth, lag(activity) {in_case} AS previous, "
        f"lead(activity) {in_case} AS next, lead(begun) {in_case} - ended AS wait"
    )


def _flows(steps: duckdb.DuckDBPyRelation) -> tuple[Flow, ...]:
    waits = steps.filter("next IS NOT NULL").project(
        "activity, next, greatest(wait, 0) AS us, wait < 0 AS early"
    )
    counted = waits.aggregate(
        f"activity, next, count(*) AS number, sum(us) / count(*) / {_SECOND} AS mean, "
        f"quantile_cont(us, [0.5, 0.9]) AS quantiles, count(*) FILTER (early) AS overlapping",
        "activity, next",
    ).order("number DESC, activity, next")
    return tuple(
        Flow(source, target, number, mean, median / _SECOND, p90 / _SECOND, overlapping)
        for source, target, number, mean, (median, p90), overlapping in counted.fetchall()
    )


def _counts(steps: duckdb.DuckDBPyRelation, column: str) -> dict[str, int]:
    counted = steps.aggregate(f"{column}, count(*) AS number", column).order(f"number DESC, {column}")
    return dict(counted.fetchall())
