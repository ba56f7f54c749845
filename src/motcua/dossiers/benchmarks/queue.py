"""`motcua bench queue`: how fast an officer's queue opens in a house of a million dossiers."""

from typing import Any

from motcua.dossiers.benchmarks import scratch
from motcua.kernel.benchmarks import benchmark

DOSSIERS = 1_000_000


@benchmark("queue")
@scratch.lived_in()
def queue(*, dossiers: int = DOSSIERS) -> dict[str, Any]:
    """The rows are kept for the next time."""
    told: dict[str, Any] = scratch.told_by("crowding", dossiers)
    return told
