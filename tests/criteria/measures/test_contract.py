"""One definition, three engines: the same bits from PostgreSQL, DuckDB and Spark as from plain Python."""

from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.criteria.models import microseconds
from motcua.criteria.rules import sets
from motcua.criteria.rules.measures import (
    Counted,
    FromFacts,
    FromTallies,
    closure_table,
    criteria,
    criterion_columns,
    day_tallies,
    fact_tables,
    kept_sql,
    month_tallies,
    nodes,
    procedure_tallies,
    sql,
    tally_tables,
)
from motcua.criteria.rules.measures.tables import slot_column
from motcua.criteria.rules.reading_counters import shipped
from tests.criteria.measures import oracle
from tests.criteria.measures.engines import DuckDB, Engine, Keeper, PostgreSQL, Spark, write_parquet
from tests.criteria.measures.rows import CLOSURE, HORIZON, nasty, scattered

COUNTERS = shipped()
SET = sets.shipped()["qd766-2022"]
FACTS = [*nasty(), *scattered(400)]
AT = microseconds(HORIZON)
MONTHS = range(12 * 2038 + 9, 12 * 2039 + 6)
KEYS = {"day": 2, "month": 2, "procedure": 3}
TALLIES = {"day": day_tallies, "month": month_tallies, "procedure": procedure_tallies}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_parquet(FACTS, tmp_path_factory.mktemp("history"))


@pytest.fixture
def engine(request: pytest.FixtureRequest, history: Path) -> Engine:
    if request.param == "postgres":
        return PostgreSQL(FACTS)
    return DuckDB(history) if request.param == "duckdb" else Spark(request.getfixturevalue("spark"), history)


@pytest.mark.parametrize(
    ("engine", "by"),
    [*product(["postgres", "duckdb"], TALLIES), *product(["spark"], ["day", "procedure"])],
    indirect=["engine"],
)
def test_counters_counted_anew_are_each_facts_contributions_added_up(engine: Engine, by: str) -> None:
    assert tallied(engine, by) == oracle.tallies(FACTS, COUNTERS, HORIZON, by)


@pytest.mark.parametrize(
    ("engine", "months"), [*product(["postgres", "duckdb"], [1, 3]), ("spark", 1)], indirect=["engine"]
)
def test_every_criterion_of_every_node_and_period_has_the_same_numerator_and_denominator(
    engine: Engine, months: int
) -> None:
    found = answers(engine, months)
    spans = range(MONTHS.start // months, (MONTHS.stop - 1) // months + 1)
    names = {node for node, _ in CLOSURE}
    assert found.keys() == {(node, span) for node in names for span in spans}
    for (node, span), answer in found.items():
        bodies = [body for parent, body in CLOSURE if parent == node]
        counts = oracle.counted(FACTS, COUNTERS, HORIZON, bodies, range(span * months, (span + 1) * months))
        assert answer == oracle.criteria(SET, counts), (node, span)


@pytest.mark.parametrize(
    ("engine", "months"), [*product(["postgres", "duckdb"], [1, 3, 12])], indirect=["engine"]
)
def test_counters_that_are_kept_say_what_the_facts_say(engine: Keeper, months: int) -> None:
    engine.keep(
        {by: oracle.tallies(FACTS, COUNTERS, HORIZON, by) for by in ("month", "procedure")},
        [slot_column(flow.slot) for flow in COUNTERS.flows.values()],
    )
    kept = FromTallies(tally_tables(engine.prefix), months)
    assert answers(engine, months, kept) == answers(engine, months)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(0, 60))
def test_whatever_the_rows_are_the_house_and_its_history_agree(tmp_path: Path, seed: int, count: int) -> None:
    facts = scattered(count, seed)
    house, history = PostgreSQL(facts), DuckDB(write_parquet(facts, tmp_path))
    for by in TALLIES:
        expected = oracle.tallies(facts, COUNTERS, HORIZON, by)
        assert tallied(house, by) == expected
        assert tallied(history, by) == expected


def tallied(engine: Engine, by: str) -> oracle.Cells:
    """Counts by key, in the order of the flows."""
    measure = partial(TALLIES[by], fact_tables(engine.prefix), COUNTERS.flows.values(), AT)
    rows = engine.ask(kept_sql(("contract", by), measure, engine.dialect))
    keys = KEYS[by]
    found = {row[:keys]: row[keys:] for row in rows}
    assert len(found) == len(rows)
    assert all(type(number) is int for counts in found.values() for number in counts)
    return found


def answers(
    engine: Engine, months: int, counted: Counted | None = None
) -> dict[tuple[str, int], dict[str, Any]]:
    span = {"first": MONTHS.start // months, "last": (MONTHS.stop - 1) // months}
    counted = counted or FromFacts(fact_tables(engine.prefix), AT, months)
    every = nodes(counted, closure_table(), COUNTERS, wanted=sorted(SET.counters), **span)
    measure = criteria(every, SET)
    codes = [criterion.code for criterion in SET if criterion.numerator is not None]
    places = {code: [measure.columns.index(name) for name in criterion_columns(code)] for code in codes}
    return {
        (row[0], row[1]): {code: tuple(row[place] for place in three) for code, three in places.items()}
        for row in engine.ask(sql(measure, engine.dialect))
    }
