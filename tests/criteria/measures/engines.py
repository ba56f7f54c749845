"""Three engines behind one question: tables of facts in, rows out."""

import gc
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from motcua.criteria.models import microseconds
from motcua.criteria.rules.facts import Fact, columns
from motcua.criteria.rules.history.schemas import schema_of
from motcua.criteria.rules.measures import Dialect
from motcua.criteria.services import keeping
from tests.criteria.measures.rows import CLOSURE, HORIZON, kinds

Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """`prefix` begins the names of its tables of facts."""

    prefix: str
    dialect: Dialect

    def ask(self, text: str) -> Rows: ...


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
