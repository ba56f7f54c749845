"""Facts as files: what a nation's history is kept in, and read from, by DuckDB and Spark."""
