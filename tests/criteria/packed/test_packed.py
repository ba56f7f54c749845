"""What is packed says what the plain measure says, to the last count."""

from pathlib import Path

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.criteria.models import microseconds
from motcua.criteria.rules.facts import Fact
from motcua.criteria.rules.measures import FromFacts, fact_tables, sql
from motcua.criteria.rules.packed import bits_for, from_packed, layouts, numbered_bodies, packed
from motcua.criteria.rules.reading_counters import shipped
from tests.criteria.measures.engines import DuckDB, write_parquet
from tests.criteria.measures.rows import HORIZON, nasty, scattered

AT = microseconds(HORIZON)
ALL = shipped().flows.values()
FLOWS = [flow for flow in ALL if flow.of == "dossier" and flow.amount is None]
Rows = set[tuple[object, ...]]


def test_the_nasty_rows_packed_count_what_they_count_unpacked(tmp_path: Path) -> None:
    plain, dense = both(nasty(), tmp_path)
    assert dense == plain
    assert sum(row[2] for row in plain) > 150


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 60), bits=st.sampled_from([6, 9, 21, 31, 60]))
def test_whatever_the_rows_and_the_lanes_are_they_agree(
    tmp_path: Path, seed: int, count: int, bits: int
) -> None:
    plain, dense = both(scattered(count, seed), tmp_path, bits)
    assert dense == plain


def test_lanes_grow_with_the_rows_of_a_body() -> None:
    assert bits_for(1) == bits_for(2**21 - 1) == 21
    assert bits_for(2**21) == 22
    assert [layout.lanes for layout in layouts(FLOWS, bits_for(2**21))] == [2, 2, 2, 2]


def test_what_is_no_count_is_not_packed() -> None:
    with pytest.raises(ValueError, match="minutes_taken"):
        layouts(list(ALL))


def both(facts: list[Fact], directory: Path, bits: int = 21) -> tuple[Rows, Rows]:
    """The rows of the plain measure, and of the packed one."""
    engine = DuckDB(write_parquet(facts, directory))
    keys = ["body", "period", *(f"c{flow.slot:02}" for flow in FLOWS)]
    dossiers = fact_tables()["dossier"]
    plain = FromFacts(fact_tables(), AT).by(("body", "period"), FLOWS).select(keys)
    every, bodies, tables = layouts(FLOWS, bits), numbered_bodies(dossiers), {}
    for place, layout in enumerate(every):
        rows = packed(layout, dossiers, bodies, AT)
        engine.ask(f"CREATE OR REPLACE TABLE packed{place} AS {sql(rows, 'duckdb')}")
        tables[place] = ibis.table(rows.schema(), name=f"packed{place}")
    dense = from_packed(tables, every, bodies).select(keys)
    return set(engine.ask(sql(plain, "duckdb"))), set(engine.ask(sql(dense, "duckdb")))
