"""`motcua bench causes`: what the detectors find in this house's last year, held against the causes that are true.

The truth is a JSON file that the judge names in MOTCUA_CAUSES, `{"causes": [{"kind", "unit" | "officer" | "procedure",
"late_codes"}]}`: the house itself does not know it. Without one only what was found is told.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from motcua.bottlenecks.queries.diagnosis.reading import names
from motcua.bottlenecks.queries.diagnosis.suspecting import Span, causes_of, pool_of
from motcua.bottlenecks.rules.diagnosis import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import in_force
from motcua.criteria.queries.nodes import NATION, tree
from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.periods import Period, month_of
from motcua.kernel.benchmarks import benchmark

MONTHS = 12
PLANTED = {
    "overload": {Reason.OVERLOAD},
    "batch": {Reason.BATCH},
    "slow": {Reason.AGENCY, Reason.OPINION},
    "unclear": {Reason.PAPER},
    "payment": {Reason.PAYMENT},
    "absence": {Reason.ABSENCE},
}
"""What a kind of planted cause is called when it is found."""
PLACES = ("officer", "procedure", "unit")


@benchmark("causes")
def causes() -> dict[str, Any]:
    """Over the twelve months up to now, of all bodies."""
    until = horizon()
    if until is None:
        return {"error": "nothing has been counted yet: run `motcua criteria follow --once`"}
    start = perf_counter()
    month, told = month_of(until), names()
    span = Span(tree(), NATION, Period(month.end - MONTHS, MONTHS), until)
    pool = pool_of(span, told)
    found = causes_of(span, told, in_force(until.date()), pool)
    took = perf_counter() - start
    document: dict[str, Any] = {
        "rounds": len(pool),
        "seconds": round(took, 2),
        "found": [{"reason": one.reason.value, **one.where, "dossiers": len(one.dossiers)} for one in found],
    }
    path = os.environ.get("MOTCUA_CAUSES")
    if not path:
        return document | {"truth": "not given: name its file in MOTCUA_CAUSES"}
    return document | judged(found, json.loads(Path(path).read_text(encoding="utf-8"))["causes"])


def judged(found: Sequence[Cause], truth: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Precision and recall of causes: the right kind at the right officer, procedure or unit; and the share of the late
    dossiers that a true cause touched which its finding names.
    """
    pairs = {index: _match(one, found) for index, one in enumerate(truth)}
    right = {number for number in pairs.values() if number is not None}
    return {
        "precision": _share(len(right), len(found)),
        "recall": _share(sum(number is not None for number in pairs.values()), len(truth)),
        "invented": [
            f"{found[n].reason.value} {dict(found[n].where)}" for n in range(len(found)) if n not in right
        ],
        "missed": [truth[index]["code"] for index, number in pairs.items() if number is None],
        "late_dossiers_named": {
            truth[index]["code"]: _share(
                len(set(found[number].dossiers).intersection(truth[index]["late_codes"])),
                len(truth[index]["late_codes"]),
            )
            for index, number in pairs.items()
            if number is not None
        },
    }


def _match(true: Mapping[str, Any], found: Iterable[Cause]) -> int | None:
    """An officer's cause is found at him; a procedure's at it; a unit's at it."""
    place = next(name for name in PLACES if name in true)
    for number, one in enumerate(found):
        if one.reason in PLANTED[true["kind"]] and one.where.get(place) == true[place]:
            return number
    return None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
