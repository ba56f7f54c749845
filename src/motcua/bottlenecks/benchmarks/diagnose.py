"""`motcua bench diagnose`: the map of a made-up log, its waits by cause and who bears them, beside what pm4py does with
the same log in the same run: its frequency and its performance graph, which are only the first of the three.

pm4py stands in the test-only group `mining`: without it only our own figures are told.
"""

import importlib
import importlib.util
import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from motcua.bottlenecks.benchmarks.made_up import CASES_A_BODY, made_up
from motcua.bottlenecks.rules.compiled import processors
from motcua.bottlenecks.rules.contributions import Contributions, contributions
from motcua.bottlenecks.rules.duty import days_of
from motcua.bottlenecks.rules.flows import Map, graph
from motcua.bottlenecks.rules.given import Given, given
from motcua.bottlenecks.rules.handoffs import duties
from motcua.bottlenecks.rules.kinds import kinds_in
from motcua.bottlenecks.rules.work import Work
from motcua.clock.rules.calendar import ZONE
from motcua.kernel.benchmarks import benchmark

CASES, TIMES, THEIR_TIMES = 1_000_000, 5, 2
CALENDAR = "vn-standard"
Answer = TypeVar("Answer")


@dataclass
class Clock:
    """What each phase took: by the clock on the wall, and of all processors together."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)

    def of(self, phase: str, work: Callable[[], Answer]) -> Answer:
        began, busy = time.perf_counter(), time.process_time()
        answer = work()
        self.processor_seconds[phase] = time.process_time() - busy
        self.seconds[phase] = time.perf_counter() - began
        return answer

    @property
    def whole(self) -> tuple[float, float]:
        return sum(self.seconds.values()), sum(self.processor_seconds.values())

    def told(self) -> dict[str, Any]:
        phases = {
            phase: {"seconds": round(self.seconds[phase], 3), "processor_seconds": round(busy, 3)}
            for phase, busy in self.processor_seconds.items()
        }
        seconds, busy = self.whole
        return {"phases": phases, "seconds": round(seconds, 3), "processor_seconds": round(busy, 3)}


@benchmark("diagnose")
def diagnose(*, cases: int = CASES) -> dict[str, Any]:
    """The best of several times, each from the columns of the log as they lie in memory; and whether the two agree."""
    hours, first = given(CALENDAR), Clock()
    first.of("all", lambda: _diagnosed(made_up(CASES_A_BODY), hours, Clock()))
    work = made_up(cases)
    clock, found, borne = _best(TIMES, lambda clock: _diagnosed(work, hours, clock))
    figures: dict[str, Any] = {
        "cases": cases,
        "events": len(work),
        "resources": len(work.resources),
        "processors": processors(),
        "product": clock.told() | {"peak_mib": _peak(), "first_call_seconds": round(first.whole[0], 1)},
        "flows": len(found.flows),
        "hand_overs": sum(each.frequency for each in borne.activities),
        "parts_sum_to_the_wait": sum(borne.causes.values()) == borne.total,
    }
    if importlib.util.find_spec("pm4py"):
        figures["pm4py"] = _beside(work, found, clock)
    return figures | {"load_average": os.getloadavg()[0]}


def _diagnosed(work: Work, hours: Given, clock: Clock) -> tuple[Map, Contributions]:
    found = clock.of("graph", lambda: graph(work))
    days = days_of(work.start, work.end, ZONE)
    told = clock.of("working_hours", lambda: duties(work, days, hours))
    several = clock.of("wait_causes", lambda: kinds_in(work, told, days))
    return found, clock.of("contributions", lambda: contributions(work, several))


def _best(times: int, work: Callable[[Clock], tuple[Any, Any]]) -> tuple[Clock, Any, Any]:
    clocks = [Clock() for _time in range(times)]
    for clock in clocks:
        first, second = work(clock)
    return min(clocks, key=lambda clock: clock.whole), first, second


def _beside(work: Work, found: Map, ours: Clock) -> dict[str, Any]:
    pm4py, pandas = (importlib.import_module(name) for name in ("pm4py", "pandas"))
    frame = pandas.DataFrame(
        {
            "case:concept:name": work.case.astype(str),
            "concept:name": np.array(work.activities, object)[work.activity],
            "start_timestamp": pandas.to_datetime(work.start * 1000, utc=True),
            "time:timestamp": pandas.to_datetime(work.end * 1000, utc=True),
        }
    )

    def graphs(clock: Clock) -> tuple[Any, Any]:
        counts = clock.of("frequency_graph", lambda: pm4py.discover_dfg(frame)[0])
        return counts, clock.of("performance_graph", lambda: pm4py.discover_performance_dfg(frame)[0])

    theirs, counts, times = _best(THEIR_TIMES, graphs)
    return theirs.told() | {
        "peak_mib": _peak(),
        "times_the_product": _ratios(theirs, ours),
        "frequencies_equal": {(one.source, one.target): one.count for one in found.flows} == dict(counts),
        **_apart(found, times),
    }


def _ratios(theirs: Clock, ours: Clock) -> dict[str, dict[str, float]]:
    """Of their two graphs to our graph, and to all that we do."""
    graph_alone = ours.seconds["graph"], ours.processor_seconds["graph"]
    return {
        what: {
            "seconds": round(theirs.whole[0] / seconds, 1),
            "processor_seconds": round(theirs.whole[1] / busy, 1),
        }
        for what, (seconds, busy) in (("graph", graph_alone), ("all", ours.whole))
    }


def _apart(found: Map, times: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[str, Any]:
    """Relative, over the flows without overlaps: there both define the same times."""
    plain = [one for one in found.flows if not one.overlaps and one.mean_s]
    figures = [(times[one.source, one.target], one) for one in plain]
    return {
        "flows_compared": len(plain),
        "flows_with_overlaps": sum(one.overlaps > 0 for one in found.flows),
        "largest_difference_of_means": max(abs(each["mean"] / one.mean_s - 1) for each, one in figures),
        "largest_difference_of_medians": max(abs(each["median"] - one.median_s) for each, one in figures),
    }


def _peak() -> int:
    """Of the whole process up to now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
