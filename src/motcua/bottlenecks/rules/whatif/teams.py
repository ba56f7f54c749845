"""Who does which work: the officers that share a queue."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from math import inf
from typing import NamedTuple

from motcua.bottlenecks.rules.whatif.past import Stay

RECENT = 60 * 480.0
"""Working minutes in which somebody must have taken something to count as being there."""
OWN_QUEUE = 20
"""Turns from which on a step has its own officers, and not those of all steps of its kind."""
LEAST_SHARE = 0.2
"""Of an equal share: who takes less only stands in for others."""

_Key = tuple[str, ...]


class Team(NamedTuple):
    """Those who take the steps of a kind in a unit and role, from one queue. `weekdays`: empty for every day."""

    unit: str
    role: str
    kind: str
    officers: tuple[str, ...]
    weekdays: frozenset[int] = frozenset()


def teams(
    stays: Sequence[Stay], until: float, units: Collection[str] | None
) -> tuple[list[Team], dict[int, int]]:
    """The teams of these units (all if None), and the place of the team of each stay that has one."""
    kept = {n: stay for n, stay in enumerate(stays) if units is None or stay.unit in units}
    takers: dict[_Key, Counter[str]] = defaultdict(Counter)
    lately: dict[_Key, Counter[str]] = defaultdict(Counter)
    for stay in kept.values():
        if stay.taken < inf:
            for key in _keys(stay):
                takers[key][stay.officer] += 1
                if stay.taken >= until - RECENT:
                    lately[key][stay.officer] += 1
    members = {key: _members(lately[key] or counts) for key, counts in takers.items()}
    places: dict[Team, int] = {}
    of: dict[int, int] = {}
    for number, stay in kept.items():
        key = next((k for k in _keys(stay) if sum(takers[k].values()) >= OWN_QUEUE), _keys(stay)[-1])
        officers = members.get(key) or members.get(_keys(stay)[-1], ())
        if officers:
            of[number] = places.setdefault(Team(stay.unit, stay.role, stay.kind, officers), len(places))
    return list(places), of


def _keys(stay: Stay) -> tuple[_Key, ...]:
    """From the narrowest to the widest."""
    desk = (stay.unit, stay.role)
    return (*desk, stay.kind, stay.step), (*desk, stay.kind), desk


def _members(counts: Counter[str]) -> tuple[str, ...]:
    least = LEAST_SHARE * sum(counts.values()) / len(counts)
    return tuple(sorted(officer for officer, count in counts.items() if count >= least))
