"""Measures as text: what each engine is sent. Ibis takes a tenth of a second or more to write one: texts are kept."""

from collections.abc import Callable, Hashable
from typing import Literal

import ibis

from motcua.criteria.rules.measures.tables import Table

Dialect = Literal["postgres", "duckdb", "pyspark"]
MOST_KEPT = 500
_kept: dict[tuple[Dialect, Hashable], str] = {}


def sql(measure: Table, dialect: Dialect) -> str:
    """The text of a measure for one engine."""
    return str(ibis.to_sql(measure, dialect=dialect))


def kept_sql(key: Hashable, measure: Callable[[], Table], dialect: Dialect) -> str:
    """The text of `measure()`, written once in a process for each key.

    The key names all that the text depends on: the digests of counters and set, the span of periods, the horizon.
    """
    text = _kept.get((dialect, key))
    if text is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        text = _kept[dialect, key] = sql(measure(), dialect)
    return text
