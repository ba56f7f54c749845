"""Slowness: a unit takes far longer for opinions, or lets work wait far longer for a signature, than all others do."""

from collections.abc import Sequence

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
    found = []
    for group, rounds in tried:
        others = [one for other, several in groups.items() if other.unit != group.unit for one in several]
        here, there = relative(rounds, waits=waits), relative(others, waits=waits)
        if not here or len(there) < norms.least_rounds:
            continue
        late, times = over(rounds), middle(here) / max(middle(there), 0.01)
        p = at_least(len(late), len(rounds), laplace(len(over(others)), len(others))) * len(tried)
        is_much = times >= norms.slow["times"] and 100 * len(late) >= norms.slow["over"] * len(rounds)
        if is_much and p < norms.chance:
            found.append(_cause(ground, group, rounds, times, p, waits=waits))
    return found


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
