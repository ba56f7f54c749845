"""The columns of facts in Parquet. Moments are int64: microseconds since 1970-01-01T00:00Z."""

from typing import Any

import pyarrow as pa

from motcua.criteria.rules import facts
from motcua.criteria.rules.expressions.columns import columns_of
from motcua.criteria.rules.expressions.nodes import Type

KINDS = tuple(facts.KINDS)
MOVED_IN = "moved_in"
"""The batch in which a row changed last: the newest row of a key is the one that counts."""
_TYPES = {
    Type.TEXT: pa.string(),
    Type.NUMBER: pa.int64(),
    Type.TRUTH: pa.bool_(),
    Type.MOMENT: pa.int64(),
}


def schema_of(kind: str) -> Any:
    """The documented columns of a kind of fact, in order, and the batch."""
    columns = [
        pa.field(name, _TYPES[column.type], nullable=column.optional)
        for name, column in columns_of(kind).items()
    ]
    return pa.schema([*columns, pa.field(MOVED_IN, pa.int64(), nullable=False)])


def key_of(kind: str) -> tuple[str, ...]:
    key: tuple[str, ...] = facts.KINDS[kind].key
    return key
