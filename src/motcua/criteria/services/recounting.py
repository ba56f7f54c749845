"""Counting all kept facts anew, where the flows are others than those that were counted."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.criteria.models import microseconds
from motcua.criteria.rules.counters import Counters, Flow
from motcua.criteria.rules.measures import (
    day_tallies,
    fact_tables,
    kept_sql,
    month_tallies,
    procedure_tallies,
)
from motcua.criteria.rules.measures.tables import IN_POSTGRESQL, slot_column
from motcua.criteria.services.keeping import COUNTED, TABLES

Tallies = Callable[[Mapping[str, Any], Collection[Flow], int], Any]
_TALLIES: Mapping[str, tuple[tuple[str, ...], Tallies]] = {
    "criteria_daytally": (("body", "day"), day_tallies),
    "criteria_monthtally": (("body", "month"), month_tallies),
    "criteria_proceduretally": (("body", "procedure", "month"), procedure_tallies),
}
FAR = 4_102_444_799_999_999
"""The last microsecond of 2099: stands for the horizon in the text that is kept, whose calendar reaches as far."""


def recount(counters: Counters, horizon: datetime) -> None:
    """Write all counters anew from the kept facts as they stand at a horizon, by the measures in the database.

    In the caller's transaction; rows are deleted, not truncated, so that who reads meanwhile reads the old ones.
    """
    for table, (key, _) in _TALLIES.items():
        slots = [slot_column(flow.slot) for flow in counters.flows.values()]
        counted = counted_anew(table, counters, horizon)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own name
            cursor.execute(f"INSERT INTO {table} ({', '.join((*key, *slots))}) {counted}")  # noqa: S608 -- our own names
    for kind in COUNTED:
        _time_anew(kind, counters.moments_of.get(kind, ()), microseconds(horizon))


def counted_anew(table: str, counters: Counters, horizon: datetime) -> str:
    """The query for the rows of a table of counters: its key, then the slots of the flows in their order."""
    _, tallies = _TALLIES[table]
    text = kept_sql(
        ("counted anew", table, counters.digest),
        lambda: tallies(fact_tables(IN_POSTGRESQL), counters.flows.values(), FAR),
        "postgres",
    )
    return text.replace(str(FAR), str(microseconds(horizon)))


def _time_anew(kind: str, moments: Collection[str], horizon: int) -> None:
    """When time alone will change what each fact counts; and that it is counted as at the horizon, where that tells."""
    table = TABLES[kind]._meta.db_table
    ahead = [f"CASE WHEN {name} >= {horizon} THEN {name} END" for name in moments]
    following = f"least({', '.join(ahead)})" if ahead else "NULL::bigint"
    passed = " OR ".join(f"{name} >= counted_at AND {name} < {horizon}" for name in moments) or "FALSE"
    statement = (
        f"UPDATE {table} SET counted_at = {horizon}, next_at = {following}"  # noqa: S608 -- our own names and a number
        f" WHERE next_at IS DISTINCT FROM {following} OR {passed}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
