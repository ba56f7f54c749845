"""Facts as files: what a nation's history is kept in, and read from, by DuckDB and Spark."""

from motcua.criteria.rules.history.newest import newest, newest_of_all
from motcua.criteria.rules.history.schemas import KINDS, MOVED_IN, key_of, schema_of
from motcua.criteria.rules.history.segments import BrokenHistoryError, Listing, Manifest, Segment

__all__ = [
    "KINDS",
    "MOVED_IN",
    "BrokenHistoryError",
    "Listing",
    "Manifest",
    "Segment",
    "key_of",
    "newest",
    "newest_of_all",
    "schema_of",
]
