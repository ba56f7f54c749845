"""`motcua bench tallies`: pages from tallies of a nation's history, and what keeping them costs an act."""

import os
from typing import Any

from motcua.criteria.benchmarks import house
from motcua.criteria.benchmarks.nation.writing import write
from motcua.kernel.benchmarks import benchmark

DOSSIERS, TIMES, ACTS = 10_000_000, 40, 400
TENTH = 10


@benchmark("tallies")
def tallies(*, dossiers: int = DOSSIERS) -> dict[str, Any]:
    """First with a tenth of the history, then with all of it: the cost of an act must not grow with it."""
    with house.lived_in():
        little = _settled(max(dossiers // TENTH, 1), times=1)
        much = _settled(dossiers, times=TIMES, recounted=True)
    act, before = much["act"], little["act"]
    return {
        "dossiers": dossiers,
        "rows": much["rows"],
        "pages": much["pages"],
        "act_with_a_tenth_of_the_history": before,
        "act": act,
        "growth_of_an_act": round(act["p50_ms"] / before["p50_ms"], 2),
        "recount": much["recount"],
        "acts_for_a_recount": {
            "by_the_clock": round(much["recount"]["seconds"] * 1000 / act["p50_ms"]),
            "by_processor": round(much["recount"]["processor_seconds"] * 1000 / act["cpu_ms"]),
        },
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }


def _settled(dossiers: int, *, times: int, recounted: bool = False) -> dict[str, Any]:
    with house.scratch() as directory:
        nation = directory / "nation"
        write(nation, dossiers)
        rows = house.answer("settling", nation)
        told: dict[str, Any] = house.answer("looking", times, ACTS)
        if recounted:
            told["recount"] = house.answer("nation.recount", nation, "product", 2)
    return told | {"rows": rows}
