"""History in files, opened: the same facts as the house's own tables, as of the last export."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from motcua.criteria.rules.history import KINDS, Listing, Manifest, newest, newest_of_all
from motcua.criteria.rules.measures import kept_sql, sql

MANIFEST = "manifest.json"
TREE = "closure.parquet"
"""Every node with every body under it, as at the last export."""
_EPOCHS = "epoch-[0-9][0-9][0-9][0-9]"


def epoch(directory: Path) -> Path | None:
    """The directory below that counts: the last one. A new one begins where a database was put back (services)."""
    return max(directory.glob(_EPOCHS), default=None)


def listing(epoch: Path) -> Listing:
    manifest = epoch / MANIFEST
    text = manifest.read_text() if manifest.exists() else None
    return Listing(Manifest.read(text), frozenset(path.name for path in epoch.iterdir()))


def in_duckdb(directory: Path, database: Any) -> None:
    """Make views `dossier`, `step`, `petition`, `offer`, `declared` and `closure` in a connection to DuckDB."""

    def over(name: str, files: Sequence[str]) -> None:
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        database.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet([{quoted}])")  # noqa: S608

    def told(kind: str, rows: Callable[[str], Any]) -> None:
        text = kept_sql((rows.__name__, kind), partial(rows, kind), "duckdb")
        database.execute(f"CREATE OR REPLACE TEMP VIEW {kind} AS {text}")

    _open(directory, over, told)


def in_spark(directory: Path, session: Any) -> None:
    """The same views in a Spark session."""

    def over(name: str, files: Sequence[str]) -> None:
        session.read.parquet(*files).createOrReplaceTempView(name)

    def told(kind: str, rows: Callable[[str], Any]) -> None:
        session.sql(sql(rows(kind), "pyspark")).createOrReplaceTempView(kind)

    _open(directory, over, told)


def _open(
    directory: Path,
    over: Callable[[str, Sequence[str]], None],
    told: Callable[[str, Callable[[str], Any]], None],
) -> None:
    """A kind that was never compacted has no base; one that was and has not moved since has only that."""
    here = epoch(directory)
    if here is None:
        raise FileNotFoundError(f"{directory} holds no exported facts")
    files = listing(here)
    for kind in KINDS:
        base = [str(here / name) for name in files.base(kind)]
        moved = [str(here / name) for name in files.segments(kind)]
        if not moved:
            over(kind, base)
            continue
        over(f"{kind}_moved", moved)
        if base:
            over(f"{kind}_base", base)
        told(kind, newest_of_all if base else newest)
    over("closure", [str(here / TREE)])
