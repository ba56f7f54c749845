from dataclasses import replace
from fractions import Fraction

import pytest

from motcua.criteria.rules.sets import Grades, Ratio, shipped
from motcua.directives.rules.gains import expected_gain, proposed_aim

ON_TIME = shipped()["qd766-2022"].criteria["2.1"]


@pytest.mark.parametrize(
    ("threshold", "points", "ratio", "target", "gain"),
    [
        (Fraction(1), Fraction(16), Fraction(4, 5), Fraction(9, 10), Fraction(2)),  # 20 points at most
        (
            Fraction(4, 5),
            Fraction(15),
            Fraction(3, 5),
            Fraction(9, 10),
            Fraction(5),
        ),  # no more than all of them
        (
            Fraction(1),
            Fraction(8),
            Fraction(4, 5),
            Fraction(1),
            Fraction(2),
        ),  # half of it, as another rate has it
        (Fraction(1), Fraction(0), Fraction(0), Fraction(1, 2), Fraction(10)),
        (Fraction(1, 2), Fraction(20), Fraction(3, 5), Fraction(9, 10), Fraction(0)),  # full already
    ],
)
def test_points_follow_the_rate_up_to_the_threshold(threshold, points, ratio, target, gain):
    criterion = replace(ON_TIME, points=Fraction(20), scoring=Ratio(threshold))
    assert expected_gain(criterion, points, ratio, target) == gain


def test_where_points_do_not_follow_the_rate_nothing_is_promised():
    assert (
        expected_gain(
            replace(ON_TIME, scoring=Grades(Fraction(5), 1)), Fraction(1), Fraction(1, 2), Fraction(1)
        )
        is None
    )
    assert expected_gain(ON_TIME, None, Fraction(1, 2), Fraction(1)) is None


def test_the_aim_proposed_is_the_target_then_full_points_then_none():
    assert proposed_aim(ON_TIME, Fraction(43, 100)) == Fraction(9, 10)
    assert proposed_aim(ON_TIME, Fraction(9, 10)) == 1
    assert proposed_aim(ON_TIME, Fraction(1)) is None
    assert proposed_aim(replace(ON_TIME, target=None), Fraction(43, 100)) == 1
    assert proposed_aim(
        replace(ON_TIME, target=None, scoring=Ratio(Fraction(4, 5))), Fraction(0)
    ) == Fraction(4, 5)
