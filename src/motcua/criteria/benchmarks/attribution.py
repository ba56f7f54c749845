"""`motcua bench attribution`: every late dossier of a nation split over its steps, and held against the index."""

import os
from typing import Any

from motcua.criteria.benchmarks import house
from motcua.criteria.benchmarks.nation.world import MONTHS, world
from motcua.criteria.benchmarks.nation.writing import size_of, write
from motcua.kernel.benchmarks import benchmark

DOSSIERS = 10_000_000


@benchmark("attribution")
def attribution(*, dossiers: int = DOSSIERS) -> dict[str, Any]:
    """Time and memory of the exact split by body, procedure, month and step, and in how many cells it does not sum."""
    with house.scratch() as directory:
        nation = directory / "nation"
        write(nation, dossiers, with_steps=True)
        told: dict[str, Any] = house.answer("nation.bearing", nation)
        size = size_of(nation)
    return {
        "dossiers": dossiers,
        "bodies": len(world().bodies),
        "months": MONTHS,
        "parquet_mib": size // 2**20,
        **told,
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }
