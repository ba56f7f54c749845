"""Facts to Parquet, exactly once: names carry the watermark, a rename is the commit, the directory is the bookkeeping.

Whatever is killed when, the next export goes on from what stands in the directory. Facts are never deleted, so the
newest row of every key is the table as it was (`queries.history`).
"""

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.criteria.models import Reader
from motcua.criteria.queries import history
from motcua.criteria.queries.nodes import tree
from motcua.criteria.rules.history import KINDS, Segment, schema_of
from motcua.kernel.refusals import Refusal

_LOCK = 1_937_066
ORIGIN = "origin.json"
BLOCK = 8 << 20


@dataclass(frozen=True)
class Exported:
    """`rows` by kind; `batch`: up to which batch of the follower the files now go; `epoch`: where they lie."""

    epoch: Path
    batch: int
    rows: dict[str, int]


def export(directory: Path, *, at: datetime) -> Exported:
    """Write what has moved since the last export. Refused while another export is at it.

    All kinds are read in one snapshot, so that they fit together; each is committed by a rename of its own.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with alone(), _one_snapshot():
        origin, batch = _origin(), _batch()
        here = history.epoch(directory)
        if here is None or _of_another(here, origin, batch):
            return _begin(directory, origin, batch, at)
        _sweep(here)
        rows = {kind: _segment(here, kind, batch, at) for kind in KINDS}
        _tree(here)
        return Exported(here, batch, rows)


@contextmanager
def alone() -> Iterator[None]:
    """One exporter at a time: a lock that ends with its connection, whatever ends that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise Refusal(_("Another export is at work. Try again in a moment."), code="export-at-work")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def commit(temporary: Path, path: Path) -> None:
    """A file becomes one that counts: on disk first, then under its name, then the name on disk."""
    _sync(temporary)
    temporary.rename(path)
    _sync(path.parent)


def unfinished(path: Path) -> Path:
    """Where a file is written before it counts: a name of this process alone."""
    return path.with_name(f"{path.name}.{os.getpid()}.tmp")


@contextmanager
def _one_snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _batch() -> int:
    return max(Reader.objects.values_list("batch", flat=True), default=0)


def _origin() -> dict[str, int]:
    """Which database this is, and which of its lives: one that was put back from a backup is another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.system_identifier, c.timeline_id, d.oid::bigint, to_regclass(%s)::oid::bigint"
            " FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d"
            " WHERE d.datname = current_database()",
            [Reader._meta.db_table],
        )
        return dict(zip(("system", "timeline", "database", "table"), cursor.fetchone(), strict=True))


def _of_another(here: Path, origin: dict[str, int], batch: int) -> bool:
    """Batches of two lives cannot be compared; and what has gone back was put back."""
    return json.loads((here / ORIGIN).read_text()) != origin or batch < history.listing(here).latest


def _begin(directory: Path, origin: dict[str, int], batch: int, at: datetime) -> Exported:
    """A new epoch: everything, written under another name, and there from one moment to the next."""
    last = history.epoch(directory)
    here = directory / f"epoch-{int(last.name[-4:]) + 1 if last else 1:04}"
    making = here.with_suffix(".tmp")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    (making / ORIGIN).write_text(json.dumps(origin))
    _sync(making / ORIGIN)
    rows = {kind: _segment(making, kind, batch, at, even_empty=True) for kind in KINDS}
    _tree(making)
    commit(making, here)
    return Exported(here, batch, rows)


def _sweep(here: Path) -> None:
    for left in here.glob("*.tmp"):
        left.unlink()


def _segment(here: Path, kind: str, batch: int, at: datetime, *, even_empty: bool = False) -> int:
    """The rows of a kind that moved since the last file of it; how many they are."""
    segment = Segment(kind, batch, history.listing(here).until(kind))
    schema = schema_of(kind).with_metadata({"exported_at": at.isoformat()})
    source = f"FROM criteria_{kind} WHERE moved_in > {segment.after} AND moved_in <= {segment.until}"  # our own names
    if not (_any(source) or even_empty):
        return 0
    temporary, count = unfinished(here / segment.name), 0
    with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for rows in _batches(source, schema):
            writer.write_batch(rows)
            count += rows.num_rows
    commit(temporary, here / segment.name)
    return count


def _any(source: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT {source})")
        return bool(cursor.fetchone()[0])


def _batches(source: str, schema: Any) -> Iterator[Any]:
    """The rows, a block at a time, as PostgreSQL's own CSV: ten times cheaper than row by row."""
    if not _any(source):  # a reader of no bytes would complain
        return
    convert = pa.csv.ConvertOptions(
        column_types=pa.schema(pa.field(field.name, field.type) for field in schema),
        null_values=[""],
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    read = pa.csv.ReadOptions(column_names=schema.names, block_size=BLOCK, use_threads=False)
    parse = pa.csv.ParseOptions(newlines_in_values=True)
    columns = ", ".join(schema.names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {columns} {source} ORDER BY moved_in) TO STDOUT (FORMAT csv)") as rows,
    ):
        stream = io.BufferedReader(_Sent(rows), BLOCK)
        for batch in pa.csv.open_csv(stream, read, parse, convert):
            yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)


class _Sent(io.RawIOBase):
    """What PostgreSQL sends, as a file to read."""

    def __init__(self, rows: Any) -> None:
        self._rows, self._rest = rows, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(self._rows.read())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _tree(here: Path) -> None:
    nodes = tree()
    pairs = [(node, body) for node in nodes.nodes for body in nodes.below(node)]
    table = pa.table({"node": [node for node, _body in pairs], "body": [body for _node, body in pairs]})
    path = here / history.TREE
    pq.write_table(table, unfinished(path))
    commit(unfinished(path), path)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
