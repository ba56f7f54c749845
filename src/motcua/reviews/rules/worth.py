"""What an investment brought, in points of the criterion, and what one point cost."""

from dataclasses import dataclass
from fractions import Fraction

from motcua.criteria.rules.sets import Criterion, Ratio

FULL = Fraction(1)


@dataclass(frozen=True)
class Regained:
    """Points of the measured body, with the 95 % interval of the gain carried through."""

    points: Fraction
    low: Fraction
    high: Fraction


def regained(
    criterion: Criterion, *, whole: Fraction, share: Fraction, gain: tuple[Fraction, Fraction, Fraction]
) -> Regained | None:
    """The points that the body has now and would not have without it. None where points do not follow the rate
    alone (bands, mean grades, criteria that another one multiplies).

    `whole`: the body's rate over the window, of all its procedures. `share`: the part of its cases that the gain is
    about (1: all of them). `gain`: estimate, low, high, in shares of one. Without the gain the body's rate would be
    `whole - share × gain`: rates of parts add by their cases, and points stop at the threshold.
    """
    scoring = criterion.scoring
    if not isinstance(scoring, Ratio) or criterion.times:
        return None

    def points(rate: Fraction) -> Fraction:
        return criterion.points * max(Fraction(0), min(FULL, rate / scoring.threshold))

    estimate, low, high = (points(whole) - points(whole - share * one) for one in gain)
    return Regained(estimate, low, high)


@dataclass(frozen=True)
class Price:
    """Whole đồng for a point. `most`: None where it is not shown that a point was regained at all."""

    one: int
    least: int
    most: int | None


def price(cost: int, found: Regained | None) -> Price | None:
    """None where nothing was regained: a price of nothing says nothing."""
    if found is None or found.points <= 0:
        return None
    most = int(cost / found.low) if found.low > 0 else None
    return Price(int(cost / found.points), int(cost / found.high), most)
