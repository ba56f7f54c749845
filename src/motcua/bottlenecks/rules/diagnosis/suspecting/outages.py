"""A fault of the system: for a time nobody anywhere could record anything, in the middle of working hours."""

from math import exp

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, codes

_ALIKE = 8
"""Acts come in bursts: so many of them tell no more than one would if they came singly."""


def outages(ground: Ground, norms: Norms) -> list[Cause]:
    """Working time without any act of anybody; its chance by how often somebody acts at other times."""
    known = [one.took for one in ground.rounds if one.took is not None and one.row.taken is not None]
    known += [one.done for one in ground.rounds if one.done is not None]
    acts = sorted(minute for minute in known if minute >= ground.begins)
    if len(acts) < norms.least_rounds:
        return []
    rate = len(acts) / max(1, acts[-1] - acts[0]) / _ALIKE
    found = []
    for before, after in zip(acts, acts[1:], strict=False):
        gap = after - before
        p = exp(-rate * gap) * len(acts)
        if gap >= norms.outage["minutes"] and p < norms.chance:
            waiting = [
                one
                for one in ground.rounds
                if one.begun <= before and (one.done is None or one.done >= after)
            ]
            since = max(
                one.row.closed or 0 for one in ground.rounds if one.done == before or one.took == before
            )
            found.append(Cause(Reason.SYSTEM, {}, {"minutes": gap, "since": since}, p, codes(waiting)))
    return found
