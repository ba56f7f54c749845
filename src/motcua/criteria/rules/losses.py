"""Where points are lost: exactly, over children of any depth.

The loss of a ratio with points P and threshold θ is P/(θD) · Σ over children of (θ·D_c - N_c): a weighted sum of
counters. The weights are the same for a body, a procedure or a single dossier, so every level sums to the one
above. Children better than the threshold get negative parts. What belongs to no child (nothing to measure,
rounding, steps that no count splits) stands apart under its reason; nothing is left over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, NamedTuple

from motcua.criteria.rules.expressions import Linear
from motcua.criteria.rules.measuring import (
    ALL,
    NONE,
    Figures,
    Flag,
    Measured,
    earned,
    multiplier,
)
from motcua.criteria.rules.scoring import Score
from motcua.criteria.rules.sets.model import Grades, Group, Steps

NOTHING = "nothing-to-measure"
NOT_KNOWN = "not-known"
LEFT_OUT = "left-out"
STEPS = "steps"
ROUNDING = "rounding"
LAST_YEAR = "last-year"
Weights = Mapping[str, Fraction]


class Split(NamedTuple):
    """`parts` by child, signed, and the `rest` by its reason: together the whole loss, exactly."""

    parts: Mapping[Any, Fraction]
    rest: Mapping[str, Fraction]


@dataclass(frozen=True)
class Loss:
    """What a criterion, or several, lost: a weighted sum of counters, and what belongs to nobody.

    `total` = `weights` over the node's counters + `last_year` over last year's + `rest`. `surplus`: where all points
    are earned there is no loss to split; these weights then tell how far below (+) or above (-) the threshold a
    child is, in points, as information only.
    """

    total: Fraction
    weights: Weights = field(default_factory=dict)
    last_year: Weights = field(default_factory=dict)
    rest: Mapping[str, Fraction] = field(default_factory=dict)
    surplus: Weights = field(default_factory=dict)

    def part(self, child: Figures) -> Fraction:
        """What a child has lost of the node's points; below 0, it offsets what others lost."""
        weights, common = self._whole
        lost = Fraction(sum(weight * child.counts[name] for name, weight in weights), common)
        if self.last_year and child.last_year is not None:
            before = child.last_year
            lost += sum(weight * before[name] for name, weight in self.last_year.items()) * child.part_of_year
        return lost

    def split(self, children: Mapping[Any, Figures]) -> Split:
        """The loss over children that make up the node. ValueError if their counters do not sum to the node's."""
        parts = {key: self.part(child) for key, child in children.items()}
        missing = self.total - sum(parts.values(), NONE) - sum(self.rest.values(), NONE)
        if missing and not self.last_year:
            raise ValueError(f"the children do not sum to the node: {missing} points are missing")
        return Split(parts, _added([self.rest, {LAST_YEAR: missing}]) if missing else self.rest)

    @cached_property
    def _whole(self) -> tuple[list[tuple[str, int]], int]:
        """The weights as whole numbers over one denominator: one division a child, not one a counter."""
        common = lcm(*(weight.denominator for weight in self.weights.values()))
        return [(name, int(weight * common)) for name, weight in self.weights.items()], common


@dataclass(frozen=True)
class Losses:
    """The losses of a score: by criterion, by group, and in all."""

    criteria: Mapping[str, Loss]
    groups: Mapping[str, Loss]
    total: Loss


class Row(NamedTuple):
    """A step of the waterfall from the most points down to the score. `left`: what remains after it."""

    group: Group
    lost: Fraction
    left: Fraction


def losses(of: Score) -> Losses:
    """What every criterion and group of a score lost, and the whole."""
    criteria = {code: loss(measure) for code, measure in of.criteria.items()}
    groups = {
        group.code: together(criteria[one.criterion.code] for one in group.criteria) for group in of.groups
    }
    return Losses(criteria, groups, together(criteria.values()))


def waterfall(of: Score) -> list[Row]:
    """From the most points down to the score, group by group, in the order of the set."""
    left, rows = of.max, []
    for group in of.groups:
        left -= group.max - group.points
        rows.append(Row(group.group, group.max - group.points, left))
    return rows


def together(several: Iterable[Loss]) -> Loss:
    """The losses of several criteria as one."""
    found = list(several)
    return Loss(
        sum((one.total for one in found), NONE),
        _added(one.weights for one in found),
        _added(one.last_year for one in found),
        _added(one.rest for one in found),
        _added(one.surplus for one in found),
    )


def loss(measure: Measured) -> Loss:
    """What a criterion lost of its points."""
    lost = measure.max - (measure.points or NONE)
    if Flag.NOT_APPLICABLE in measure.flags or not lost:
        return Loss(NONE, surplus=_surplus(measure))
    if measure.ratio is None or measure.points is None:
        return Loss(lost, rest={_reason(measure): lost})
    if isinstance(measure.criterion.scoring, Steps):
        return Loss(lost, rest={STEPS: lost})
    if isinstance(measure.criterion.scoring, Grades):
        exact = measure.max - measure.ratio
        short = _short_of(measure, measure.criterion.scoring.best, ALL / measure.denominator)
        return Loss(lost, short.now, rest={ROUNDING: lost - exact} if lost != exact else {})
    return _of_ratio(measure, lost)


class _Short(NamedTuple):
    """Weights of this period's counters and of last year's."""

    now: Weights
    before: Weights


def _reason(measure: Measured) -> str:
    if Flag.LEFT_OUT in measure.flags:
        return LEFT_OUT
    return NOTHING if measure.ratio is None else NOT_KNOWN


def _surplus(measure: Measured) -> Weights:
    """How far children are from the threshold, where it is reached: of a plain ratio, on cases of this period."""
    if Flag.CAPPED not in measure.flags or Flag.LAST_YEAR in measure.flags:
        return {}
    return _gap(measure, measure.max).now


def _of_ratio(measure: Measured, lost: Fraction) -> Loss:
    """With a factor s and q = ratio/θ: 1 - sq = (1 - q)(1 + s)/2 + (1 - s)(1 + q)/2, each split by its own counts:
    neither of the two is taken to have come first.
    """
    factor = multiplier(measure.factor)
    assert factor is not None
    quotient, most = earned(measure), measure.max
    shorts, rest = [_gap(measure, most * (1 + factor) / 2)], {}
    if factor < 1 and measure.factor is not None:
        points = most * (1 + quotient) / 2
        if measure.factor.ratio == factor:
            shorts.append(_gap(measure.factor, points))
        else:
            rest[NOTHING] = points * (1 - factor)
    floor = lost / (most * (1 - factor * quotient))  # 1, unless the formula fell below 0
    return Loss(
        lost,
        _added((short.now for short in shorts), floor),
        _added((short.before for short in shorts), floor),
        _added([rest], floor),
    )


def _gap(measure: Measured, points: Fraction) -> _Short:
    """The weights that split points · (1 - ratio/θ)."""
    threshold = getattr(measure.criterion.scoring, "threshold", ALL)
    return _short_of(measure, threshold, points / (threshold * measure.denominator))


def _short_of(measure: Measured, wanted: Fraction, each: Fraction) -> _Short:
    """The weights of each · (wanted · D - N)."""
    assert measure.criterion.numerator is not None
    cases = _weights(measure.criterion.denominators[measure.place], each * wanted)
    reached = _weights(measure.criterion.numerator, -each)
    if Flag.LAST_YEAR in measure.flags:
        return _Short(reached, cases)
    return _Short(_added([cases, reached]), {})


def _weights(of: Linear, each: Fraction) -> Weights:
    return {name: each * factor for name, factor in of.terms}


def _added(several: Iterable[Weights], times: Fraction = ALL) -> dict[str, Fraction]:
    total: dict[str, Fraction] = defaultdict(lambda: NONE)
    for weights in several:
        for name, weight in weights.items():
            total[name] += weight * times
    return dict(total)
