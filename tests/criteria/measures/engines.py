"""Three engines behind one question: tables of facts in, rows out."""

import gc
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from motcua.criteria.models import SLOTS, microseconds
from motcua.criteria.rules.facts import Fact, columns
from motcua.criteria.rules.history.schemas import schema_of
from motcua.criteria.rules.measures import Dialect
from motcua.criteria.services import keeping
from tests.criteria.measures.oracle import Cells
from tests.criteria.measures.rows import CLOSURE, HORIZON, kinds

Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """`prefix` begins the names of its tables of facts."""

    prefix: str
    dialect: Dialect

    def ask(self, text: str) -> Rows: ...


class Keeper(Engine, Protocol):
    """An engine that keeps counters beside the facts; a nation's lake on Spark holds facts alone."""

    def keep(self, tallies: Mapping[str, Cells], slots: Sequence[str]) -> None:
        """Have these counters in its tables of tallies: `month` and `procedure`."""


class DuckDB:
    """Over Parquet files."""

    prefix = ""
    dialect: Dialect = "duckdb"

    def __init__(self, directory: Path) -> None:
        self.database = duckdb.connect()
        for file in directory.glob("*.parquet"):
            self.database.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")

    def ask(self, text: str) -> Rows:
        return self.database.execute(text).fetchall()

    def keep(self, tallies: Mapping[str, Cells], slots: Sequence[str]) -> None:
        for by, cells in tallies.items():
            rows = _tally_rows(by, cells, slots)
            table = pa.Table.from_pylist([dict.fromkeys(SLOTS, 0) | row for row in rows])
            self.database.register(f"{by}tally", table)


class PostgreSQL:
    """The house's own tables."""

    prefix = "criteria_"
    dialect: Dialect = "postgres"

    def __init__(self, facts: Sequence[Fact]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.closure")
            cursor.execute("CREATE TEMP TABLE closure (node text, body text) ON COMMIT DROP")
            cursor.executemany("INSERT INTO closure VALUES (%s, %s)", CLOSURE)
        for kind, of_kind in kinds(list(facts)).items():
            keeping.TABLES[kind]._default_manager.all().delete()
            keeping.write(kind, [(fact, None) for fact in of_kind], counted_at=HORIZON, batch=1)

    def ask(self, text: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall()

    def keep(self, tallies: Mapping[str, Cells], slots: Sequence[str]) -> None:
        """In tables that stand before the house's own, whose slots are too narrow for these rows."""
        wide = ", ".join(f"{slot} bigint NOT NULL DEFAULT 0" for slot in SLOTS)
        with connection.cursor() as cursor:
            for by, cells in tallies.items():
                table, rows = f"pg_temp.criteria_{by}tally", _tally_rows(by, cells, slots)
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
                cursor.execute(
                    f"CREATE TEMP TABLE criteria_{by}tally (body text, procedure text, month int, {wide})"
                )
                places = ", ".join(["%s"] * len(rows[0]))
                statement = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({places})"
                cursor.executemany(statement, [list(row.values()) for row in rows])


class Spark:
    """Over the same Parquet files, in this process' own small cluster."""

    prefix = ""
    dialect: Dialect = "pyspark"

    def __init__(self, session: Any, directory: Path) -> None:
        self.session = session
        for file in directory.glob("*.parquet"):
            session.read.parquet(str(file)).createOrReplaceTempView(file.stem)

    def ask(self, text: str) -> Rows:
        return rows_of_spark(self.session, text)


def rows_of_spark(session: Any, text: str) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # it leaves the sockets of its answers to the collector
        rows = [tuple(row) for row in session.sql(text).collect()]
        gc.collect()
    return rows


def _tally_rows(by: str, cells: Cells, slots: Sequence[str]) -> list[dict[str, Any]]:
    keys = ("body", "month") if by == "month" else ("body", "procedure", "month")
    return [dict(zip((*keys, *slots), (*key, *counts), strict=True)) for key, counts in cells.items()]


def write_parquet(facts: Iterable[Fact], directory: Path) -> Path:
    """One file for each kind, moments as microseconds, and the closure."""
    for kind, of_kind in kinds(list(facts)).items():
        rows = [
            {name: _plain(getattr(fact, name)) for name in columns(kind)} | {"moved_in": 1}
            for fact in of_kind
        ]
        pq.write_table(pa.Table.from_pylist(rows, schema=schema_of(kind)), directory / f"{kind}.parquet")
    pairs = [{"node": node, "body": body} for node, body in CLOSURE]
    pq.write_table(pa.Table.from_pylist(pairs), directory / "closure.parquet")
    return directory


def _plain(value: Any) -> Any:
    return microseconds(value) if hasattr(value, "tzinfo") else value
