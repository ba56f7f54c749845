"""Rows on their way from a file to the questions: trimmed NFC text in Parquet parts on disk.

Columns are called c0, c1, … inside, because two headers may differ in nothing but their case and SQL would take
them for one. What is empty is NULL.
"""

import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from motcua.criteria.rules.logs.faults import Fault, Faults

TEXT, MOMENT, INTEGER, NUMBER, TRUTH = "text", "moment", "integer", "number", "truth"
_FIXED = (("row", pa.int64()), ("trace", pa.int64()), ("void", pa.bool_()))
_GROUP = 100_000


def tidy(name: str) -> str:
    """The name of a column as it is known: composed, without white space around it."""
    return name.strip() if name.isascii() else unicodedata.normalize("NFC", name).strip()


class Spool:
    """Takes batches of columns; a column may first appear in any of them.

    `trace` numbers the cases as the file groups them (0: it does not); a `void` row carries the attributes of a
    case without events.
    """

    def __init__(self, folder: Path, *, only: Collection[str] | None = None) -> None:
        """`only`: names of the columns whose cells are asked for; the others are known in name."""
        self._folder = folder
        self._only = only
        self.known: dict[str, None] = {}  # every name in the file, in its order
        self.columns: dict[str, str] = {}  # of the names that are kept
        self.kinds: dict[str, str] = {}
        self.faults = Faults()
        self.rows = 0
        self._parts: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._batches: list[pa.RecordBatch] = []
        self._held = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def begin_again(self) -> None:
        """Forgets every row and fault."""
        self._batches, self._held = [], 0
        self._close()
        for part in self._parts:
            part.unlink()
        self._parts, self.faults, self.rows = [], Faults(), 0

    def knows(self, name: str, kind: str = TEXT) -> None:
        """A column is there, if only in name; one that is of two kinds is text."""
        self.known[name] = None
        if self._only is not None and name not in self._only:
            return
        if name not in self.columns:
            self._flush()
            self.columns[name] = f"c{len(self.columns)}"
            self.kinds[name] = kind
            self._close()
        elif self.kinds[name] != kind:
            self.kinds[name] = TEXT

    def add(
        self,
        rows: pa.Array,
        cells: Mapping[str, pa.Array],
        *,
        traces: pa.Array | None = None,
        voids: pa.Array | None = None,
    ) -> None:
        """`rows` are the numbers told with a fault; every name of `cells` is known."""
        if not len(rows):
            return
        self.rows += len(rows) - (pc.sum(voids).as_py() or 0 if voids is not None else 0)
        arrays = [
            rows,
            pa.nulls(len(rows), pa.int64()).fill_null(0) if traces is None else traces,
            pa.nulls(len(rows), pa.bool_()).fill_null(False) if voids is None else voids,  # noqa: FBT003 -- Arrow
        ]
        for name in self.columns:
            cell = cells.get(name)
            arrays.append(pa.nulls(len(rows), pa.string()) if cell is None else self._clean(rows, name, cell))
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema()))
        self._held += len(rows)
        if self._held >= _GROUP:
            self._flush()

    def parts(self) -> list[str]:
        """The files, ready to be read; an empty log is one file without rows."""
        self._flush()
        if not self._parts:
            self._open()
        self._close()
        return [str(part) for part in self._parts]

    def _schema(self) -> pa.Schema:
        return pa.schema([*_FIXED, *((column, pa.string()) for column in self.columns.values())])

    def _flush(self) -> None:
        """Into one group of rows: many small ones would cost every question."""
        if self._batches:
            table = pa.Table.from_batches(self._batches)
            self._batches, self._held = [], 0
            writer = self._writer or self._open()
            writer.write_table(table)

    def _open(self) -> pq.ParquetWriter:
        part = self._folder / f"part-{len(self._parts):05}.parquet"
        self._writer = pq.ParquetWriter(part, self._schema(), compression="lz4")
        self._parts.append(part)
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _clean(self, rows: pa.Array, name: str, cell: pa.Array) -> pa.Array:
        cell = pc.utf8_trim_whitespace(cell)
        if not pc.all(pc.string_is_ascii(cell), min_count=0).as_py():
            cell = pc.utf8_normalize(cell, "NFC")
            for at in pc.indices_nonzero(pc.match_substring(cell, "\ufffd")).to_pylist():
                self.faults.add(rows[at].as_py(), name, Fault.BAD_ENCODING, cell[at].as_py())
        return pc.if_else(pc.equal(cell, ""), pa.scalar(None, pa.string()), cell)
