"""Facts as a table of one engine: every moment whole microseconds since 1970."""

from datetime import UTC, datetime, timedelta

import duckdb
import ibis
import pyarrow as pa

from motcua.criteria.rules.expressions.columns import columns_of
from motcua.criteria.rules.expressions.nodes import Type

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ARROW = {
    Type.TEXT: pa.string(), Type.NUMBER: pa.int64(), Type.TRUTH: pa.bool_(), Type.MOMENT: pa.int64(),
}  # fmt: skip
IBIS = {Type.TEXT: "string", Type.NUMBER: "int64", Type.TRUTH: "boolean", Type.MOMENT: "int64"}


def microseconds(moment):
    return (moment - EPOCH) // timedelta(microseconds=1)


def table_of(facts):
    """An unbound Ibis table with the rows' numbers, and a connection that holds it."""
    columns = columns_of(facts[0].kind)
    data = {
        name: pa.array([plain(getattr(fact, name)) for fact in facts], ARROW[column.type])
        for name, column in columns.items()
    }
    connection = duckdb.connect()
    connection.register("facts", pa.table({"row": pa.array(range(len(facts))), **data}))
    schema = {"row": "int64", **{name: IBIS[column.type] for name, column in columns.items()}}
    return ibis.table(schema, name="facts"), connection


def plain(value):
    return microseconds(value) if isinstance(value, datetime) else value
