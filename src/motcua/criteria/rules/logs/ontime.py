"""On time in three readings, counted side by side over the cases of any log.

A case is closed if a moment of its end is known, the latest of those that its rows tell. Its deadline is the earliest
that they tell, so that two answers never help. By timestamp it is on time if it ends no later than the deadline; by
calendar date if it ends no later than on the day of the deadline, in the zone asked for; the third reading adds to
the closed ones those that are still open although their deadline has passed when the log ends.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from motcua.criteria.rules.logs.checking import check_columns
from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.moments import from_microseconds
from motcua.criteria.rules.logs.roles import (
    ACTIVITY,
    BY,
    CASE,
    DEADLINE,
    END,
    NAMED_ACTIVITY,
    START,
    TIME,
    nearest,
)


@dataclass(frozen=True)
class Part:
    on_time: int
    of: int


@dataclass(frozen=True)
class Group:
    closed: int
    on_time: int  # by timestamp


@dataclass(frozen=True)
class OnTime:
    """`of` counts closed cases that have a deadline; `with_open` also the late and open ones."""

    closed: int
    open: int
    timestamp: Part
    date: Part
    with_open: Part
    by: Mapping[str, Group]  # the most frequent first; "" where the log says nothing
    log_end: datetime | None
    closed_without_deadline: int
    open_without_deadline: int
    ending_after_log: int  # closed at a moment later than anything that the log tells
    due_at_midnight: int  # deadlines at 00:00: probably days of which somebody cut the time


def on_time(log: Log, *, end_activities: Collection[str] = (), at: datetime | None = None) -> OnTime:
    """Counts the cases as they stood `at` a moment (None: at the last one that the log tells).

    With `end_activities` only the moments of these events end a case. Adds faults of the columns used.
    Raises Unknown for an activity that the log does not have.
    """
    used = {log.roles[role] for role in (START, TIME, END, DEADLINE, BY) if role in log.roles}
    check_columns(log, used)
    horizon = at or _last(log)
    cases = _cases(log, _ends(log, end_activities, at), at)
    said = _written(horizon) if horizon else "NULL::TIMESTAMPTZ"
    return _counted(cases.project(f"ended, due, grouped, {said} AS horizon"), horizon, by=BY in log.roles)


def _last(log: Log) -> datetime | None:
    row = log.rows.aggregate(f"epoch_us(max({log.instant(TIME if TIME in log.roles else END)}))").fetchone()
    return from_microseconds(row[0]) if row else None


def _ends(log: Log, activities: Collection[str], at: datetime | None) -> str:
    """The SQL of the moment that ends the case, if the row tells one."""
    ended = log.latest(END if END in log.roles else TIME)
    conditions = [f"{ended} <= {_written(at)}"] if at else []
    if activities:
        column = log.cell(ACTIVITY)
        known = [name for (name,) in log.rows.project(column).distinct().fetchall() if name]
        for name in activities:
            if name not in known:
                raise Unknown(NAMED_ACTIVITY, name, sorted(known), nearest(name, known))
        listed = ", ".join(_quoted(name) for name in activities)
        conditions.append(f"{column} IN ({listed})")
    return f"CASE WHEN {' AND '.join(conditions)} THEN {ended} END" if conditions else ended


def _cases(log: Log, ends: str, at: datetime | None) -> duckdb.DuckDBPyRelation:
    """One row a case: ended, due, grouped. A case that began after `at` is not there yet."""
    group, time = log.cell(BY), log.instant(TIME)
    grouped = f"last({group} ORDER BY {time} NULLS FIRST, row) FILTER ({group} IS NOT NULL)"
    cases = log.rows.filter(f"{log.cell(CASE)} IS NOT NULL").aggregate(
        f"max({ends}) AS ended, min({log.latest(DEADLINE)}) AS due, {grouped} AS grouped, min({time}) AS began",
        log.cell(CASE),
    )
    return cases.filter(f"began IS NULL OR began <= {_written(at)}") if at else cases


def _counted(cases: duckdb.DuckDBPyRelation, horizon: datetime | None, *, by: bool) -> OnTime:
    row = cases.aggregate(
        "count(ended), count(*) - count(ended), count(*) FILTER (ended IS NOT NULL AND due IS NULL), "
        "count(*) FILTER (ended IS NULL AND due IS NULL), count(*) FILTER (ended <= due), "
        "count(*) FILTER (ended::DATE <= due::DATE), count(*) FILTER (ended IS NULL AND due < horizon), "
        "count(*) FILTER (ended > horizon), count(*) FILTER (due = date_trunc('day', due))"
    ).fetchone()
    assert row is not None
    closed, open_, closed_without, open_without, by_timestamp, by_date, late_and_open, after, midnight = row
    of = closed - closed_without
    return OnTime(
        closed=closed,
        open=open_,
        timestamp=Part(by_timestamp, of),
        date=Part(by_date, of),
        with_open=Part(by_timestamp, of + late_and_open),
        by=_groups(cases) if by else {},
        log_end=horizon,
        closed_without_deadline=closed_without,
        open_without_deadline=open_without,
        ending_after_log=after,
        due_at_midnight=midnight,
    )


def _groups(cases: duckdb.DuckDBPyRelation) -> dict[str, Group]:
    counted = cases.aggregate(
        "coalesce(grouped, '') AS grouped, count(ended) AS closed, count(*) FILTER (ended <= due) AS good",
        "coalesce(grouped, '')",
    ).order("closed DESC, grouped")
    return {name: Group(closed, good) for name, closed, good in counted.fetchall()}


def _written(moment: datetime) -> str:
    return f"TIMESTAMPTZ '{moment.astimezone(UTC).isoformat()}'"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
