"""The score of a node by a criteria set, from its counters.

`Score.points` follow the set's rules to the letter, rules for having nothing to measure included. Beside them stand
`measured_points` of `measured_max`: what cases alone have earned (trust.md G14: no case is not a full mark).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from motcua.criteria.rules.counters import Counters, Reading
from motcua.criteria.rules.measuring import Counts, Figures, Flag, Measured, half_up, measured
from motcua.criteria.rules.sets.model import LEVELS, Band, CriteriaSet, Group

__all__ = ["Counts", "Figures", "Flag", "GroupScore", "Measured", "ReadingScore", "Score", "half_up", "score"]


@dataclass(frozen=True)
class GroupScore:
    """A group's points: the sum of its criteria's, those that are not known counting 0."""

    group: Group
    criteria: tuple[Measured, ...]

    @property
    def code(self) -> str:
        return self.group.code

    @cached_property
    def points(self) -> Fraction:
        return _sum(one.points for one in self.criteria if one.points is not None)

    @property
    def max(self) -> Fraction:
        return self.group.points


@dataclass(frozen=True)
class ReadingScore:
    """One reading of “on time”; `ratio` is None if there was nothing to read it from."""

    reading: Reading
    numerator: int
    denominator: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator > 0 else None


@dataclass(frozen=True)
class Score:
    """A node's score. Fractions: round when shown, to `set.decimals`, with `half_up`."""

    set: CriteriaSet
    level: str
    groups: tuple[GroupScore, ...]
    readings: tuple[ReadingScore, ...] = ()

    @cached_property
    def criteria(self) -> dict[str, Measured]:
        return {one.criterion.code: one for group in self.groups for one in group.criteria}

    @cached_property
    def points(self) -> Fraction:
        """The sum of all points that are known."""
        return _sum(group.points for group in self.groups)

    @property
    def max(self) -> Fraction:
        return self.set.total

    @cached_property
    def known_max(self) -> Fraction:
        """The most that could have been reached by what is known."""
        return _sum(one.max for one in self.criteria.values() if one.points is not None)

    @cached_property
    def rated(self) -> Fraction | None:
        """What is rated: the points, scaled to the total where the set leaves out what is missing. None: nothing is."""
        if not self.set.scales_missing:
            return self.points
        return self.points * self.max / self.known_max if self.known_max else None

    @cached_property
    def band(self) -> Band | None:
        return None if self.rated is None else self.set.bands.at(half_up(self.rated, self.set.decimals))

    @property
    def measured_points(self) -> Fraction:
        """What cases alone have earned."""
        return _sum(one.points or Fraction(0) for one in self.criteria.values() if one.is_measured)

    @property
    def measured_max(self) -> Fraction:
        return _sum(one.max for one in self.criteria.values() if one.is_measured)


def score(
    by: CriteriaSet,
    counts: Counts,
    level: str,
    *,
    last_year: Counts | None = None,
    months: int = 1,
    counters: Counters | None = None,
) -> Score:
    """Score a node of a level (nation, province, department, commune) over a period of 1, 3 or 12 months.

    `last_year`: the counters of the whole calendar year before, for LAST_YEAR. `counters`: give them to have the
    readings of “on time” too. KeyError if a counter that is needed was not counted.
    """
    if level not in LEVELS:
        raise ValueError(level)
    figures = Figures(counts, last_year, months)
    groups = tuple(
        GroupScore(group, tuple(measured(by, criterion, figures, level) for criterion in group.criteria))
        for group in by.groups
    )
    return Score(by, level, groups, readings(counters, counts) if counters else ())


def readings(counters: Counters, counts: Counts) -> tuple[ReadingScore, ...]:
    """The readings of “on time”, side by side."""
    return tuple(
        ReadingScore(reading, reading.numerator.of(counts), reading.denominator.of(counts))
        for reading in counters.readings
    )


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))
