"""`motcua bench whatif`: how right the simulation is on months that it had not seen, beside a naive forecast.

For each body and each of the last whole months: learned from what had been recorded before the month began, played to
its end, held against what really happened. Naive: the same as in the month before.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np

from motcua.bottlenecks.queries.whatif import window_of
from motcua.bottlenecks.queries.whatif_past import Known, known
from motcua.bottlenecks.rules.whatif.answers import Answer, Band, Question, ask, count
from motcua.bottlenecks.rules.whatif.changes import Officers
from motcua.bottlenecks.rules.whatif.learning import TooLittle, learn
from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.bottlenecks.rules.whatif.past import as_of
from motcua.criteria.models import Dossier
from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.periods import Period, month_of
from motcua.kernel.benchmarks import benchmark

MONTHS, REPLICATIONS, SEED = 5, 100, 1
BODIES, LEAST = 14, 300
DAYS_A_WEEK = 5 * 480.0


class Told(NamedTuple):
    """One month of one body: what was foretold, what was, and what it was the month before."""

    body: str
    month: str
    rate: Band
    real_rate: float
    naive_rate: float
    week: Band
    real_week: float
    naive_week: float


@benchmark("whatif")
def measure() -> dict[str, Any]:
    """Coverage of the 95 % intervals and mean absolute error on held-out months; seconds for 200 replications."""
    at = horizon()
    if at is None:
        return {
            "left_out": "The index has counted nothing here: motcua demo load, then motcua criteria follow --once."
        }
    found = [told for body in _largest(at) for told in back_test(body, at)]
    if not found:
        return {"left_out": "No body has enough dossiers in enough months."}
    return {
        "bodies": len({one.body for one in found}),
        "months": sorted({one.month for one in found}),
        "pairs": len(found),
        "on_time": _judged(
            [one.rate for one in found], [one.real_rate for one in found], [one.naive_rate for one in found]
        ),
        "finished_a_week": _judged(
            [one.week for one in found], [one.real_week for one in found], [one.naive_week for one in found]
        ),
        "speed": _speed(at),
        "replications": REPLICATIONS,
    }


def back_test(body: str, at: datetime) -> Iterable[Told]:
    """The last whole months of a body, each foretold from what was known when it began."""
    told = known([body], at)
    last = month_of(at).previous
    for over in (last.back(step) for step in range(MONTHS - 1, -1, -1)):
        foretold = foretell(told, over)
        window, before = window_of(told, over), window_of(told, over.previous)
        real, naive = count(told.past, window), count(told.past, before)
        if foretold is None or real.on_time is None or naive.on_time is None:
            continue
        rate, week = foretold.on_time.base, foretold.a_week.base
        if rate and week:
            yield Told(
                body,
                over.code,
                rate,
                real.on_time,
                naive.on_time,
                week,
                real.finished / (window.ends - window.begins) * DAYS_A_WEEK,
                naive.finished / (before.ends - before.begins) * DAYS_A_WEEK,
            )


def foretell(told: Known, over: Period) -> Answer | None:
    """A month as it was to be expected when it began; None where too little was known."""
    window = window_of(told, over)
    try:
        model = learn(as_of(told.past, window.begins), window.begins, told.grid, norms(), units=told.units)
    except TooLittle:
        return None
    return ask(model, (), Question(window), replications=REPLICATIONS, seed=SEED)


def _largest(at: datetime) -> Sequence[str]:
    """The bodies with most dossiers."""
    counts: dict[str, int] = {}
    for body in Dossier.objects.filter(received_at__lt=at).values_list("body", flat=True):
        counts[body] = counts.get(body, 0) + 1
    return sorted((body for body, n in counts.items() if n >= LEAST), key=lambda one: -counts[one])[:BODIES]


def _judged(bands: Sequence[Band], real: Sequence[float], naive: Sequence[float]) -> dict[str, Any]:
    told, was, before = np.array([band.mean for band in bands]), np.array(real), np.array(naive)
    inside = [band.low <= value <= band.high for band, value in zip(bands, real, strict=True)]
    error, plain = np.abs(told - was), np.abs(before - was)
    return {
        "inside_95": f"{sum(inside)} of {len(inside)}",
        "coverage": round(float(np.mean(inside)), 3),
        "mean_absolute_error": round(float(error.mean()), 4),
        "naive_mean_absolute_error": round(float(plain.mean()), 4),
        "better_than_naive": f"{int((error < plain).sum())} of {len(error)}",
        "mean_width": round(float(np.mean([band.high - band.low for band in bands])), 4),
    }


def _speed(at: datetime) -> dict[str, Any]:
    """A scenario and its base, 200 replications of the coming month of the largest body."""
    told = known(_largest(at)[:1], at)
    began, busy = time.perf_counter(), time.process_time()
    model = learn(told.past, told.at, told.grid, norms(), units=told.units)
    learned, busy_learned = time.perf_counter(), time.process_time()
    desk = model.teams[0]
    answer = ask(
        model,
        [Officers(desk.unit, desk.role, 1)],
        Question(window_of(told, month_of(at).following)),
        replications=200,
        seed=SEED,
    )
    done, busy_done = time.perf_counter(), time.process_time()
    return {
        "dossiers_open": answer.open_now,
        "dossiers_to_come": round(answer.comes),
        "replications": answer.replications,
        "seconds_to_learn": round(learned - began, 1),
        "seconds_to_play_both_sides": round(done - learned, 1),
        "processor_seconds": {
            "learn": round(busy_learned - busy, 1),
            "play": round(busy_done - busy_learned, 1),
        },
    }
