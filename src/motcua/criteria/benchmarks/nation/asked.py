"""What is asked of the made-up nation: every criterion for every node and month, by the product and by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from motcua.criteria.benchmarks.nation.world import FIRST_MONTH, HORIZON, MONTHS
from motcua.criteria.rules import sets
from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.measures import FromFacts, closure_table, criteria, fact_tables, nodes, sql
from motcua.criteria.rules.reading_counters import shipped

KINDS = ("dossier", "petition", "offer", "declared")
SET = "qd766-2022"
LEAF = ("body", "period")
_BY_HAND = Path(__file__).parent / "handwritten.sql"


def opened(directory: Path, *, memory: str = "") -> Any:
    """DuckDB over the files. `memory`: its limit, as DuckDB writes it; what does not fit goes to disk, and one thread
    works, for each needs memory of its own.
    """
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")  # it would stand between the figures
    for kind in KINDS:
        database.read_parquet(str(directory / kind / "*.parquet")).create_view(kind)
    database.read_parquet(str(directory / "closure.parquet")).create_view("closure")
    if memory:
        limits = f"SET temp_directory = '{directory / 'spill'}'; SET memory_limit = '{memory}'"
        limits += "; SET preserve_insertion_order = false; SET threads = 1"
        database.execute(limits)
    return database


def measured() -> str:
    """The product's own measure, as DuckDB is sent it."""
    counted, rules = FromFacts(fact_tables(), HORIZON), sets.shipped()[SET]
    last = FIRST_MONTH + MONTHS - 1
    every = nodes(
        counted, closure_table(), shipped(), wanted=sorted(rules.counters), first=FIRST_MONTH, last=last
    )
    return sql(criteria(every, rules), "duckdb")


def by_hand() -> tuple[str, str]:
    """The same by hand: what is said before, and the question."""
    text = _BY_HAND.read_text(encoding="utf-8")
    for name, value in (("horizon", HORIZON), ("first", FIRST_MONTH), ("last", FIRST_MONTH + MONTHS - 1)):
        text = text.replace("{" + name + "}", str(value))
    macro, _, question = text.partition(";")
    return macro, question


def additive() -> list[Flow]:
    """The flows of dossiers that the set needs and that count one each: what a plain aggregate of the table tells."""
    counters = shipped()
    needed = {
        flow
        for code in sets.shipped()[SET].counters
        if code not in counters.pairs
        for flow in counters.flows_of(code)
    }
    flows = [flow for flow in counters.flows.values() if flow.code in needed and flow.of == "dossier"]
    return [flow for flow in flows if flow.amount is None]


def additive_measure(flows: Sequence[Flow]) -> str:
    return sql(FromFacts(fact_tables(), HORIZON).by(LEAF, flows), "duckdb")
