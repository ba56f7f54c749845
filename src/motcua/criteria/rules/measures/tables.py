"""The tables that measures read, by name and schema: facts, tallies, and who stands above whom.

The same names of columns everywhere; only the names of tables differ (`criteria_dossier` in PostgreSQL, a view
`dossier` over Parquet). Moments are int64: microseconds since 1970 in UTC.
"""

from collections.abc import Mapping
from typing import Any

import ibis

from motcua.criteria.rules.counters import MOST_SLOTS
from motcua.criteria.rules.expressions.columns import columns_of
from motcua.criteria.rules.expressions.nodes import Type

Table = Any
"""An Ibis table."""

COUNTED_KINDS = ("dossier", "petition", "offer", "declared")
"""Steps are not counted: they say where the days of counted dossiers went."""
IN_POSTGRESQL = "criteria_"
"""What the names of the room's tables begin with."""
_TYPES: Mapping[Type, str] = {
    Type.TEXT: "string",
    Type.NUMBER: "int64",
    Type.TRUTH: "boolean",
    Type.MOMENT: "int64",
}


def slot_column(slot: int) -> str:
    return f"c{slot:02}"


def fact_tables(prefix: str = "") -> dict[str, Table]:
    """A table for each counted kind of fact, whose columns are the documented ones."""
    return {kind: ibis.table(_schema(kind), name=prefix + kind) for kind in COUNTED_KINDS}


def tally_tables(prefix: str = "") -> dict[str, Table]:
    """The tables of counters by month: `monthtally` of a body, `proceduretally` of a body's procedure."""
    slots = {slot_column(slot): "int64" for slot in range(MOST_SLOTS)}
    keys = {
        "monthtally": {"body": "string", "month": "int64"},
        "proceduretally": {"body": "string", "procedure": "string", "month": "int64"},
    }
    return {name: ibis.table({**key, **slots}, name=prefix + name) for name, key in keys.items()}


def closure_table(name: str = "closure") -> Table:
    """Every node with every body whose counters make up its own, itself included."""
    return ibis.table({"node": "string", "body": "string"}, name=name)


def _schema(kind: str) -> dict[str, str]:
    return {name: _TYPES[column.type] for name, column in columns_of(kind).items()}
