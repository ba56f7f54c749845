"""What a criteria set says, once it has been read and checked. Numbers are exact (Fractions)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from motcua.criteria.rules.expressions import Linear
from motcua.kernel.bilingual import Text

LEVELS = ("nation", "province", "department", "commune")
CONFIDENCES = ("found", "known", "fitted", "observed", "unsure")
"""How sure a number or formula is: read in a source, known without one, fitted to or observed at the national
portal, or unsure.
"""


class Zero(StrEnum):
    """What a criterion gets when there is nothing to measure (its denominator is 0)."""

    ZERO = "ZERO"
    FULL = "FULL"
    NULL = "NULL"
    LAST_YEAR = "LAST_YEAR"


@dataclass(frozen=True)
class Ratio:
    """Points in proportion to the ratio, all of them from `threshold` on."""

    threshold: Fraction = Fraction(1)
    confidence: str = ""


@dataclass(frozen=True)
class Grades:
    """The mean grade of a dossier, `best` being the highest, rounded half up to `decimals`."""

    best: Fraction
    decimals: int


@dataclass(frozen=True)
class Condition:
    """A ratio that reaches `at_least`; or, without it, a numerator of which there is none."""

    numerator: Linear
    denominator: Linear | None = None
    at_least: Fraction | None = None


@dataclass(frozen=True)
class Step:
    """So many points if the criterion's ratio reaches `at_least` and every condition of `also` holds."""

    points: Fraction
    at_least: Fraction
    also: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Steps:
    """The points of the first step that is reached, best first; none if no step is."""

    of: tuple[Step, ...]


Scoring = Ratio | Grades | Steps


@dataclass(frozen=True)
class Criterion:
    """One criterion. `points`: the most it gives; 0: shown only. `levels`: who it applies to; others get the most.

    Of several `denominators` the greatest counts. `times`: the criterion whose ratio multiplies this one's.
    `left_out`: why this system cannot know it; then it has no numerator.
    """

    code: str
    name: Text
    points: Fraction
    levels: frozenset[str]
    scoring: Scoring
    zero: Zero
    source: str
    confidence: str
    numerator: Linear | None = None
    denominators: tuple[Linear, ...] = ()
    times: str = ""
    points_confidence: str = ""
    target: Fraction | None = None
    target_confidence: str = ""
    metric: str = ""
    is_mean: bool = False
    why: Text = Text("")
    note: Text = Text("")
    conflict: Text = Text("")
    left_out: Text = Text("")

    @property
    def is_shown_only(self) -> bool:
        return self.points == 0

    @property
    def is_left_out(self) -> bool:
        return self.numerator is None

    @property
    def counters(self) -> frozenset[str]:
        """The counters that it is computed from."""
        sums = [self.numerator, *self.denominators]
        for step in self.scoring.of if isinstance(self.scoring, Steps) else ():
            for condition in step.also:
                sums += [condition.numerator, condition.denominator]
        return frozenset(name for one in sums if one is not None for name in one.names)


@dataclass(frozen=True)
class Group:
    """`legal`: the group of the legal text that this one is, or is a part of."""

    code: str
    name: Text
    points: Fraction
    criteria: tuple[Criterion, ...]
    source: str
    confidence: str
    legal: str = ""
    conflict: Text = Text("")


@dataclass(frozen=True)
class Band:
    """A rating, from so many points on."""

    code: str
    at_least: Fraction
    name: Text


@dataclass(frozen=True)
class Bands:
    """Ratings, best first; the last begins at 0."""

    of: tuple[Band, ...]
    confidence: str
    source: str

    def at(self, points: Fraction) -> Band:
        return next((band for band in self.of if points >= band.at_least), self.of[-1])


@dataclass(frozen=True)
class Basis:
    """The text that the set rests on."""

    number: str
    title: Text
    confidence: str


@dataclass(frozen=True)
class CriteriaSet:
    """A whole set. `content` is what was read; the digest is made of it, so every word of it counts.

    `scales_missing`: what could not be measured is left out and the rest scaled to the total; otherwise it counts 0.
    """

    code: str
    name: Text
    basis: Basis
    effective_from: date
    effective_until: date | None
    total: Fraction
    decimals: int
    scales_missing: bool
    bands: Bands
    groups: tuple[Group, ...]
    content: Mapping[str, Any]
    staff_bands: Bands | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical content: sorted keys, UTF-8, nothing left out."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        return {criterion.code: criterion for criterion in self}

    @cached_property
    def counters(self) -> frozenset[str]:
        return frozenset(name for criterion in self for name in criterion.counters)

    @cached_property
    def counters_of_last_year(self) -> frozenset[str]:
        """What criteria fall back on where there was nothing to measure."""
        asking = (criterion for criterion in self if criterion.zero is Zero.LAST_YEAR)
        return frozenset(name for criterion in asking for one in criterion.denominators for name in one.names)

    def __iter__(self) -> Iterator[Criterion]:
        for group in self.groups:
            yield from group.criteria

    def group_of(self, code: str) -> Group:
        return next(group for group in self.groups if any(one.code == code for one in group.criteria))

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)
