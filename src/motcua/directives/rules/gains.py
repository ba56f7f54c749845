"""The points that a directive should bring, if its aim is reached and nothing else changes."""

from fractions import Fraction

from motcua.criteria.rules.sets import Criterion, Ratio

FULL = Fraction(1)


def proposed_aim(criterion: Criterion, ratio: Fraction) -> Fraction | None:
    """The rate to reach: the target; if that is met or not set, the rate from which on all points are given.

    None where both are met.
    """
    scoring = criterion.scoring
    aims = (criterion.target, scoring.threshold if isinstance(scoring, Ratio) else None)
    return next((aim for aim in aims if aim is not None and ratio < aim <= FULL), None)


def expected_gain(
    criterion: Criterion, points: Fraction | None, ratio: Fraction, target: Fraction
) -> Fraction | None:
    """More points than were found. None where points do not follow the rate in proportion, or are not known.

    What else multiplies the points (another criterion's rate) is taken to stay as it was.
    """
    if not isinstance(criterion.scoring, Ratio) or points is None:
        return None
    threshold = criterion.scoring.threshold
    found = criterion.points * min(FULL, ratio / threshold)
    multiplied = points / found if found else FULL
    return max(Fraction(0), criterion.points * min(FULL, target / threshold) * multiplied - points)
