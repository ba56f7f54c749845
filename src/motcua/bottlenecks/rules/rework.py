"""Rework: what a case has done more than once, and the steps that lead back."""

from dataclasses import dataclass

import duckdb

from motcua.bottlenecks.rules.flows import steps_of
from motcua.criteria.rules.logs.log import Log


@dataclass(frozen=True)
class Repeated:
    """An activity that is done again: in `cases_repeated` of its `cases`, `repeats` times beyond the first.

    `at_once` of the repeats follow the activity itself directly.
    """

    activity: str
    count: int
    cases: int
    cases_repeated: int
    repeats: int
    at_once: int


@dataclass(frozen=True)
class Return:
    """A step from one activity back to another that the case had done before."""

    source: str
    target: str
    count: int
    cases: int


@dataclass(frozen=True)
class Rework:
    """The most repeated activity and the most frequent return first."""

    cases: int
    cases_with_rework: int
    activities: tuple[Repeated, ...]
    returns: tuple[Return, ...]


def rework_of(log: Log) -> Rework:
    """Of the events whose case, activity and moment are known."""
    steps = steps_of(log).project(
        "*, row_number() OVER (PARTITION BY case_, activity ORDER BY nth) > 1 AS again"
    )
    cases = steps.aggregate("bool_or(again) AS reworked", "case_")
    number, reworked = cases.aggregate("count(*), count(*) FILTER (reworked)").fetchone() or (0, 0)
    return Rework(number, reworked, _activities(steps), _returns(steps))


def _activities(steps: duckdb.DuckDBPyRelation) -> tuple[Repeated, ...]:
    counted = steps.aggregate(
        "activity, count(*) AS number, count(DISTINCT case_) AS cases, "
        "count(DISTINCT case_) FILTER (again) AS repeated, count(*) FILTER (again) AS repeats, "
        "count(*) FILTER (previous = activity) AS at_once",
        "activity",
    )
    rows = counted.filter("repeats > 0").order("repeats DESC, activity").fetchall()
    return tuple(Repeated(*row) for row in rows)


def _returns(steps: duckdb.DuckDBPyRelation) -> tuple[Return, ...]:
    back = steps.filter("again AND previous <> activity")
    counted = back.aggregate(
        "previous, activity, count(*) AS number, count(DISTINCT case_) AS cases", "previous, activity"
    )
    return tuple(Return(*row) for row in counted.order("number DESC, previous, activity").fetchall())
