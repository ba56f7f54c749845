"""The measures, written once in Ibis and run unchanged on PostgreSQL, DuckDB and Spark.

Nothing here opens a database: a measure is an expression over named tables, and `statements` turns it into the
text of each engine. Only guarded sums, no division but the last (engine.md 6.3); so all three say the same.
"""

from motcua.criteria.rules.measures.counted import Counted, FromFacts, FromTallies
from motcua.criteria.rules.measures.criteria import criteria, criterion_columns
from motcua.criteria.rules.measures.nodes import nodes
from motcua.criteria.rules.measures.statements import Dialect, kept_sql, sql
from motcua.criteria.rules.measures.tables import closure_table, fact_tables, tally_tables
from motcua.criteria.rules.measures.tallies import day_tallies, month_tallies, procedure_tallies

__all__ = [
    "Counted",
    "Dialect",
    "FromFacts",
    "FromTallies",
    "closure_table",
    "criteria",
    "criterion_columns",
    "day_tallies",
    "fact_tables",
    "kept_sql",
    "month_tallies",
    "nodes",
    "procedure_tallies",
    "sql",
    "tally_tables",
]
