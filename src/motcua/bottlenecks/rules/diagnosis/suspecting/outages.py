"""A fault of the system: for a time nobody anywhere could record anything, in the middle of working hours."""

from math import exp

import numpy as np

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, codes

_ALIKE = 8
"""Acts come in bursts: so many of them tell no more than one would if they came singly."""


def outages(ground: Ground, norms: Norms) -> list[Cause]:
    """Working time without any act of anybody; its chance by how often somebody acts at other times."""
    known = [one.took for one in ground.rounds if one.took is not None and one.row.taken is not None]
    known += [one.done for one in ground.rounds if one.done is not None]
    acts = np.sort(np.array([minute for minute in known if minute >= ground.begins], np.int64))
    if len(acts) < norms.least_rounds:
        return []
    rate = len(acts) / max(1, int(acts[-1] - acts[0])) / _ALIKE
    found = []
    for place in np.flatnonzero(np.diff(acts) >= norms.outage["minutes"]).tolist():
        before, after = int(acts[place]), int(acts[place + 1])
        p = exp(-rate * (after - before)) * len(acts)
        if p < norms.chance:
            found.append(_cause(ground, before, after, p))
    return found


def _cause(ground: Ground, before: int, after: int, p: float) -> Cause:
    """`before`: the working minute of the last act, `after`: of the first one again."""
    waiting = [
        one for one in ground.rounds if one.begun <= before and (one.done is None or one.done >= after)
    ]
    since = max(one.row.closed or 0 for one in ground.rounds if before in (one.done, one.took))
    return Cause(Reason.SYSTEM, {}, {"minutes": after - before, "since": since}, p, codes(waiting))
