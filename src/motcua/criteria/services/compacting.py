"""Many small files of facts made into one sorted file for each kind, while others go on reading."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from motcua.criteria.queries import history
from motcua.criteria.rules.history import KINDS, Manifest
from motcua.criteria.rules.history.segments import base_name
from motcua.criteria.services.exporting import alone, commit, unfinished

_SORTED_BY = {
    "dossier": "body, received_at",
    "step": "body, opened_at",
    "petition": "body, sent_at",
    "offer": "body, begins_at",
    "declared": "body, month_at",
}
MEMORY = "2GB"


def compact(directory: Path) -> Path | None:
    """The manifest that names the new files, or None where there is nothing to make smaller.

    The manifest is swapped by one rename. What it leaves behind goes at the next compaction, so that whoever has
    begun to read may finish.
    """
    with alone():
        here = history.epoch(directory)
        if here is None:
            return None
        before = history.listing(here)
        for name in before.superseded():
            (here / name).unlink()
        grown = {kind: before.until(kind) for kind in KINDS if before.segments(kind)}
        if not grown:
            return None
        with TemporaryDirectory() as spill, duckdb.connect() as database:
            database.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{spill}'")
            database.execute("SET enable_progress_bar = false")  # it would be written among the answers
            history.in_duckdb(directory, database)
            for kind, until in grown.items():
                _write_base(database, kind, here / base_name(kind, until))
        return _swap(here, Manifest({**before.manifest.bases, **grown}))


def _write_base(database: duckdb.DuckDBPyConnection, kind: str, path: Path) -> None:
    making = unfinished(path)
    database.execute(
        f"COPY (SELECT * FROM {kind} ORDER BY {_SORTED_BY[kind]}) TO '{making}'"  # noqa: S608 -- our own names
        " (FORMAT parquet, COMPRESSION zstd)"
    )
    commit(making, path)


def _swap(here: Path, manifest: Manifest) -> Path:
    path = here / history.MANIFEST
    unfinished(path).write_text(manifest.text)
    commit(unfinished(path), path)
    return path
