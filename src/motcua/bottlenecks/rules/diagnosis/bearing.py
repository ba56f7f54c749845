"""Who bears the points that late dossiers lost, by step, unit and position; and what one step alone would give back.

The split inside a dossier is that of criteria.rules (exact Shapley shares of its overruns), so that everything here
sums to what the index says, and the rest has a reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from motcua.bottlenecks.rules.diagnosis.model import NONE, Contribution, Key
from motcua.bottlenecks.rules.diagnosis.rounds import Round as Timed
from motcua.bottlenecks.rules.diagnosis.rounds import median
from motcua.criteria.rules.bearing import Borne, Holder, LateDossier, Round, borne


class Late(NamedTuple):
    """A late dossier: the points that its lateness lost, and by how many working minutes it is past its due moment.

    `until`: the working minute at which it ended, or up to which is looked; what a step ran over after it counts not.
    """

    code: str
    points: Fraction
    lateness: int
    until: int

    def overrun(self, one: Timed) -> int:
        """By how much a round ran over its limit while the dossier was open."""
        if one.limit is None or one.over is None:
            return 0
        due = one.begun + one.limit
        return min(due + one.over, self.until) - due


@dataclass
class Carried:
    """`by`: points by step and holder; `too_slack`: of dossiers whose steps kept their limits well enough; `cases`:
    late dossiers that a step and holder made late; `worst`: the step that bears most of a dossier; `saved`: by step,
    what dossiers would have been in time had this step alone kept its limit, and their points.
    """

    by: dict[tuple[Key, Holder], Fraction] = field(default_factory=lambda: defaultdict(lambda: NONE))
    cases: dict[tuple[Key, Holder], set[str]] = field(default_factory=lambda: defaultdict(set))
    made_late: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    saved: dict[Key, dict[str, Fraction]] = field(default_factory=lambda: defaultdict(dict))
    worst: dict[str, Key] = field(default_factory=dict)
    too_slack: Fraction = NONE

    @property
    def total(self) -> Fraction:
        return sum(self.by.values(), self.too_slack)

    def of(self, key: Key) -> Fraction:
        return sum((points for (one, _holder), points in self.by.items() if one == key), NONE)


def carried(late: Iterable[Late], rounds: Mapping[str, Sequence[Timed]], *, by_step: bool) -> Carried:
    """Each dossier is split by the steps of its own sheet; only then are steps of one kind put together."""
    found = Carried()
    for dossier in late:
        several = rounds.get(dossier.code, ())
        keys = {one.row.step: one.key(by_step=by_step) for one in several}
        told = LateDossier(
            dossier.code,
            dossier.points,
            dossier.lateness,
            tuple(Round(one.row.step, one.holder, dossier.overrun(one)) for one in several),
        )
        _take_in(found, dossier, borne([told]), keys)
        _what_if(found, dossier, several, by_step=by_step)
    return found


def _take_in(found: Carried, dossier: Late, split: Borne, keys: Mapping[str, Key]) -> None:
    found.too_slack += split.too_slack
    by_key: dict[Key, Fraction] = defaultdict(lambda: NONE)
    for step, holders in split.by.items():
        key = keys[step]
        for holder, points in holders.items():
            found.by[key, holder] += points
            found.cases[key, holder].add(dossier.code)
            by_key[key] += points
    for key in by_key:
        found.made_late[key].add(dossier.code)
    if by_key:
        found.worst[dossier.code] = max(by_key, key=lambda key: (by_key[key], key))


def _what_if(found: Carried, dossier: Late, several: Sequence[Timed], *, by_step: bool) -> None:
    overruns: dict[Key, int] = defaultdict(int)
    for one in several:
        overruns[one.key(by_step=by_step)] += max(0, dossier.overrun(one))
    for key, minutes in overruns.items():
        if minutes >= max(1, dossier.lateness):
            found.saved[key][dossier.code] = dossier.points


def contributions(found: Carried, rounds: Iterable[Timed], *, by_step: bool) -> tuple[Contribution, ...]:
    """By step, unit and officer, what costs most first. With the rounds each had, and their median wait."""
    waits = _waits(found, rounds, by_step=by_step)
    rows = [
        Contribution(
            key,
            holder,
            points,
            len(found.cases[key, holder]),
            len(waits[key, holder]),
            median(waits[key, holder]),
        )
        for (key, holder), points in found.by.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.points, row.key, row.holder)))


def _waits(found: Carried, rounds: Iterable[Timed], *, by_step: bool) -> dict[tuple[Key, Holder], list[int]]:
    """Of those that bear something. Rounds are many, holders few: plain texts are compared."""
    waits: dict[tuple[Key, Holder], list[int]] = {pair: [] for pair in found.by}
    wanted = {(*key, *holder): waits[key, holder] for key, holder in waits}
    for one in rounds:
        row = one.row
        step = row.step if by_step else ""
        told = wanted.get((step, row.kind, row.role, row.officer, row.unit, row.body))
        if told is not None:
            told.append(one.waiting)
    return waits
