"""Why a score moved between two periods: exactly, over the parts that a node is made of.

Kitagawa's split of a ratio R = Σ w_c · r_c, w_c being a part's share of the cases and r_c its own ratio:
ΔR = Σ mean(w_c) · Δr_c (rate: the part itself did better) + Σ (mean(r_c) - mean(R)) · Δw_c (mix: more or fewer of the
cases came to it). A part without cases in one of the periods has no ratio there: it came or went, which is mix.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from motcua.criteria.rules.losses import NOTHING, ROUNDING, STEPS
from motcua.criteria.rules.measuring import ALL, NONE, Counts, Flag, Measured, earned, multiplier
from motcua.criteria.rules.scoring import Score
from motcua.criteria.rules.sets.model import Grades, Ratio, Steps

LAST_YEAR = "last-year"
Cases = tuple[int, int]
"""Numerator and denominator of a part."""


class Children(NamedTuple):
    """The counters of a node's parts in the two periods. A part may be in one of them only."""

    before: Mapping[Any, Counts]
    after: Mapping[Any, Counts]


@dataclass(frozen=True)
class Movement:
    """By how many points something moved: `change` = all of `rate` + all of `mix` + all of `rest`, exactly."""

    change: Fraction
    rate: Mapping[Any, Fraction] = field(default_factory=dict)
    mix: Mapping[Any, Fraction] = field(default_factory=dict)
    rest: Mapping[str, Fraction] = field(default_factory=dict)

    def of(self, child: object) -> Fraction:
        """What one part contributed, by rate and mix."""
        return self.rate.get(child, NONE) + self.mix.get(child, NONE)


@dataclass(frozen=True)
class Movements:
    """The movements of a score: by criterion, by group, and in all. Each is worked out when it is asked for."""

    before: Score
    after: Score
    children: Children

    def of(self, code: str) -> Movement:
        """That of one criterion."""
        return movement(self.before.criteria[code], self.after.criteria[code], self.children)

    @cached_property
    def criteria(self) -> Mapping[str, Movement]:
        return {code: self.of(code) for code in self.after.criteria}

    @cached_property
    def groups(self) -> Mapping[str, Movement]:
        return {
            group.code: together(self.criteria[one.criterion.code] for one in group.criteria)
            for group in self.after.groups
        }

    @cached_property
    def total(self) -> Movement:
        return together(self.criteria.values())


def movements(before: Score, after: Score, children: Children) -> Movements:
    """Why a score moved. Both must be by the same set: points of different definitions do not move, they differ."""
    if before.set.digest != after.set.digest:
        raise ValueError("the two scores are by different sets")
    return Movements(before, after, children)


def together(several: Iterable[Movement]) -> Movement:
    """The movements of several criteria as one."""
    found = list(several)
    return Movement(
        sum((one.change for one in found), NONE),
        _added(one.rate for one in found),
        _added(one.mix for one in found),
        _added(one.rest for one in found),
    )


def movement(before: Measured, after: Measured, children: Children) -> Movement:
    """Why a criterion's points moved. ValueError if the children's counters do not sum to the node's."""
    change = (after.points or NONE) - (before.points or NONE)
    if not (before.is_measured and after.is_measured) or isinstance(after.criterion.scoring, Steps):
        reason = STEPS if before.is_measured and after.is_measured else NOTHING
        return Movement(change, rest={reason: change} if change else {})
    if isinstance(after.criterion.scoring, Grades):
        parts, reason = [_split(before, after, children, ALL)], ROUNDING
    else:
        parts, reason = _of_ratio(before, after, children), _reason(before, after)
    rate, mix = _added(part.rate for part in parts), _added(part.mix for part in parts)
    missing = change - sum((part.whole for part in parts), NONE)
    return Movement(change, rate, mix, {reason: missing} if missing else {})


class Parts(NamedTuple):
    """By part of the node: what its own ratio did, and what its share of the cases did. `whole`: the sum of both."""

    rate: Mapping[Any, Fraction]
    mix: Mapping[Any, Fraction]
    whole: Fraction


def kitagawa(
    before: Mapping[Any, Cases],
    after: Mapping[Any, Cases],
    of: tuple[Fraction, Fraction],
    each: Fraction = ALL,
) -> Parts:
    """The change of ΣN/D over parts, `each` points a unit; `of` are the two D: the sums of the parts' D, unless D came
    from elsewhere.

    Over common denominators in whole numbers: with w and m the changes of a part's D and N as shares of the whole, its
    rate is m - w·r and its mix w·(r - R), where r is the mean of its own two ratios and R of the whole's.
    """
    scale = _Scale.of(before.values(), after.values(), of, each)
    rate: dict[Any, Fraction] = {}
    mix: dict[Any, Fraction] = {}
    for key in {**before, **after}:
        rate[key], mix[key] = scale.split(before.get(key, (0, 0)), after.get(key, (0, 0)))
    return Parts(rate, mix, scale.whole)


@dataclass(frozen=True)
class _Scale:
    """x cases of the first period are x · `first` / `common` of the whole, y of the last y · `last` / `common`.

    `middle`: the mean of the whole's two ratios; `whole`: what all parts together come to.
    """

    first: int
    last: int
    common: int
    middle: Fraction
    each: Fraction
    whole: Fraction

    @classmethod
    def of(
        cls,
        before: Collection[Cases],
        after: Collection[Cases],
        of: tuple[Fraction, Fraction],
        each: Fraction,
    ) -> "_Scale":
        ratios = [sum(n for n, _ in side) / total for side, total in zip((before, after), of, strict=True)]
        shares = [sum(d for _, d in side) / total for side, total in zip((before, after), of, strict=True)]
        middle = (ratios[0] + ratios[1]) / 2
        whole = each * (ratios[1] - ratios[0] - (shares[1] - shares[0]) * middle)
        first, last = (Fraction(1) / total for total in of)
        common = math.lcm(first.denominator, last.denominator)
        return cls(int(first * common), int(last * common), common, middle, each, whole)

    def split(self, first: Cases, last: Cases) -> tuple[Fraction, Fraction]:
        """The rate and the mix of one part."""
        moved = last[0] * self.last - first[0] * self.first
        weighed = last[1] * self.last - first[1] * self.first
        ratio, cases = _middle_ratio(first, last)
        points, of = self.each.numerator, self.each.denominator * self.common * cases
        middle, parts = self.middle.numerator, self.middle.denominator
        return (
            Fraction(points * (moved * cases - weighed * ratio), of),
            Fraction(points * weighed * (ratio * parts - middle * cases), of * parts),
        )


def _middle_ratio(first: Cases, last: Cases) -> tuple[int, int]:
    """The mean of a part's two ratios; of the one it has, where it had no cases in the other period."""
    if first[1] and last[1]:
        return first[0] * last[1] + last[0] * first[1], 2 * first[1] * last[1]
    return first if first[1] else last if last[1] else (0, 1)


def _of_ratio(before: Measured, after: Measured, children: Children) -> list[Parts]:
    """Points are P · (s·q), held between 0 and P: what the holding took is taken from all parts in proportion."""
    scoring = after.criterion.scoring
    assert isinstance(scoring, Ratio)
    factors = [multiplier(one.factor) or NONE for one in (before, after)]
    quotients = [earned(one) for one in (before, after)]
    slope = _slope(before, after, [s * q for s, q in zip(factors, quotients, strict=True)])
    parts = [_split(before, after, children, slope * sum(factors) / 2 / scoring.threshold)]
    if factors[0] != factors[1] and before.factor and after.factor:
        points = slope * sum(quotients) / 2
        parts += _of_factor(before.factor, after.factor, children, points * (factors[1] - factors[0]))
    return parts


def _of_factor(before: Measured, after: Measured, children: Children, points: Fraction) -> list[Parts]:
    """The points that a factor's change made, over the parts, in proportion to what each did to its ratio."""
    if before.ratio is None or after.ratio is None or before.ratio == after.ratio:
        return []
    return [_split(before, after, children, points / (after.ratio - before.ratio))]


def _slope(before: Measured, after: Measured, shares: list[Fraction]) -> Fraction:
    """Points a unit of s·q: P, and less where 0 or P holds them."""
    if shares[0] == shares[1]:
        return after.max if 0 < shares[0] < 1 else NONE
    return ((after.points or NONE) - (before.points or NONE)) / (shares[1] - shares[0])


def _split(before: Measured, after: Measured, children: Children, each: Fraction) -> Parts:
    """The change of a criterion's plain ratio over the parts, `each` points a unit of ratio."""
    sides = _cases(before, children.before), _cases(after, children.after)
    if not each:
        nothing = dict.fromkeys({**sides[0], **sides[1]}, NONE)
        return Parts(nothing, nothing, NONE)
    return kitagawa(*sides, (before.denominator, after.denominator), each)


def _cases(measure: Measured, children: Mapping[Any, Counts]) -> dict[Any, Cases]:
    numerator, denominator = measure.criterion.numerator, measure.criterion.denominators[measure.place]
    assert numerator is not None
    cases = {key: (numerator.of(counts), denominator.of(counts)) for key, counts in children.items()}
    if sum(one[0] for one in cases.values()) != measure.numerator:
        raise ValueError("the children do not sum to the node")
    return cases


def _reason(before: Measured, after: Measured) -> str:
    several = [one for one in (before, after, before.factor, after.factor) if one is not None]
    return LAST_YEAR if any(Flag.LAST_YEAR in one.flags for one in several) else NOTHING


def _added(several: Iterable[Mapping[Any, Fraction]]) -> dict[Any, Fraction]:
    total: dict[Any, Fraction] = {}
    for parts in several:
        for key, points in parts.items():
            total[key] = total[key] + points if key in total else points
    return total
