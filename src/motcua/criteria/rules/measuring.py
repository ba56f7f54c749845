"""What one criterion comes to: numerator, denominator, ratio, and the share of its points that this earns.

Whole numbers and Fractions all the way; nothing is rounded but the mean grades whose rule says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from motcua.criteria.rules.sets.model import Condition, CriteriaSet, Criterion, Grades, Ratio, Steps, Zero

Counts = Mapping[str, int]
NONE, ALL = Fraction(0), Fraction(1)


class Flag(StrEnum):
    """What has to be told with a figure."""

    NOT_APPLICABLE = "not-applicable"  # the level is not measured by it: the most points, by the rule
    LEFT_OUT = "left-out"  # the system cannot know it
    NOTHING = "nothing-to-measure"  # the denominator is 0
    FULL_BY_RULE = "full-by-rule"  # … and the rule gives all points for that: shown as N/A beside it
    LAST_YEAR = "last-year"  # the denominator is last year's, by months
    CAPPED = "threshold-reached"
    FLOORED = "floored"  # the formula came to less than 0


@dataclass(frozen=True)
class Figures:
    """The counters of one node in one period. `last_year`: those of the calendar year before, if they are known;
    `months` of the period: 1, 3 or 12.
    """

    counts: Counts
    last_year: Counts | None = None
    months: int = 1

    @property
    def part_of_year(self) -> Fraction:
        return Fraction(self.months, 12)


@dataclass(frozen=True)
class Measured:
    """A criterion's figures. `ratio` is None if there was nothing to measure; `place` is the denominator chosen.

    `share` of the points that is earned, from 0 to 1; None: not known. `factor` is what `times` multiplied by.
    `points` are None where the share is.
    """

    criterion: Criterion
    numerator: int
    denominator: Fraction
    ratio: Fraction | None
    place: int
    share: Fraction | None
    flags: frozenset[Flag]
    factor: "Measured | None" = None

    @property
    def max(self) -> Fraction:
        return self.criterion.points

    @cached_property
    def points(self) -> Fraction | None:
        return None if self.share is None else self.share * self.max

    @property
    def is_measured(self) -> bool:
        """The points follow from cases, and not from a rule for having none."""
        return self.ratio is not None and Flag.NOT_APPLICABLE not in self.flags


def measured(of: CriteriaSet, criterion: Criterion, figures: Figures, level: str) -> Measured:
    """What a criterion comes to at a node of this level. KeyError if a counter it needs was not counted."""
    if criterion.numerator is None:
        return Measured(criterion, 0, NONE, None, 0, None, frozenset({Flag.LEFT_OUT}))
    factor = None
    if criterion.times:
        factor = measured(of, of.criteria[criterion.times], figures, level)
    numerator = criterion.numerator.of(figures.counts)
    denominator, place, flags = _denominator(criterion, figures)
    ratio = numerator / denominator if denominator > 0 else None
    share, more = _share(criterion, ratio, figures, factor)
    flags |= more
    if level not in criterion.levels:
        share, flags = ALL, flags | {Flag.NOT_APPLICABLE}
    return Measured(criterion, numerator, denominator, ratio, place, share, frozenset(flags), factor)


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Rounded to so many decimals, halves away from 0."""
    scale = 10**decimals
    whole = (abs(number) * scale * 2 + 1) // 2
    return Fraction(whole if number >= 0 else -whole, scale)


def earned(measure: Measured) -> Fraction:
    """The ratio over the threshold, uncapped: from 1 on all points are earned. Only of a ratio that is known."""
    assert isinstance(measure.criterion.scoring, Ratio)
    assert measure.ratio is not None
    return measure.ratio / measure.criterion.scoring.threshold


def multiplier(factor: Measured | None) -> Fraction | None:
    """What a factor multiplies by: its ratio, from 0 to 1; 1 where its rule gives all; None if it is not known."""
    if factor is None:
        return ALL
    if factor.ratio is None or Flag.NOT_APPLICABLE in factor.flags:
        return factor.share
    return min(ALL, max(NONE, factor.ratio))


def _denominator(criterion: Criterion, figures: Figures) -> tuple[Fraction, int, set[Flag]]:
    values = [one.of(figures.counts) for one in criterion.denominators]
    place = max(range(len(values)), key=lambda number: values[number])
    if values[place] > 0:
        return Fraction(values[place]), place, set()
    if criterion.zero is Zero.LAST_YEAR and figures.last_year is not None:
        before = [one.of(figures.last_year) for one in criterion.denominators]
        place = max(range(len(before)), key=lambda number: before[number])
        if before[place] > 0:
            return before[place] * figures.part_of_year, place, {Flag.LAST_YEAR}
    return NONE, place, {Flag.NOTHING}


def _share(
    criterion: Criterion, ratio: Fraction | None, figures: Figures, factor: Measured | None
) -> tuple[Fraction | None, set[Flag]]:
    if ratio is None:
        return _without_cases(criterion.zero)
    scoring = criterion.scoring
    if isinstance(scoring, Steps):
        return _step(scoring, ratio, figures) / (criterion.points or ALL), set()
    if isinstance(scoring, Grades):
        return _within(half_up(ratio, scoring.decimals) / scoring.best)
    multiply = multiplier(factor)
    if multiply is None:
        return None, set()
    earned = ratio if scoring.threshold == 1 else ratio / scoring.threshold
    return _within(earned if multiply is ALL else earned * multiply)


def _without_cases(zero: Zero) -> tuple[Fraction | None, set[Flag]]:
    if zero is Zero.FULL:
        return ALL, {Flag.FULL_BY_RULE}
    return (None if zero is Zero.NULL else NONE), set()


def _within(share: Fraction) -> tuple[Fraction, set[Flag]]:
    if share < 0:
        return NONE, {Flag.FLOORED}
    return (share, set()) if share < 1 else (ALL, {Flag.CAPPED})


def _step(scoring: Steps, ratio: Fraction, figures: Figures) -> Fraction:
    for step in scoring.of:
        if ratio >= step.at_least and all(_holds(condition, figures.counts) for condition in step.also):
            return step.points
    return NONE


def _holds(condition: Condition, counts: Counts) -> bool:
    numerator = condition.numerator.of(counts)
    if condition.denominator is None or condition.at_least is None:
        return numerator <= 0
    denominator = condition.denominator.of(counts)
    return denominator > 0 and numerator >= condition.at_least * denominator
