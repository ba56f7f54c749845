"""What a log holds, in numbers."""

from dataclasses import dataclass
from datetime import datetime

from motcua.criteria.rules.logs.checking import check
from motcua.criteria.rules.logs.faults import Fault
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.moments import from_microseconds
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, TIME


@dataclass(frozen=True)
class Described:
    """`rows` are those of the file, also the ones that are left out; moments are in UTC."""

    rows: int
    cases: int
    activities: int
    resources: int
    first_at: datetime | None
    last_at: datetime | None


def described(log: Log) -> Described:
    """Checks the log, too: its faults are complete afterwards."""
    check(log)
    known = log.rows.filter(f"{log.cell(CASE)} IS NOT NULL")
    counts = ", ".join(f"count(DISTINCT {log.cell(role)})" for role in (CASE, ACTIVITY, RESOURCE))
    time = log.instant(TIME)
    row = known.aggregate(f"{counts}, epoch_us(min({time})), epoch_us(max({time}))").fetchone()
    assert row is not None
    cases, activities, resources, first, last = row
    left_out = log.faults.counts[Fault.WRONG_WIDTH]
    return Described(
        rows=log.row_count + left_out,
        cases=cases,
        activities=activities,
        resources=resources,
        first_at=from_microseconds(first),
        last_at=from_microseconds(last),
    )
