"""Batching: a unit does such work on few weekdays only, although it arrives on all of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import comb

import numpy as np

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms, Numbers
from motcua.bottlenecks.rules.diagnosis.rounds import Round
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import at_least
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, Group, codes, over

_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000_000
_LEGAL = 7 * 3_600_000_000
"""Vietnam keeps +07:00 the whole year."""
_WEEK = 5


def batches(ground: Ground, norms: Norms) -> list[Cause]:
    """Days, not rounds, are counted: many signatures of one day are one decision to sign that day."""
    limits = norms.batch
    tried = [
        (group, days, rounds)
        for group, rounds in ground.groups.items()
        if ground.asked_about(group.unit, rounds) and len(days := _days(rounds, taken=True)) >= limits["days"]
    ]
    found = []
    for group, days, rounds in tried:
        weekdays, hits = _fullest(days, int(limits["weekdays"]))
        p = at_least(hits, len(days), limits["weekdays"] / _WEEK) * comb(_WEEK, int(limits["weekdays"]))
        is_few = 100 * hits >= limits["share"] * len(days)
        matters = 100 * len(over(rounds)) >= norms.slow["over"] * len(rounds)
        if is_few and matters and p * len(tried) < norms.chance and _arrives_on_all_days(rounds, limits):
            found.append(_cause(ground, group, rounds, weekdays, len(days), min(1.0, p * len(tried))))
    return found


def _arrives_on_all_days(rounds: Sequence[Round], limits: Numbers) -> bool:
    """Work comes on more weekdays than it is done."""
    arrivals = _days(rounds, taken=False)
    return 100 * _fullest(arrivals, int(limits["weekdays"]))[1] < limits["share"] * len(arrivals)


def _cause(
    ground: Ground, group: Group, rounds: Sequence[Round], weekdays: tuple[int, ...], days: int, p: float
) -> Cause:
    late = over(rounds)
    return Cause(
        Reason.BATCH,
        {"unit": group.unit, "kind": group.kind, "role": group.role, "body": ground.body(group.unit, rounds)},
        {"weekdays": list(weekdays), "days": days, "rounds": len(rounds), "over": len(late)},
        p,
        codes(late),
    )


def _days(rounds: Sequence[Round], *, taken: bool) -> set[date]:
    moments = [one.row.taken if taken else one.row.opened for one in rounds]
    known = np.array([moment for moment in moments if moment is not None], np.int64)
    return {_EPOCH + timedelta(day) for day in np.unique((known + _LEGAL) // _DAY).tolist()}


def _fullest(days: set[date], many: int) -> tuple[tuple[int, ...], int]:
    """The weekdays (0 = Monday) with most of these days, and how many they have."""
    counts = Counter(day.weekday() for day in days)
    first = sorted(counts, key=lambda weekday: (-counts[weekday], weekday))[:many]
    return tuple(sorted(first)), sum(counts[weekday] for weekday in first)
