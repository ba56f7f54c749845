"""A log as a Parquet file of one shape, whatever it came from."""

import json
import os
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from motcua.criteria.rules.logs.checking import TYPES, check, reversed_interval
from motcua.criteria.rules.logs.columnar import NORMALISED, ROW
from motcua.criteria.rules.logs.faults import Fault, Refused, Unreadable
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import CASE, DEADLINE, END, START, TIME, USUAL

_BATCH = 100_000


@dataclass(frozen=True)
class Written:
    rows: int  # of the file
    imported: int
    left_out: int
    cases: int


def write(log: Log, *, source: Path, to: Path) -> Written:
    """Writes the log, sorted by case, end and row: whole under its name, or not at all.

    The roles bear their usual names, everything else its own. Rows without a case or of the wrong width are left
    out; a cell that is wrong is empty; so is a start after its end. A case without events is a row without activity
    and moment, so that it is still counted. The same file gives the same bytes. Raises Unreadable if no row is left.
    """
    check(log)
    case = log.cell(CASE)
    rows = log.rows.filter(f"{case} IS NOT NULL")
    counted = rows.aggregate(f"count(*) FILTER (NOT void), count(DISTINCT {case}), count(*)").fetchone()
    assert counted is not None
    imported, cases, all_rows = counted
    if not all_rows:
        raise Unreadable(Refused.NO_ROWS)
    names = _names(log)
    cells = ", ".join(f"{_cell(log, name)} AS n{place}" for place, name in enumerate(names.values()))
    ordered = rows.order(f"{case}, {log.instant(TIME)} NULLS LAST, row").project(f"{cells}, row")
    _put(ordered.to_arrow_reader(_BATCH), [*names, ROW], to, _about(log, source))
    whole = log.row_count + log.faults.counts[Fault.WRONG_WIDTH]
    return Written(rows=whole, imported=imported, left_out=whole - imported, cases=cases)


def _names(log: Log) -> dict[str, str]:
    """New name → old name, in the old order; what would take a role's name, or `row`, becomes `source:NAME`."""
    usual: dict[str, str] = {}
    for role in USUAL:
        if role in log.roles:
            usual.setdefault(log.roles[role], USUAL[role])
    taken = {*usual.values(), ROW}
    return {usual.get(name, f"source:{name}" if name in taken else name): name for name in log.columns}


def _cell(log: Log, name: str) -> str:
    column, kind = log.columns[name], log.kinds[name]
    if name == log.roles.get(START):
        return f"CASE WHEN {reversed_interval(log)} THEN NULL ELSE {log.instant(START)} END"
    if name in log.moments:
        ends_day = [role for role in (DEADLINE, END) if log.roles.get(role) == name != log.roles[TIME]]
        return log.latest(ends_day[0]) if ends_day else f"instant_{column}"
    return f"TRY_CAST({column} AS {TYPES[kind]})" if kind in TYPES else column


def _about(log: Log, source: Path) -> dict[bytes, bytes]:
    with source.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    about = {"source": source.name, "sha256": digest, "zone": log.zone.key, "columns": log.roles, **log.told}
    return {NORMALISED: json.dumps(about, ensure_ascii=False, sort_keys=True).encode()}


def _put(reader: pa.RecordBatchReader, names: list[str], to: Path, about: dict[bytes, bytes]) -> None:
    """Through a file beside it, flushed and renamed: nobody sees half of it, and a crash leaves the old one."""
    schema = pa.schema(
        [
            pa.field(name, pa.timestamp("us", "UTC") if pa.types.is_timestamp(field.type) else field.type)
            for name, field in zip(names, reader.schema, strict=True)
        ],
        metadata=about,
    )
    beside = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    try:
        with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch.rename_columns(names).cast(schema))
        _flush(beside)
        beside.replace(to)
        _flush(to.parent)
    finally:
        beside.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
