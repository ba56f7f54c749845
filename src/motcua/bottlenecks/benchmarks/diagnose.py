"""`motcua bench diagnose`: the map of a made-up log, beside pm4py's frequency and performance graphs of the same log.

pm4py stands in the test-only group `mining`: without it only our own figures are told.
"""

import importlib
import importlib.util
import os
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from motcua.bottlenecks.rules.flows import Events, Map, graph
from motcua.kernel.benchmarks import benchmark

CASES, TIMES, SEED = 1_000_000, 5, 11
ACTIVITIES = tuple(f"Bước {number:02}" for number in range(12))
SHORTEST, LONGEST, AGAIN = 3, 8, 0.06
MEAN_WAIT_S, MEAN_WORK_S = 20_000, 1_800
_SECOND, _FIRST = 1_000_000, 1_735_689_600_000_000  # 1 January 2025


@benchmark("diagnose")
def diagnose(*, cases: int = CASES) -> dict[str, Any]:
    """Seconds of the best of several times, each from the log as it lies in memory; and whether the two agree."""
    events = made_up(cases)
    seconds, found = _best(lambda: graph(events), TIMES)
    figures: dict[str, Any] = {
        "cases": cases,
        "events": len(events.case),
        "flows": len(found.flows),
        "product": {"seconds": round(seconds, 3), "peak_mib": _peak()},
    }
    if importlib.util.find_spec("pm4py"):
        figures["pm4py"] = _beside(events, found, seconds)
    return figures | {"cores": os.cpu_count(), "load_average": os.getloadavg()[0]}


def made_up(cases: int) -> Events:
    """Cases that mostly go through the steps in order, sometimes back by one; seconds are whole, as in most logs."""
    dice = np.random.default_rng(SEED)
    lengths = dice.integers(SHORTEST, LONGEST + 1, cases)
    case = np.repeat(np.arange(cases), lengths)
    place = np.arange(len(case)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    back = (dice.random(len(case)) < AGAIN) & (place > 0)
    activity = np.minimum(place - back, len(ACTIVITIES) - 1)
    wait = np.maximum(dice.exponential(MEAN_WAIT_S, len(case)) - MEAN_WORK_S, -MEAN_WORK_S).astype(np.int64)
    work = dice.exponential(MEAN_WORK_S, len(case)).astype(np.int64)
    passed = np.cumsum(np.maximum(wait, 0) + work)
    before = np.repeat(passed[np.cumsum(lengths) - lengths], lengths)
    begun = _FIRST + (passed - before) * _SECOND
    return Events(case, activity, begun, begun + work * _SECOND, ACTIVITIES)


def _beside(events: Events, found: Map, seconds: float) -> dict[str, Any]:
    pm4py, pandas = (importlib.import_module(name) for name in ("pm4py", "pandas"))
    frame = pandas.DataFrame(
        {
            "case:concept:name": events.case.astype(str),
            "concept:name": np.array(events.activities, object)[events.activity],
            "start_timestamp": pandas.to_datetime(events.begun * 1000, utc=True),
            "time:timestamp": pandas.to_datetime(events.ended * 1000, utc=True),
        }
    )

    def graphs() -> tuple[Any, Any]:
        return pm4py.discover_dfg(frame)[0], pm4py.discover_performance_dfg(frame)[0]

    theirs, (counts, times) = _best(graphs, 1)
    return {
        "seconds": round(theirs, 2),
        "times_the_product": round(theirs / seconds, 1),
        "frequencies_equal": {(one.source, one.target): one.count for one in found.flows} == dict(counts),
        "largest_difference_of_means": _apart(found, times),
        "peak_mib": _peak(),
    }


def _apart(found: Map, times: Any) -> float:
    """Relative, over the flows without overlaps: there both define the same mean."""
    plain = [one for one in found.flows if not one.overlaps and one.mean_s]
    return max((abs(times[one.source, one.target]["mean"] / one.mean_s - 1) for one in plain), default=0.0)


def _best(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    least, found = float("inf"), None
    for _time in range(times):
        began = time.perf_counter()
        found = work()
        least = min(least, time.perf_counter() - began)
    return least, found


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
