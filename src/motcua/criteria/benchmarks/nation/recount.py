"""Counts the made-up nation in one of several ways, alone in a process, so that time and memory are its own.

With the arguments DIRECTORY WAY TIMES [MEMORY] it prints the figures as JSON.

The answers of the ways `product` and `handwritten` are left beside the facts, to be compared.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from motcua.criteria.benchmarks.nation import asked, dense, frames
from motcua.criteria.benchmarks.nation.world import HORIZON

_MONTH = "12 * year(make_timestamp({0} + 25200000000)) + month(make_timestamp({0} + 25200000000)) - 1"
Totals = dict[str, int]


def answers(directory: Path, way: str) -> Path:
    return directory / f"{way}.parquet"


def plain(month: str) -> str:
    """The plain question, in the words of a database: `month` says the month of a moment {0}."""
    text = (Path(__file__).parent / "plain.sql").read_text(encoding="utf-8")
    for moment in ("received_at", "ended_at", "late_at"):
        text = text.replace("{month:" + moment + "}", month.format(moment))
    return text.replace("{horizon}", str(HORIZON))


def _product(directory: Path, memory: str) -> Callable[[], None]:
    database, question = asked.opened(directory, memory=memory), asked.measured()
    return lambda: _kept(database, question, answers(directory, "product"))


def _handwritten(directory: Path, memory: str) -> Callable[[], None]:
    database, (macro, question) = asked.opened(directory, memory=memory), asked.by_hand()
    database.execute(macro)
    return lambda: _kept(database, question, answers(directory, "handwritten"))


def _kept(database: Any, question: str, path: Path) -> None:
    database.sql(question).write_parquet(str(path))


def _additive(directory: Path, memory: str) -> Callable[[], Totals]:
    flows = asked.additive()
    database, question = asked.opened(directory, memory=memory), asked.additive_measure(flows)

    def told() -> Totals:
        found = database.sql(question).fetchnumpy()
        return {flow.code: int(found[f"c{flow.slot:02}"].sum()) for flow in flows}

    return told


def _plain(directory: Path, memory: str) -> Callable[[], Totals]:
    database, question = asked.opened(directory, memory=memory), plain(_MONTH)

    def told() -> Totals:
        found = database.sql(question).fetchnumpy()
        return {name: int(found[name].sum()) for name in found if name not in ("body", "month")}

    return told


def _pandas(directory: Path, memory: str) -> Callable[[], Totals]:
    del memory  # it knows none
    return lambda: frames.totals(directory)


def _packed(directory: Path, memory: str) -> Callable[[], Totals]:
    del memory  # little is read
    return dense.by_duckdb(directory)


def _scan(directory: Path, memory: str) -> Callable[[], Totals]:
    del memory
    return dense.by_scan(directory)


WAYS: Mapping[str, Callable[[Path, str], Callable[[], Totals | None]]] = {
    "product": _product,
    "handwritten": _handwritten,
    "additive": _additive,
    "plain": _plain,
    "pandas": _pandas,
    "packed": _packed,
    "scan": _scan,
}


def main(directory: Path, way: str, times: int, memory: str = "") -> dict[str, Any]:
    """The least wall and processor seconds of so many times; the most memory of all, in MiB."""
    count, walls, processors, totals = WAYS[way](directory, memory), [], [], None
    for _time in range(times):
        began, spent = time.perf_counter(), time.process_time()
        totals = count()
        walls.append(time.perf_counter() - began)
        processors.append(time.process_time() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures = {
        "seconds": round(min(walls), 2),
        "processor_seconds": round(min(processors), 2),
        "peak_mib": peak,
    }
    return figures | ({} if totals is None else {"totals": totals})


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *sys.argv[4:])))
