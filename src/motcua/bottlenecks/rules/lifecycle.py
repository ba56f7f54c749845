"""Logs of XES that tell the start and the end of a piece of work as two events, by `lifecycle:transition`."""

import duckdb

from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, TIME

TRANSITION = "lifecycle:transition"
_INSTANCE = "concept:instance"
_START, _COMPLETE = "start", "complete"


def tells_starts(log: Log) -> bool:
    """Whether there are events that start something."""
    if TRANSITION not in log.columns:
        return False
    said = log.rows.project(f"lower({log.columns[TRANSITION]}) AS said")
    return said.filter(f"said = '{_START}'").limit(1).fetchone() is not None


def paired(log: Log) -> duckdb.DuckDBPyRelation:
    """Pieces of work: the first start with the first end, the second with the second, and so on.

    Within a case, an activity and, if the log tells it, an instance of it. A start or an end that is left over is
    left out, and so is a piece that would end before it starts.
    """
    events = _events(log)
    starts = events.filter(f"said = '{_START}'").set_alias("starts")
    ends = events.filter(f"said = '{_COMPLETE}'").set_alias("ends")
    same = " AND ".join(f"starts.{name} = ends.{name}" for name in ("case_", "activity", "instance", "nth"))
    return starts.join(ends, f"{same} AND starts.moment <= ends.moment").project(
        "starts.row AS row, starts.case_ AS case_, starts.activity AS activity, "
        "coalesce(ends.resource, starts.resource) AS resource, starts.moment AS start, ends.moment AS ended"
    )


def _events(log: Log) -> duckdb.DuckDBPyRelation:
    case, activity, moment = log.cell(CASE), log.cell(ACTIVITY), log.instant(TIME)
    instance = log.columns.get(_INSTANCE, "NULL::VARCHAR")
    known = f"NOT void AND {case} IS NOT NULL AND {activity} IS NOT NULL AND {moment} IS NOT NULL"
    events = log.rows.filter(known).project(
        f"row, {case} AS case_, {activity} AS activity, coalesce({instance}, '') AS instance, "
        f"lower({log.columns[TRANSITION]}) AS said, {log.cell(RESOURCE)} AS resource, epoch_us({moment}) AS moment"
    )
    nth = "row_number() OVER (PARTITION BY case_, activity, instance, said ORDER BY moment, row) AS nth"
    return events.project(f"*, {nth}")
