"""Overload: one officer who does one thing at a time is busy almost always, and work waits for him far longer than for
others who do the same.
"""

from collections.abc import Sequence

import numpy as np

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.rounds import Round, median
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import at_least, laplace, middle, relative
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, codes, over

_ONE_AT_A_TIME = 95
"""Percent of his rounds that begin after the one before has ended."""

_SEAM = 1
"""Minute by which two may overlap: the next is picked up while the one before is being closed."""


def overloads(ground: Ground, norms: Norms) -> list[Cause]:
    tried = [
        (unit, officer, rounds)
        for (unit, officer), rounds in ground.by_officer.items()
        if len(rounds) >= norms.least_rounds and ground.asked_about(unit, rounds) and _is_serial(rounds)
    ]
    found = []
    for unit, officer, rounds in tried:
        busy = _busy(rounds)
        if 100 * busy < norms.overload["busy"]:
            continue
        kind, role = _main(rounds)
        own = [one for one in rounds if (one.row.kind, one.row.role) == (kind, role)]
        others = _others(ground, unit, kind, role)
        times, p = _against(own, others)
        if times >= norms.overload["times"] and p * len(tried) < norms.chance:
            where = {
                "unit": unit,
                "officer": officer,
                "kind": kind,
                "role": role,
                "body": ground.body(unit, rounds),
            }
            numbers = _numbers(own, busy, times) | {"untaken": _untaken(ground, unit, kind, role)}
            found.append(Cause(Reason.OVERLOAD, where, numbers, p * len(tried), codes(over(own))))
    return found


def _is_serial(rounds: Sequence[Round]) -> bool:
    """Does one thing at a time: who has many open at once is not busy all the time that each of them lasts."""
    spans = [(one.took, one.done) for one in rounds if one.took is not None and one.done is not None]
    if len(spans) < 2:
        return False
    took, done = np.array(spans, np.int64).T
    order = np.lexsort((done, took))
    apart = int((took[order][1:] + _SEAM >= done[order][:-1]).sum())
    return 100 * apart >= _ONE_AT_A_TIME * (len(spans) - 1)


def _busy(rounds: Sequence[Round]) -> float:
    """The share of the working time, from the first arrival to the last end, that he was at work on something."""
    ended = [one for one in rounds if one.done is not None and one.took is not None]
    if not ended:
        return 0.0
    span = max(one.done or 0 for one in ended) - min(one.begun for one in ended)
    first = min(one.begun for one in ended)
    worked = sum((one.done or 0) - max(one.took or 0, first) for one in ended)
    return worked / span if span else 0.0


def _main(rounds: Sequence[Round]) -> tuple[str, str]:
    """The kind of step that takes most of his rounds."""
    kinds = [(one.row.kind, one.row.role) for one in rounds]
    return max(set(kinds), key=lambda one: (kinds.count(one), one))


def _others(ground: Ground, unit: str, kind: str, role: str) -> list[Round]:
    return [
        one
        for group, rounds in ground.groups.items()
        if (group.kind, group.role) == (kind, role) and group.unit != unit
        for one in rounds
    ]


def _untaken(ground: Ground, unit: str, kind: str, role: str) -> int:
    """What lies in the unit for such an officer and nobody has taken up yet."""
    return sum(
        one.took is None
        for group, rounds in ground.groups.items()
        if (group.unit, group.kind, group.role) == (unit, kind, role)
        for one in rounds
    )


def _against(own: Sequence[Round], others: Sequence[Round]) -> tuple[float, float]:
    """How many times as long work waits here, in limits of the step; and the chance of so many over their limit."""
    here, there = relative(own, waits=True), relative(others, waits=True)
    if not here or not there:
        return 0.0, 1.0
    usual = laplace(len(over(others)), len(others))
    return middle(here) / max(middle(there), 0.01), at_least(len(over(own)), len(own), usual)


def _numbers(own: Sequence[Round], busy: float, times: float) -> dict[str, float | int | None]:
    done = sum(one.done is not None for one in own)
    return {
        "busy": round(100 * busy),
        "taken": sum(one.took is not None for one in own),
        "done": done,
        "wait": median([one.waiting for one in own]),
        "limit": median([one.limit for one in own if one.limit is not None]),
        "times": round(times, 1),
    }
