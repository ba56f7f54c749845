"""`motcua bench forecast`: how right the forecast is, on a public log, on generated offices, and on the house's own."""

import resource
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from motcua.criteria.benchmarks.forecasts import generated, receipt
from motcua.criteria.benchmarks.forecasts.proving import coverage, halfway, months_between, proof, within
from motcua.criteria.queries.outlook import running
from motcua.criteria.queries.past import past
from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.forecast import History, late_probabilities, period_end
from motcua.criteria.rules.forecast.learning import fit
from motcua.kernel.benchmarks import benchmark
from motcua.settings import environment

LOG = "MOTCUA_RECEIPT_LOG"
USUALLY = "../shared/data/event-logs/receipt.xes.gz"
DAYS, SEED = 180, 1
FORTNIGHT = timedelta(days=14)


@benchmark("forecast")
def measure() -> dict[str, Any]:
    """Learned from the first half of each history, judged on the second; intervals of each month's end in it."""
    return {"receipt": _receipt(), "generated": _generated(), "house": _house()}


def _receipt() -> dict[str, Any]:
    path = Path(environment.text(LOG, USUALLY))
    if not path.exists():
        return {"left_out": f"There is no {path}. Set {LOG} to the public receipt log."}
    courses = receipt.receipt(path)
    ends = max(stay.opened_at for one in courses for stay in one.stays)
    history = History(courses, receipt.calendar())
    begins = halfway(history, ends)
    return {**_proven(history, ends), "learned_once": proof(history, begins, ends, parts=1)}


def _generated() -> dict[str, Any]:
    courses, ends = generated.generated(SEED, days=DAYS)
    return _proven(History(courses, generated.calendar()), ends)


def _house() -> dict[str, Any]:
    at = horizon()
    if at is None:
        return {
            "left_out": "The index has counted nothing here: motcua demo load, then motcua criteria follow --once."
        }
    began = time.perf_counter()
    history = past(at)
    read = time.perf_counter()
    found = late_probabilities(fit(history, at), history, at) if len(history) else []
    done = time.perf_counter()
    if not found:
        return {"left_out": "No dossier is open here."}
    told = _proven(history, at)
    return {
        **told,
        "scores_at_month_ends": _scores(history, at),
        "dossiers_known": len(history),
        "open": len(found),
        "seconds_to_read": round(read - began, 1),
        "seconds_to_learn_and_foretell": round(done - read, 1),
        "mebibytes_at_most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _scores(history: History, at: datetime) -> dict[str, Any]:
    """The total score of every node at a month's end, foretold when the month began."""
    found = []
    for over in months_between(halfway(history, at), at):
        begins, now = over.starts_at, running(over, over.starts_at)
        model = fit(history, begins)
        for node, stands in now.nodes.items():
            told = period_end(
                model,
                history,
                begins,
                over,
                bodies=now.bodies[node],
                criterion=stands.on_time,
                rest=stands.rest,
            )
            if len(stands.rest.ends) > 1:
                found.append((told.score, stands.score))
    return within(found)


def _proven(history: History, ends: datetime) -> dict[str, Any]:
    """Learned anew every fortnight: the house itself does so every day."""
    begins = halfway(history, ends)
    parts = max(1, round((ends - begins) / FORTNIGHT))
    return {**proof(history, begins, ends, parts=parts), "month_ends": coverage(history, begins, ends)}
