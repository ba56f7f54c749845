"""Why a score moved between two periods: exactly, over the parts that a node is made of.

Kitagawa's split of a ratio R = Σ w_c · r_c, w_c being a part's share of the cases and r_c its own ratio:
ΔR = Σ mean(w_c) · Δr_c (rate: the part itself did better) + Σ (mean(r_c) - mean(R)) · Δw_c (mix: more or fewer of the
cases came to it). A part without cases in one of the periods has no ratio there: it came or went, which is mix.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
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
    """The movements of a score: by criterion, by group, and in all."""

    criteria: Mapping[str, Movement]
    groups: Mapping[str, Movement]
    total: Movement


def movements(before: Score, after: Score, children: Children) -> Movements:
    """Why a score moved. Both must be by the same set: points of different definitions do not move, they differ."""
    if before.set.digest != after.set.digest:
        raise ValueError("the two scores are by different sets")
    earlier, later = before.criteria, after.criteria
    criteria = {code: movement(earlier[code], later[code], children) for code in later}
    groups = {
        group.code: together(criteria[one.criterion.code] for one in group.criteria) for group in after.groups
    }
    return Movements(criteria, groups, together(criteria.values()))


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
    missing = change - sum((*rate.values(), *mix.values()), NONE)
    return Movement(change, rate, mix, {reason: missing} if missing else {})


class Parts(NamedTuple):
    """By part of the node: what its own ratio did, and what its share of the cases did."""

    rate: Mapping[Any, Fraction]
    mix: Mapping[Any, Fraction]


def kitagawa(before: Mapping[Any, Cases], after: Mapping[Any, Cases], of: tuple[Fraction, Fraction]) -> Parts:
    """The change of ΣN/D over parts, `of` being the two D: the sums of the parts' D, unless D came from elsewhere."""
    whole = [
        sum(cases[0] for cases in side.values()) / total
        for side, total in zip((before, after), of, strict=True)
    ]
    middle = (whole[0] + whole[1]) / 2
    rate: dict[Any, Fraction] = {}
    mix: dict[Any, Fraction] = {}
    for key in {**before, **after}:
        first, last = before.get(key, (0, 0)), after.get(key, (0, 0))
        weighed = last[1] / of[1] - first[1] / of[0]
        moved = last[0] / of[1] - first[0] / of[0]
        by_mix = weighed * _middle_ratio(first, last)
        rate[key] = moved - by_mix
        mix[key] = by_mix - weighed * middle
    return Parts(rate, mix)


def _middle_ratio(first: Cases, last: Cases) -> Fraction:
    """The mean of a part's two ratios; of the one it has, where it had no cases in the other period."""
    ratios = [Fraction(numerator, cases) for numerator, cases in (first, last) if cases]
    return sum(ratios, NONE) / len(ratios) if ratios else NONE


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
    found = kitagawa(*sides, (before.denominator, after.denominator))
    return Parts(
        {key: each * moved for key, moved in found.rate.items()},
        {key: each * moved for key, moved in found.mix.items()},
    )


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
    total: dict[Any, Fraction] = defaultdict(lambda: NONE)
    for parts in several:
        for key, points in parts.items():
            total[key] += points
    return dict(total)
