"""CSV of any delimiter and encoding. Rows are numbered as a spreadsheet does: the headers are row 1."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from motcua.criteria.rules.logs.encodings import encoding_of
from motcua.criteria.rules.logs.faults import Fault
from motcua.criteria.rules.logs.headers import headers_of
from motcua.criteria.rules.logs.spool import Spool
from motcua.criteria.rules.logs.straying import records
from motcua.criteria.rules.logs.streams import Bytes, Recoded, first_bytes

_SAMPLE = 1 << 20
_BLOCK = 4 << 20  # also the longest record
_BATCH = 50_000


def read(
    path: Path, spool: Spool, *, encoding: str | None = None, delimiter: str | None = None
) -> dict[str, str]:
    """Spools the rows and answers with the encoding and delimiter in which they were read.

    A row with more or fewer cells than there are headers is left out and told. A stray quotation mark costs its own
    row only: the file is then read line by line.
    """
    first = first_bytes(path, _SAMPLE)
    found = encoding_of(first, named=encoding)
    text = io.BufferedReader(Recoded(io.BytesIO(first), found)).read().decode()
    delimiter, at, names = headers_of(text, delimiter)
    for name in names:
        spool.knows(name)
    shape = _Shape(found, delimiter, names, at)
    try:
        _fast(path, spool, shape)
    except pa.ArrowInvalid:
        spool.begin_again()
        _careful(path, spool, shape)
    said = {"utf-8-sig": "utf-8", "cp1258": "windows-1258"}.get(found, found)
    return {"format": "csv", "encoding": said, "delimiter": delimiter}


@dataclass(frozen=True)
class _Shape:
    encoding: str
    delimiter: str
    names: list[str]
    headers_at: int  # the row of the headers; what stands above is passed over


def _fast(path: Path, spool: Spool, shape: _Shape) -> None:
    skipped: list[int] = []

    def left_out(bad: pa_csv.InvalidRow) -> str:
        if "\n" in bad.text or "\r" in bad.text:
            return "error"  # a quotation mark has swallowed line ends: see _careful
        skipped.append(bad.number)
        if bad.number > shape.headers_at:
            spool.faults.add(bad.number, "", Fault.WRONG_WIDTH, bad.text)
        return "skip"

    columns = [f"c{place}" for place in range(len(shape.names))]
    ordinal = 0
    with Bytes(path) as source:
        reader = pa_csv.open_csv(
            io.BufferedReader(Recoded(source, shape.encoding), _BLOCK),
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=columns),
            parse_options=pa_csv.ParseOptions(
                delimiter=shape.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=left_out,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), check_utf8=False
            ),
        )
        for batch in reader:
            numbers = _numbers(ordinal, batch.num_rows, skipped)
            ordinal += batch.num_rows
            _spooled(spool, shape, numbers, batch.columns)
        if source.broken:
            spool.faults.add(ordinal + len(skipped), "", Fault.BROKEN_OFF)


def _numbers(before: int, size: int, skipped: Sequence[int]) -> pa.Array:
    """The rows of a batch, numbered as if those left out stood between them."""
    ordinals = np.arange(before + 1, before + size + 1)
    sound_before = np.asarray(skipped, dtype=np.int64) - np.arange(1, len(skipped) + 1)
    return pa.array(ordinals + np.searchsorted(sound_before, ordinals))


def _spooled(spool: Spool, shape: _Shape, numbers: pa.Array, cells: Sequence[pa.Array]) -> None:
    """All but the headers and what is empty from side to side."""
    keep = pc.greater(numbers, shape.headers_at)
    keep = pc.and_not(keep, _blank(cells))
    if pc.all(keep, min_count=0).as_py():
        spool.add(numbers, dict(zip(shape.names, cells, strict=True)))
        return
    spool.add(
        numbers.filter(keep), {name: cell.filter(keep) for name, cell in zip(shape.names, cells, strict=True)}
    )


def _blank(cells: Sequence[pa.Array]) -> pa.Array:
    blank = pc.equal(cells[0], "")
    for cell in cells[1:]:
        if not pc.any(blank).as_py():
            break
        blank = pc.and_(blank, pc.equal(cell, ""))
    return blank


def _careful(path: Path, spool: Spool, shape: _Shape) -> None:
    batch: list[tuple[int, list[str]]] = []
    number = 0
    with Bytes(path) as source:
        lines = io.TextIOWrapper(
            io.BufferedReader(Recoded(source, shape.encoding)), encoding="utf-8", newline=""
        )
        for number, cells, text in records(lines, delimiter=shape.delimiter, width=len(shape.names)):  # noqa: B007 -- the last one is told
            if len(cells) == len(shape.names) or not any(cells):
                batch.append((number, cells if any(cells) else [""] * len(shape.names)))
            elif number > shape.headers_at:
                spool.faults.add(number, "", Fault.WRONG_WIDTH, text)
            if len(batch) == _BATCH:
                _written(spool, shape, batch)
                batch = []
        _written(spool, shape, batch)
        if source.broken:
            spool.faults.add(number, "", Fault.BROKEN_OFF)


def _written(spool: Spool, shape: _Shape, batch: Sequence[tuple[int, list[str]]]) -> None:
    if batch:
        numbers = pa.array([number for number, _cells in batch], pa.int64())
        columns = zip(*(cells for _number, cells in batch), strict=True)
        _spooled(spool, shape, numbers, [pa.array(column, pa.string()) for column in columns])
