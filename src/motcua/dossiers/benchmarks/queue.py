"""`motcua bench queue`: how fast an officer's queue opens in a house of a million dossiers."""

import os
from typing import Any

from motcua.dossiers.benchmarks import scratch
from motcua.kernel.benchmarks import benchmark

DOSSIERS = 1_000_000


@benchmark("queue")
@scratch.lived_in()
def queue() -> dict[str, Any]:
    """MOTCUA_BENCH_DOSSIERS sets how many; the rows are kept for the next time."""
    count = int(os.environ.get("MOTCUA_BENCH_DOSSIERS", DOSSIERS))
    told: dict[str, Any] = scratch.told_by("crowding", count)
    return told
