"""Splits the made-up nation's late dossiers over their steps, alone in a process; prints the figures as JSON."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from motcua.clock.rules.shipped import calendar_of, days, weeks
from motcua.criteria.benchmarks.nation.world import FIRST_MONTH, HORIZON, MONTHS
from motcua.criteria.queries.attributing import Borne, borne_in
from motcua.criteria.rules.measures import FromFacts, closure_table, fact_tables, nodes, sql
from motcua.criteria.rules.reading_counters import shipped

LAST = FIRST_MONTH + MONTHS - 1
LATE = ("finished_late", "pending_late")
_DIFFERING = """
    WITH shared AS (
        SELECT node, month AS period, sum(share) AS share FROM borne JOIN closure USING (body) GROUP BY ALL
    )
    SELECT count(*) FROM late LEFT JOIN shared USING (node, period)
    WHERE coalesce(share, 0) <> $common * (finished_late + pending_late)
"""


def main(directory: Path) -> dict[str, Any]:
    database = duckdb.connect()
    for kind in ("dossier", "step"):
        database.read_parquet(str(directory / kind / "*.parquet")).create_view(kind)
    calendar = calendar_of(weeks()[0], days())
    began, spent = time.perf_counter(), time.process_time()
    borne = borne_in(directory, calendar, horizon=HORIZON, first=FIRST_MONTH, last=LAST, database=database)
    wall, processor = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "seconds": round(wall, 2),
        "processor_seconds": round(processor, 2),
        "peak_mib": peak,
        "cases": borne.cases,
        "overruns": borne.overruns,
        "rows": borne.rows.num_rows,
        "cells_that_do_not_sum_to_the_index": _differing(database, directory, borne),
    }


def _differing(database: Any, directory: Path, borne: Borne) -> int:
    """Nodes and months in which the shares are not the late dossiers that the index counts."""
    for kind in ("petition", "offer", "declared"):
        database.read_parquet(str(directory / kind / "*.parquet")).create_view(kind)
    database.read_parquet(str(directory / "closure.parquet")).create_view("closure")
    facts = FromFacts(fact_tables(), HORIZON)
    late = nodes(facts, closure_table(), shipped(), wanted=LATE, first=FIRST_MONTH, last=LAST)
    database.sql(sql(late, "duckdb")).create_view("late")
    database.register("borne", borne.rows)
    found: int = database.execute(_DIFFERING, {"common": borne.common}).fetchall()[0][0]
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
