"""Rows into a table, new or over those of the same key: a few by one statement, many by COPY."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

MANY, AT_ONCE = 2_000, 250
Row = Sequence[Any]


def pour(
    table: str,
    key: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    count: int,
    adds: Collection[str] = (),
) -> None:
    """Write so many rows. Of a row that is there already, the columns `adds` grow and the others are replaced.

    No two of the rows may have one key. Names of tables and columns are the house's own.
    """
    if not count:
        return
    kept = [name for name in columns if name not in key]
    changes = ", ".join(
        f"{name} = kept.{name} + excluded.{name}" if name in adds else f"{name} = excluded.{name}"
        for name in kept
    )
    names = ", ".join(columns)
    into = f"INSERT INTO {table} AS kept ({names})"
    over = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
    if count < MANY:
        _few(into, over, rows, len(columns))
    else:
        _many(into, over, names, table, rows)


def _few(into: str, over: str, rows: Iterable[Row], width: int) -> None:
    places = f"({', '.join(['%s'] * width)})"
    rest = iter(rows)
    with connection.cursor() as cursor:
        while part := list(islice(rest, AT_ONCE)):
            statement = f"{into} VALUES {', '.join([places] * len(part))} {over}"
            cursor.execute(statement, [value for row in part for value in row])


def _many(into: str, over: str, names: str, table: str, rows: Iterable[Row]) -> None:
    making = f"CREATE TEMP TABLE poured ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 -- our own names
    with connection.cursor() as cursor:
        cursor.execute(making)
        with cursor.copy(f"COPY poured ({names}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(row)
        cursor.execute(f"{into} SELECT * FROM poured {over}")  # noqa: S608 -- our own names
        cursor.execute("DROP TABLE poured")
