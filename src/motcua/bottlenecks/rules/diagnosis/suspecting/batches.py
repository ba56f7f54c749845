"""Batching: a unit does such work on few weekdays only, although it arrives on all of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import comb
from typing import NamedTuple

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
    """Days, not rounds, are counted: many signatures of one day are one decision to sign that day.

    Work is looked at over the whole time and, for what has ended or begun meanwhile, over each half of it.
    """
    tried = [
        (
            group,
            [span for span in _spans(rounds) if len(_days(span.rounds, taken=True)) >= norms.batch["days"]],
        )
        for group, rounds in ground.groups.items()
        if ground.asked_about(group.unit, rounds)
    ]
    trials = sum(len(spans) for _group, spans in tried)
    found = ((_cause(ground, group, span, trials, norms) for span in spans) for group, spans in tried)
    return [one for told in found if (one := next(filter(None, told), None))]


class _Span(NamedTuple):
    """`until`: when its last work was taken up, in microseconds, if it ended before the whole did."""

    rounds: Sequence[Round]
    until: int | None = None


def _spans(rounds: Sequence[Round]) -> list[_Span]:
    taken = [one.row.taken for one in rounds if one.row.taken is not None]
    if not taken:
        return []
    middle = (min(taken) + max(taken)) // 2
    older = [one for one in rounds if one.row.taken is not None and one.row.taken <= middle]
    newer = [one for one in rounds if one.row.taken is None or one.row.taken > middle]
    return [_Span(rounds), _Span(older, max(moment for moment in taken if moment <= middle)), _Span(newer)]


def _arrives_on_all_days(rounds: Sequence[Round], limits: Numbers) -> bool:
    """Work comes on more weekdays than it is done."""
    arrivals = _days(rounds, taken=False)
    return 100 * _fullest(arrivals, int(limits["weekdays"]))[1] < limits["share"] * len(arrivals)


def _cause(ground: Ground, group: Group, span: _Span, trials: int, norms: Norms) -> Cause | None:
    """None if the days could be as few by chance, or it hardly delays anything."""
    rounds, until = span
    limits, late, days = norms.batch, over(rounds), _days(rounds, taken=True)
    weekdays, hits = _fullest(days, int(limits["weekdays"]))
    p = at_least(hits, len(days), limits["weekdays"] / _WEEK) * comb(_WEEK, int(limits["weekdays"])) * trials
    is_few = 100 * hits >= limits["share"] * len(days)
    matters = 100 * len(late) >= norms.slow["over"] * len(rounds)
    if not (is_few and matters and p < norms.chance and _arrives_on_all_days(rounds, limits)):
        return None
    numbers = {"weekdays": list(weekdays), "days": len(days), "rounds": len(rounds), "over": len(late)}
    return Cause(
        Reason.BATCH,
        {"unit": group.unit, "kind": group.kind, "role": group.role, "body": ground.body(group.unit, rounds)},
        numbers | ({} if until is None else {"until": until}),
        min(1.0, p),
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
