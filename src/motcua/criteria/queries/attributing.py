"""Who bears the late dossiers of a whole exported history: body, procedure and month by kind of step, exactly.

The same split as on the page of a criterion (`queries.bearing`), of as many dossiers as there are. No database is
asked: DuckDB brings cases and rounds together out of the files, NumPy counts working time and splits.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting.vectors import WorkingMinutes
from motcua.criteria.queries.history import in_duckdb
from motcua.criteria.rules.attribution import Attributed, Whole, attributed

_MACROS = """
    CREATE TEMP MACRO month_of(moment) AS
        12 * year(make_timestamp(moment + 25200000000)) + month(make_timestamp(moment + 25200000000)) - 1;
    CREATE TEMP MACRO begin_of(month) AS
        epoch_us(make_timestamp(month // 12, month % 12 + 1, 1, 0, 0, 0.0)) - 25200000000
"""
_CASES = """
    CREATE TEMP TABLE late_cases AS
    WITH late AS (
        SELECT code, body, procedure, due_at, ended_at, month_of(late_at) AS since,
            CASE WHEN ended_at < $horizon THEN month_of(ended_at) ELSE month_of($horizon - 1) END AS until
        FROM dossier WHERE received_at IS NOT NULL AND late_at < $horizon AND coalesce(late_at <= ended_at, true)
    ), counted AS (
        SELECT *, unnest(range(greatest(since, $first), least(until, $last) + 1)) AS month FROM late
    ), ended AS (
        SELECT code, body, procedure, month, due_at,
            least(coalesce(ended_at, $horizon), begin_of(month + 1), $horizon) AS until FROM counted
    )
    SELECT row_number() OVER () - 1 AS number, code, body, procedure, month, until, coalesce(due_at, until) AS due_at
    FROM ended
"""
_KINDS = """
    CREATE TEMP TABLE kinds AS
    SELECT row_number() OVER () - 1 AS number, step, step_kind FROM (SELECT DISTINCT step, step_kind FROM step)
"""
_ROUNDS = """
    SELECT late_cases.number AS number, kinds.number AS kind, step.due_at AS due,
        least(coalesce(step.closed_at, until), until) AS until
    FROM step JOIN late_cases USING (code) JOIN kinds USING (step, step_kind)
    WHERE step.due_at < least(coalesce(step.closed_at, until), until)
"""
_TOLD = """
    WITH borne AS (
        SELECT number, step_kind, share FROM shares JOIN (SELECT number AS kind, step_kind FROM kinds) USING (kind)
        UNION ALL SELECT number, '', share FROM slack WHERE share > 0
    )
    SELECT body, procedure, month, step_kind, count(DISTINCT number) AS cases, sum(share)::BIGINT AS share
    FROM borne JOIN late_cases USING (number) WHERE share > 0
    GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True)
class Borne:
    """`rows`: body, procedure, month (since year 0), step_kind, cases, share. Shares are over `common`; those of a
    body, procedure and month sum to `common` times its late dossiers. An empty step_kind: the limits were too slack.

    `cases`: late dossiers, each in every month in which it counts; `overruns`: rounds of theirs that ran over.
    """

    rows: Any
    cases: int
    overruns: int
    common: int


def borne_in(
    directory: Path, calendar: Calendar, *, horizon: int, first: int, last: int, database: Any = None
) -> Borne:
    """The late dossiers of the months from `first` to `last` as they stood at the `horizon` (microseconds since 1970).

    `directory` as `criteria export` writes it; or a DuckDB with the views `dossier` and `step`.
    """
    if database is None:
        database = duckdb.connect()
        in_duckdb(directory, database)
    database.execute("SET enable_progress_bar = false")  # it would be written among the answers
    database.execute(_MACROS)
    database.execute(_CASES, {"horizon": horizon, "first": first, "last": last})
    database.execute(_KINDS)
    minutes = WorkingMinutes(calendar)
    rounds = database.execute(_ROUNDS).fetchnumpy()
    over = _by_step(rounds, minutes.between(rounds["due"], rounds["until"]))
    cases = database.execute("SELECT due_at, until FROM late_cases ORDER BY number").fetchnumpy()
    split = attributed(over.case, over.minutes, minutes.between(cases["due_at"], cases["until"]))
    rows = _told(database, over, split)
    return Borne(rows, len(split.too_slack), len(rounds["due"]), split.common)


@dataclass(frozen=True)
class _Over:
    """By how many working minutes each step of each case ran over, in ascending order of cases."""

    case: Whole
    kind: Whole
    minutes: Whole


def _by_step(rounds: dict[str, Any], minutes: Whole) -> _Over:
    """Rounds of one step of one case count together; a round past its limit by no working minute bears nothing."""
    ran = minutes > 0
    case, kind, minutes = rounds["number"][ran], rounds["kind"][ran], minutes[ran]
    if not len(case):
        return _Over(case, kind, minutes)
    order = np.lexsort((kind, case))
    case, kind = case[order], kind[order]
    begins = np.flatnonzero(np.r_[True, (case[1:] != case[:-1]) | (kind[1:] != kind[:-1])])
    return _Over(case[begins], kind[begins], np.add.reduceat(minutes[order], begins))


def _told(database: Any, over: _Over, split: Attributed) -> Any:
    shares = {"number": over.case, "kind": over.kind, "share": split.shares}
    slack = {"number": np.arange(len(split.too_slack)), "share": split.too_slack}
    for name, columns in (("shares", shares), ("slack", slack)):
        database.register(name, pa.table(columns))
    return database.execute(_TOLD).to_arrow_table()
