"""Parquet of any origin; a log that `writing` wrote keeps the row numbers of the file that it came from."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from motcua.criteria.rules.logs.faults import Refused, Unreadable
from motcua.criteria.rules.logs.spool import INTEGER, MOMENT, NUMBER, TEXT, TRUTH, Spool, tidy

NORMALISED = b"motcua:log"  # the key in the file's metadata
ROW = "row"
_BATCH = 65_536


def read(path: Path, spool: Spool, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Spools every column as text; moments with a zone are told with theirs."""
    try:
        file = pq.ParquetFile(path)
        ours = NORMALISED in (file.schema_arrow.metadata or {}) and ROW in file.schema_arrow.names
        kinds = {tidy(field.name): _kind(field.type) for field in file.schema_arrow}
        for name, kind in kinds.items():
            if not (ours and name == ROW):
                spool.knows(name, kind)
        before = 0
        for batch in file.iter_batches(_BATCH):
            cells = _texts(batch, connection)
            numbers = cells.pop(ROW) if ours else None
            rows = pa.array(range(before + 1, before + batch.num_rows + 1), pa.int64())
            spool.add(rows if numbers is None else numbers.cast(pa.int64()), cells)
            before += batch.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable(Refused.NOT_A_LOG, format="Parquet") from error
    return {"format": "parquet"}


def _texts(batch: pa.RecordBatch, connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Array]:
    """As DuckDB writes them: 2026-01-05 09:30:00+07, true, 0.1."""
    inside = [f"c{place}" for place in range(batch.num_columns)]
    table = pa.Table.from_arrays(batch.columns, names=inside)
    typed = [name for name in inside if not pa.types.is_string(table.schema.field(name).type)]
    if typed:
        written = connection.from_arrow(table.select(typed)).project(
            ", ".join(f"{name}::VARCHAR AS {name}" for name in typed)
        )
        read = written.to_arrow_table()
        for name in typed:
            table = table.set_column(inside.index(name), name, read.column(name))
    return {
        tidy(name): pc.fill_null(table.column(place), "").combine_chunks()
        for place, name in enumerate(batch.schema.names)
    }


def _kind(type_: pa.DataType) -> str:
    kinds = (
        (pa.types.is_timestamp, MOMENT),
        (pa.types.is_integer, INTEGER),
        (pa.types.is_floating, NUMBER),
        (pa.types.is_boolean, TRUTH),
    )
    return next((kind for is_one, kind in kinds if is_one(type_)), TEXT)
