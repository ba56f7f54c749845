"""Why a score moved: rate and mix sum to the change, and say what an obvious example says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.losses import NOTHING, ROUNDING, STEPS
from motcua.criteria.rules.movement import Children, kitagawa, movement, movements
from motcua.criteria.rules.scoring import score
from tests.criteria.rules.small import a_set, counts, criterion
from tests.criteria.rules.test_losses import SETS, added, levels, months, sets, several

cases = st.tuples(st.integers(0, 9), st.integers(0, 9))


def moved(by, before, after, **more):
    """The movement of criterion `a` of a small set."""
    first = score(by, added(list(before.values())) or counts(), "province", **more).criteria["a"]
    last = score(by, added(list(after.values())) or counts(), "province", **more).criteria["a"]
    return movement(first, last, Children(before, after))


def total(found):
    return sum(found.rate.values()) + sum(found.mix.values()) + sum(found.rest.values())


# -- exactly ----------------------------------------------------------------------------------------------------------


@given(
    by=sets,
    before=several,
    after=several,
    level=levels,
    years=st.tuples(st.none() | months, st.none() | months),
)
def test_rate_and_mix_and_what_is_neither_are_the_whole_change(by, before, after, level, years):
    first = score(by, added(list(before.values())), level, last_year=years[0])
    last = score(by, added(list(after.values())), level, last_year=years[1])
    found = movements(first, last, Children(before, after))
    assert total(found.total) == found.total.change == last.points - first.points
    for code, one in found.criteria.items():
        change = (last.criteria[code].points or 0) - (first.criteria[code].points or 0)
        assert total(one) == one.change == change
    for earlier, later in zip(first.groups, last.groups, strict=True):
        assert found.groups[later.code].change == later.points - earlier.points


@given(
    parts=st.dictionaries(
        st.sampled_from("ABC"),
        st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9)),
        min_size=1,
    )
)
def test_a_plain_ratio_leaves_nothing_over_and_is_kitagawas(parts):
    before = {key: (part[0], part[1]) for key, part in parts.items()}
    after = {key: (part[2], part[3]) for key, part in parts.items()}
    sizes = Fraction(sum(one[1] for one in before.values())), Fraction(sum(one[1] for one in after.values()))
    found = kitagawa(before, after, sizes)
    change = (
        sum(one[0] for one in after.values()) / sizes[1] - sum(one[0] for one in before.values()) / sizes[0]
    )
    assert sum(found.rate.values()) + sum(found.mix.values()) == change
    for key, (good, done, good_after, done_after) in parts.items():
        shares = (done / sizes[0] + done_after / sizes[1]) / 2
        assert found.rate[key] == shares * (Fraction(good_after, done_after) - Fraction(good, done))


@given(by=sets, month=several)
def test_a_month_that_repeats_itself_moves_nothing(by, month):
    found = score(by, added(list(month.values())), "province")
    same = movements(found, found, Children(month, month)).total
    assert same.change == 0
    for parts in (same.rate, same.mix, same.rest):
        assert not any(parts.values())


# -- what it says -----------------------------------------------------------------------------------------------------


def test_the_same_cases_done_better_are_rate_alone():
    found = moved(a_set(), {"A": counts(good=5, done=10), "B": counts(good=5, done=10)},
                  {"A": counts(good=9, done=10), "B": counts(good=5, done=10)})  # fmt: skip
    assert found.rate == {"A": Fraction(6 * 4, 20), "B": 0}
    assert set(found.mix.values()) == {0}


def test_the_same_work_on_other_cases_is_mix_alone():
    found = moved(a_set(), {"slow": counts(good=2, done=10), "quick": counts(good=10, done=10)},
                  {"slow": counts(good=4, done=20), "quick": counts(good=10, done=10)})  # fmt: skip
    assert set(found.rate.values()) == {0}
    assert found.change < 0
    assert found.mix["slow"] < 0
    assert found.mix["quick"] < 0  # it is better than the mean, and its share fell


def test_a_body_that_came_newly_is_mix():
    found = moved(
        a_set(), {"A": counts(good=8, done=10)}, {"A": counts(good=8, done=10), "new": counts(done=10)}
    )
    assert set(found.rate.values()) == {0}
    assert found.change == Fraction(6 * -4, 10) == sum(found.mix.values())


def test_points_that_the_threshold_holds_move_no_further():
    by = a_set(criterion(scoring="{threshold: 0.5, confidence: known}"))
    found = moved(by, {"A": counts(good=4, done=10)}, {"A": counts(good=9, done=10)})
    assert found.rate == {"A": Fraction(6, 5)}
    assert moved(by, {"A": counts(good=6, done=10)}, {"A": counts(good=9, done=10)}).rate == {"A": 0}


def test_above_the_threshold_what_parts_do_to_each_other_moves_no_points():
    by = a_set(criterion(scoring="{threshold: 0.5, confidence: known}"))
    swapped = {"A": counts(good=9, done=10), "B": counts(good=7, done=10)}
    found = moved(by, swapped, {"A": swapped["B"], "B": swapped["A"]})
    assert found.rate == found.mix == {"A": 0, "B": 0}


def test_a_product_moves_by_both_its_ratios():
    by = a_set(criterion("a", 6, more=", times: b"), criterion("b", 0, numerator="sent", denominator="had"))
    before = {key: counts(done=4, good=2, sent=2, had=4) for key in ("files", "sends")}
    after = {"files": before["files"] | {"good": 4}, "sends": before["sends"] | {"sent": 4}}
    found = moved(by, before, after)
    assert found.change == 6 * (Fraction(9, 16) - Fraction(1, 4))
    assert found.rate["files"] == found.rate["sends"] == found.change / 2


def test_from_nothing_to_something_is_nobodys_merit():
    found = moved(a_set(), {"A": counts()}, {"A": counts(good=1, done=2)})
    assert (found.rate, found.rest) == ({}, {NOTHING: 3})


def test_steps_do_not_split_and_rounding_stands_apart():
    steps = a_set(criterion(scoring="{steps: [{points: 6, at_least: 1}]}"))
    assert moved(steps, {"A": counts(good=1, done=2)}, {"A": counts(good=2, done=2)}).rest == {STEPS: 6}
    grades = a_set(criterion(points=2, scoring="{grades: 2}"), total=2)
    found = moved(grades, {"A": counts(good=1, done=3)}, {"A": counts(good=5, done=3)})
    assert found.rate == {"A": Fraction(4, 3)}
    assert found.rest == {ROUNDING: Fraction("1.4") - Fraction(4, 3)}


def test_points_by_different_sets_do_not_move():
    one, other = (score(by, dict.fromkeys(by.counters, 0), "province") for by in SETS.values())
    with pytest.raises(ValueError, match="different sets"):
        movements(one, other, Children({}, {}))


def test_children_that_do_not_make_up_the_node_are_refused():
    first = score(a_set(), counts(good=1, done=2), "province").criteria["a"]
    with pytest.raises(ValueError, match="do not sum"):
        movement(first, first, Children({"A": counts(good=2, done=2)}, {"A": counts(good=1, done=2)}))
