"""`motcua bench index`: every criterion of a nation counted anew, beside those who would do it otherwise."""

import os
from pathlib import Path
from typing import Any

import duckdb

from motcua.criteria.benchmarks import house
from motcua.criteria.benchmarks.nation import dense, recount, tabled
from motcua.criteria.benchmarks.nation.world import MONTHS, PROVINCES, world
from motcua.criteria.benchmarks.nation.writing import size_of, write
from motcua.kernel.benchmarks import benchmark

DOSSIERS, TIMES, LARGE = 1_000_000, 3, 20_000_000
LITTLE_MEMORY = "500MiB"
MOST_TABLED = 1_000_000
"""PostgreSQL is asked of no more rows: it is linear, and filling it takes longest."""


@benchmark("index")
def index(*, dossiers: int = DOSSIERS) -> dict[str, Any]:
    """Times and memory of the product, of the same by hand, with little memory, and of plain aggregates."""
    with house.scratch() as directory:
        nation = directory / "nation"
        write(nation, dossiers)
        figures = {
            "dossiers": dossiers,
            "bodies": len(world().bodies),
            "nodes": len(world().bodies) + PROVINCES + 1,
            "months": MONTHS,
            "parquet_mib": size_of(nation) // 2**20,
            **_whole(nation, 1 if dossiers > LARGE else TIMES),
            "additive": _additive(nation, dossiers),
        }
    return figures | {"cores": os.cpu_count(), "load_average": os.getloadavg()[0]}


def _whole(nation: Path, times: int) -> dict[str, Any]:
    """The product and the handwritten take turns, so that whoever else works hinders both alike."""
    best: dict[str, dict[str, Any]] = {}
    for _turn in range(times):
        for way in ("handwritten", "product"):
            told = _counted(nation, way, 1)
            best[way] = told if way not in best else _better(best[way], told)
    try:
        little = _counted(nation, "product", 1, LITTLE_MEMORY)
    except SystemExit as failure:
        little = {"failed": str(failure).strip().splitlines()[-1][:200]}
    product, by_hand = best["product"], best["handwritten"]
    return {
        **best,
        "ratio_to_handwritten": _ratio(product, by_hand, "seconds"),
        "processor_ratio_to_handwritten": _ratio(product, by_hand, "processor_seconds"),
        "rows_that_differ": differing(nation),
        "with_memory_limit": {"limit": LITTLE_MEMORY, **little},
    }


def _additive(nation: Path, dossiers: int) -> dict[str, Any]:
    """The counters of dossiers alone, by body and month: what pandas and a plain table can be asked as well."""
    dense.written(nation)
    ways = ("additive", "plain", "pandas", "packed", *(["scan"] if dense.has_compiler() else []))
    told = {way: _counted(nation, way, 3) for way in ways}
    if dossiers <= MOST_TABLED:
        told["postgresql"] = tabled.asked_in_a_house(nation)
    totals = [each.pop("totals") for each in told.values()]
    if any(one != totals[0] for one in totals):
        raise SystemExit(f"the ways of counting disagree: {totals}")
    product = told.pop("additive")
    figures: dict[str, Any] = {
        "product": product,
        **{way: each | _over(each, product) for way, each in told.items()},
    }
    if "scan" in told:
        figures["packed_times_the_scan"] = _ratio(told["packed"], told["scan"], "processor_seconds")
    return figures


def differing(nation: Path) -> int:
    """In how many rows the product and the handwritten say another number, whichever."""
    database = duckdb.connect()
    for way in ("product", "handwritten"):
        database.read_parquet(str(recount.answers(nation, way))).create_view(way)
    names = [
        row[0] for row in database.execute("DESCRIBE product").fetchall() if row[0] not in ("node", "period")
    ]
    unlike = " OR ".join(f"product.{name} IS DISTINCT FROM handwritten.{name}" for name in names)
    question = f"""
        SELECT count(*) FROM product FULL JOIN handwritten
        ON product.node = handwritten.node AND product.period = handwritten.month WHERE {unlike}
    """  # noqa: S608 -- names of criteria, ours
    found: int = database.execute(question).fetchall()[0][0]
    return found


def _counted(nation: Path, way: str, times: int, *memory: str) -> dict[str, Any]:
    told: dict[str, Any] = house.answer("nation.recount", nation, way, times, *memory)
    return told


def _better(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    least = {name: min(one[name], other[name]) for name in ("seconds", "processor_seconds")}
    return least | {"peak_mib": max(one["peak_mib"], other["peak_mib"])}


def _over(other: dict[str, Any], product: dict[str, Any]) -> dict[str, float]:
    return {"times_the_product": _ratio(other, product, "seconds")}


def _ratio(one: dict[str, Any], other: dict[str, Any], name: str) -> float:
    return round(float(one[name]) / max(float(other[name]), 0.001), 2)
