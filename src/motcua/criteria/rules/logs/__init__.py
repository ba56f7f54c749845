"""Event logs of any origin (XES, CSV, Parquet), read, checked, normalised and measured without a database.

A reader turns a file into rows of trimmed NFC text (`spool`), the texts of moments become moments of one zone
(`moments`), the roles say which column is what (`roles`), and everything asked afterwards is a query of DuckDB.
Whatever a row says wrongly is told with its row number and counts as unsaid; nothing is guessed.
"""
