"""`motcua bench live`: how long after an act the figure that it moves can be read."""

import os
from typing import Any

from motcua.criteria.benchmarks import house
from motcua.kernel.benchmarks import benchmark

SECONDS, A_SECOND = 30, 50


@benchmark("live")
def live(*, seconds: int = SECONDS) -> dict[str, Any]:
    """Acts through the ledger at a steady pace, the follower as its own process, a third that looks."""
    with house.lived_in():
        house.answer("emptying")
        follower = house.start("criteria", "follow")
        try:
            house.answer("acting", 2, A_SECOND)  # until the follower has read what was there
            told: dict[str, Any] = house.answer("acting", seconds, A_SECOND)
        finally:
            follower.terminate()
            follower.wait(timeout=20)
    return told | {"cores": os.cpu_count()}
