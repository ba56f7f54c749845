"""Who bears what late dossiers lost: each dossier's points over its steps, and each step's over those who had it.

Inside a dossier the points follow the Shapley shares of its overruns (`shapley`); inside a step they follow the
minutes by which each of its rounds ran over. Exact: steps and what no step bears sum to the dossiers' points.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from motcua.criteria.rules.shapley import split

NONE = Fraction(0)


class Holder(NamedTuple):
    """Who had a step: an officer (empty: nobody took it) of a unit of a body."""

    officer: str
    unit: str
    body: str


class Round(NamedTuple):
    """One round of a step: by how many minutes it ran over its limit (0 or below: it kept it)."""

    step: str
    holder: Holder
    overrun: int


class LateDossier(NamedTuple):
    """`points` that its lateness lost; `lateness` in minutes of the same clock as the overruns."""

    code: str
    points: Fraction
    lateness: int
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class Borne:
    """`by`: points by step and holder; `too_slack`: points of dossiers whose steps, all together, kept their limits
    well enough to have been in time; `cases`: how many dossiers a step made late, wholly or in part.
    """

    by: Mapping[str, Mapping[Holder, Fraction]]
    too_slack: Fraction
    cases: Mapping[str, int]

    def of(self, step: str) -> Fraction:
        return sum(self.by.get(step, {}).values(), NONE)

    @property
    def total(self) -> Fraction:
        return sum((self.of(step) for step in self.by), self.too_slack)


def borne(late: Iterable[LateDossier]) -> Borne:
    """Split every dossier's points. Overruns of several rounds of a step count together."""
    by: dict[str, dict[Holder, Fraction]] = defaultdict(lambda: defaultdict(lambda: NONE))
    cases: dict[str, int] = defaultdict(int)
    slack = NONE
    for dossier in late:
        over = [one for one in dossier.rounds if one.overrun > 0]
        overruns: dict[str, int] = defaultdict(int)
        for one in over:
            overruns[one.step] += one.overrun
        shares = split(overruns, dossier.lateness)
        slack += dossier.points * Fraction(shares.too_slack, shares.common)
        for step, share in shares.of.items():
            cases[step] += share > 0
        for one in over:
            part = Fraction(shares.of[one.step] * one.overrun, shares.common * overruns[one.step])
            if part:
                by[one.step][one.holder] += dossier.points * part
    return Borne({step: dict(holders) for step, holders in by.items()}, slack, dict(cases))
