"""Slowness: a unit takes far longer for opinions, or lets work wait far longer for a signature, than all others do."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.rounds import Round, median
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import at_least, laplace, middle, relative
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, Group, codes, over


def slow_opinions(ground: Ground, norms: Norms) -> list[Cause]:
    """Of another body: an agency; of the body's own: an opinion inside it."""
    return _slow(ground, norms, "consult", waits=False)


def slow_signatures(ground: Ground, norms: Norms) -> list[Cause]:
    return _slow(ground, norms, "sign", waits=True)


def _slow(ground: Ground, norms: Norms, kind: str, *, waits: bool) -> list[Cause]:
    groups = {group: rounds for group, rounds in ground.groups.items() if group.kind == kind}
    tried = [
        (group, rounds)
        for group, rounds in groups.items()
        if ground.asked_about(group.unit, rounds) and len(rounds) >= norms.least_rounds
    ]
    known = {group: _Told.of(rounds, waits=waits) for group, rounds in groups.items()}
    found = []
    for group, rounds in tried:
        here, there = known[group], _Told.beside(group, known)
        if not here.times.size or there.times.size < norms.least_rounds:
            continue
        times = middle(here.times) / max(middle(there.times), 0.01)
        p = at_least(here.late, here.rounds, laplace(there.late, there.rounds)) * len(tried)
        is_much = times >= norms.slow["times"] and 100 * here.late >= norms.slow["over"] * here.rounds
        if is_much and p < norms.chance:
            found.append(_cause(ground, group, rounds, times, p, waits=waits))
    return found


class _Told(NamedTuple):
    """Of a group: its times in limits, how many rounds it had, how many of them ran over."""

    times: NDArray[np.float64]
    rounds: int
    late: int

    @classmethod
    def of(cls, rounds: Sequence[Round], *, waits: bool) -> "_Told":
        return cls(np.array(relative(rounds, waits=waits), float), len(rounds), len(over(rounds)))

    @classmethod
    def beside(cls, group: Group, known: Mapping[Group, "_Told"]) -> "_Told":
        """Of all other units together."""
        others = [told for other, told in known.items() if other.unit != group.unit]
        times = np.concatenate([told.times for told in others]) if others else np.zeros(0)
        return cls(times, sum(told.rounds for told in others), sum(told.late for told in others))


def _cause(
    ground: Ground, group: Group, rounds: Sequence[Round], times: float, p: float, *, waits: bool
) -> Cause:
    elsewhere = [one for one in rounds if ground.body_of.get(group.unit, one.row.body) != one.row.body]
    reason = (
        Reason.SIGNATURE if waits else Reason.AGENCY if 2 * len(elsewhere) > len(rounds) else Reason.OPINION
    )
    times_taken = [one.waiting if waits else one.all for one in rounds]
    late = over(rounds)
    return Cause(
        reason,
        {"unit": group.unit, "kind": group.kind, "role": group.role, "body": ground.body(group.unit, rounds)},
        {
            "rounds": len(rounds),
            "over": len(late),
            "time": median([minutes for minutes in times_taken if minutes is not None]),
            "limit": median([one.limit for one in rounds if one.limit is not None]),
            "times": round(times, 1),
        },
        p,
        codes(late),
    )
