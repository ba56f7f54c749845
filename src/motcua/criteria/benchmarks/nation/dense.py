"""The packed counters of the made-up nation: as Parquet, added up by DuckDB, and by a scan in C as the floor."""

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import numpy as np

from motcua.criteria.benchmarks.nation import asked
from motcua.criteria.benchmarks.nation.world import FIRST_MONTH, HORIZON, MONTHS
from motcua.criteria.rules.measures import fact_tables, sql
from motcua.criteria.rules.packed import PERIODS, Layout, from_packed, layouts, numbered_bodies, packed

Totals = dict[str, int]
_MARGIN = 3
"""Months before and after those that are measured, in which something may end."""


def written(directory: Path) -> None:
    """The packed rows of each reading, sorted, and who is which number."""
    database, dossiers = asked.opened(directory), fact_tables()["dossier"]
    bodies = numbered_bodies(dossiers)
    for place, layout in enumerate(layouts(asked.additive())):
        order = ("cell", *layout.words)
        rows = database.sql(sql(packed(layout, dossiers, bodies, HORIZON).order_by(order), "duckdb"))
        rows.write_parquet(str(_file(directory, place)), compression="zstd")
    database.sql(sql(bodies, "duckdb")).write_parquet(str(directory / "numbered.parquet"))


def by_duckdb(directory: Path) -> Callable[[], Totals]:
    """The product's way: the packed files, by the measure."""
    database, flows = asked.opened(directory), asked.additive()
    every, tables = layouts(flows), {}
    for place, _layout in enumerate(every):
        rows = database.read_parquet(str(_file(directory, place)))
        rows.create_view(f"packed{place}")
        schema = {name: "int64" if name.startswith("w") else "int32" for name in rows.columns}
        tables[place] = ibis.table(schema, name=f"packed{place}")
    database.read_parquet(str(directory / "numbered.parquet")).create_view("numbered")
    bodies = ibis.table({"body": "string", "place": "int32"}, name="numbered")
    question = sql(from_packed(tables, every, bodies), "duckdb")

    def told() -> Totals:
        found = database.sql(question).fetchnumpy()
        return {flow.code: int(found[f"c{flow.slot:02}"].sum()) for flow in flows}

    return told


def by_scan(directory: Path) -> Callable[[], Totals]:
    """The floor: a row for each fact, as arrays in memory, one core."""
    database, scan, read = asked.opened(directory), _compiled(directory), []
    for place, layout in enumerate(layouts(asked.additive())):
        columns = database.read_parquet(str(_file(directory, place))).fetchnumpy()
        alike, cell = columns.pop("alike"), columns.pop("cell")
        columns |= {"place": cell // PERIODS, "period": cell % PERIODS}
        read.append((layout, {name: np.repeat(column, alike) for name, column in columns.items()}))

    def told() -> Totals:
        totals: Totals = {}
        for layout, columns in read:
            totals |= _added(layout, _sums(scan, layout, columns))
        return totals

    return told


def has_compiler() -> bool:
    return shutil.which("cc") is not None


def _sums(scan: Any, layout: Layout, columns: dict[str, Any]) -> Any:
    places = int(columns["place"].max()) + 1
    months = MONTHS + 2 * _MARGIN
    sums = np.zeros((places * months, len(layout.words)), np.int64)
    words = (ctypes.c_void_p * len(layout.words))(*(columns[name].ctypes.data for name in layout.words))
    scan(
        ctypes.c_void_p(columns["place"].ctypes.data), ctypes.c_void_p(columns["period"].ctypes.data), words,
        ctypes.c_int64(len(columns["place"])), ctypes.c_int32(len(layout.words)),
        ctypes.c_int32(FIRST_MONTH - _MARGIN), ctypes.c_int32(months), ctypes.c_void_p(sums.ctypes.data),
    )  # fmt: skip
    return sums


def _added(layout: Layout, sums: Any) -> Totals:
    mask = (1 << layout.bits) - 1
    codes = [flow.code for flow in layout.reading.flows]
    return {
        code: int(((sums[:, int(word[1:])] >> shift) & mask).sum())
        for code, (_slot, word, shift) in zip(codes, layout.places(), strict=True)
    }


def _compiled(directory: Path) -> Any:
    library = directory / "scan.so"
    source = Path(__file__).parent / "scan.c"
    subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", library, source], check=True)
    return ctypes.CDLL(str(library)).scan


def _file(directory: Path, place: int) -> Path:
    return directory / f"packed-{place}.parquet"
