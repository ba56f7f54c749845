"""Where points are lost: every split sums to the loss, at every depth, and says what the formula says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.losses import LAST_YEAR, LEFT_OUT, NOTHING, ROUNDING, STEPS, losses, waterfall
from motcua.criteria.rules.scoring import Figures, score
from motcua.criteria.rules.sets import shipped
from tests.criteria.rules.making import BEGIN, DAY, facts, on
from tests.criteria.rules.small import a_set, counts, criterion

SETS = shipped()
SHIPPED = reading_counters.shipped()
NAMES = sorted(SHIPPED.names)
numbers = st.integers(0, 12)
months = st.lists(numbers, min_size=len(NAMES), max_size=len(NAMES)).map(
    lambda found: dict(zip(NAMES, found, strict=True))
)
sparse = st.dictionaries(st.sampled_from(NAMES), numbers).map(lambda found: dict.fromkeys(NAMES, 0) | found)
several = st.dictionaries(st.sampled_from("ABCDE"), months | sparse, min_size=1)
sets = st.sampled_from(list(SETS.values()))
levels = st.sampled_from(["province", "commune"])


def added(children):
    return {name: sum(child[name] for child in children) for name in (children[0] if children else {})}


def lost(by, children, **more):
    """The loss of criterion `a` of a small set, and its split over children."""
    whole = added([child for child in children.values()])
    loss = losses(score(by, whole, "province", **more)).criteria["a"]
    return loss, loss.split({key: Figures(child) for key, child in children.items()})


# -- exactly ----------------------------------------------------------------------------------------------------------


@given(by=sets, children=several, level=levels, year=st.none() | months)
def test_the_parts_and_what_belongs_to_nobody_are_the_whole_loss(by, children, level, year):
    found = score(by, added(list(children.values())), level, last_year=year)
    told = losses(found)
    assert told.total.total == found.max - found.points
    figures = {key: Figures(child) for key, child in children.items()}
    for code, measure in found.criteria.items():
        split = told.criteria[code].split(figures)
        assert sum(split.parts.values()) + sum(split.rest.values()) == measure.max - (measure.points or 0)
    for group in found.groups:
        assert told.groups[group.code].total == group.max - group.points
    split = told.total.split(figures)
    assert sum(split.parts.values()) + sum(split.rest.values()) == told.total.total


@given(by=sets, tree=st.dictionaries(st.sampled_from("XYZ"), several, min_size=1))
def test_every_level_sums_to_the_one_above_it(by, tree):
    provinces = {key: added(list(bodies.values())) for key, bodies in tree.items()}
    told = losses(score(by, added(list(provinces.values())), "nation")).total
    for key, bodies in tree.items():
        assert told.part(Figures(provinces[key])) == sum(told.part(Figures(body)) for body in bodies.values())


@given(cases=st.lists(facts, max_size=20))
def test_down_to_a_single_fact(cases):
    """A dossier has counters of its own, so it has a part of its own; pairs are counted by procedure."""
    period = (BEGIN, BEGIN + 31 * DAY, on(25))
    told = losses(score(SETS["qd766-2022"], SHIPPED.counted(cases, *period), "province")).criteria["2.1"]
    parts = [told.part(Figures(SHIPPED.counted([fact], *period))) for fact in cases]
    assert sum(parts) + sum(told.rest.values()) == told.total


@given(children=several)
def test_a_linear_criterion_loses_what_was_missed(children):
    """The obvious oracle of θ = 1: each child's misses, each costing P / D."""
    whole = added(list(children.values()))
    cases = whole["finished"] + whole["pending"]
    on_time = whole["finished"] - whole["finished_late"] + whole["pending"] - whole["pending_late"]
    told = losses(score(SETS["qd766-2022"], whole, "province")).criteria["2.1"]
    if cases and 0 <= on_time <= cases:
        for child in children.values():
            missed = child["finished_late"] + child["pending_late"]
            assert told.part(Figures(child)) == Fraction(20 * missed, cases) or on_time == cases


# -- what it says -----------------------------------------------------------------------------------------------------


def test_each_miss_costs_the_same_wherever_it_happened():
    loss, split = lost(a_set(), {"A": counts(good=8, done=9), "B": counts(good=1, done=3)})
    assert loss.total == Fraction(3 * 6, 12)
    assert split.parts == {"A": Fraction(1, 2), "B": Fraction(1)}
    assert split.rest == {}


def test_who_is_better_than_the_threshold_offsets_what_others_lost():
    by = a_set(criterion(scoring="{threshold: 0.5, confidence: known}"))
    loss, split = lost(by, {"A": counts(good=9, done=10), "B": counts(good=0, done=10)})
    assert split.parts["A"] < 0 < split.parts["B"]
    assert sum(split.parts.values()) == loss.total == Fraction(6, 10)


def test_where_all_points_are_earned_there_is_no_loss_and_children_are_told_as_information():
    by = a_set(criterion(scoring="{threshold: 0.5, confidence: known}"))
    loss, split = lost(by, {"A": counts(good=9, done=10), "B": counts(good=4, done=10)})
    assert (loss.total, split.parts) == (0, {"A": 0, "B": 0})
    told = {key: sum(loss.surplus[name] * child[name] for name in loss.surplus) for key, child in (
        ("A", counts(good=9, done=10)), ("B", counts(good=4, done=10)))}  # fmt: skip
    assert told["A"] < 0 < told["B"]


def test_with_nothing_to_measure_the_loss_is_nobodys():
    for zero, whose in (("ZERO", NOTHING), ("NULL", NOTHING)):
        loss, split = lost(a_set(criterion(zero=zero)), {"A": counts(), "B": counts()})
        assert (loss.total, split.parts, split.rest) == (6, {"A": 0, "B": 0}, {whose: 6})
    assert lost(a_set(criterion(zero="FULL")), {"A": counts()})[0].total == 0


def test_a_product_is_split_over_both_its_ratios_and_neither_comes_first():
    by = a_set(criterion("a", 6, more=", times: b"), criterion("b", 0, numerator="sent", denominator="had"))
    children = {"files little": counts(done=4, sent=4, had=4), "sends little": counts(done=4, good=4, had=4)}
    loss, split = lost(by, children)
    assert loss.total == Fraction(6 * 3, 4)  # 1 - 1/2 · 1/2
    assert split.parts == {"files little": Fraction(9, 4), "sends little": Fraction(9, 4)}


def test_a_factor_without_cases_is_nobodys_part_of_the_loss():
    by = a_set(criterion("a", 6, more=", times: b"), criterion("b", 0, numerator="sent", denominator="had"))
    loss, split = lost(by, {"A": counts(done=4, good=2)})
    assert loss.total == 6
    assert split.parts["A"] == Fraction(3, 2)
    assert split.rest == {NOTHING: Fraction(9, 2)}


def test_a_formula_below_nothing_loses_no_more_than_all_points():
    by = a_set(criterion(numerator="done - 2 * bad"))
    loss, split = lost(by, {"A": counts(done=5, bad=5), "B": counts(done=5, bad=1)})
    assert loss.total == 6
    assert split.parts == {"A": 5, "B": 1}


def test_steps_are_not_split_and_rounding_stands_apart():
    by = a_set(criterion(scoring="{steps: [{points: 6, at_least: 1}]}"))
    assert lost(by, {"A": counts(done=2, good=1)})[1].rest == {STEPS: 6}
    grades = a_set(criterion(points=2, scoring="{grades: 2}"), total=2)
    loss, split = lost(grades, {"A": counts(done=3, good=5)})
    assert (loss.total, split.parts["A"], split.rest[ROUNDING]) == (
        Fraction("0.3"),
        Fraction(1, 3),
        Fraction(-1, 30),
    )


def test_what_is_left_out_is_told_as_left_out():
    found = score(SETS["tt01-2018"], dict.fromkeys(NAMES, 0), "province")
    assert losses(found).total.rest[LEFT_OUT] == 8


def test_last_years_figure_is_split_where_children_have_theirs_and_apart_where_not():
    by = a_set(criterion(zero="LAST_YEAR"))
    now = {"A": counts(good=2), "B": counts(good=1)}
    year = {"A": counts(done=48), "B": counts(done=72)}
    whole = score(by, added(list(now.values())), "province", last_year=added(list(year.values())), months=1)
    loss = losses(whole).criteria["a"]
    known = loss.split({key: Figures(now[key], year[key], 1) for key in now})
    assert known.parts == {"A": Fraction(6 * 2, 10), "B": Fraction(6 * 5, 10)}
    assert known.rest == {}
    unknown = loss.split({key: Figures(now[key]) for key in now})
    assert sum(unknown.parts.values()) + unknown.rest[LAST_YEAR] == loss.total


def test_children_that_do_not_make_up_the_node_are_refused():
    found = losses(score(a_set(), counts(good=3, done=9), "province")).criteria["a"]
    with pytest.raises(ValueError, match="do not sum"):
        found.split({"A": Figures(counts(good=3, done=8))})


@given(by=sets, month=months, level=levels)
def test_the_waterfall_goes_from_the_most_down_to_the_score(by, month, level):
    found = score(by, month, level)
    rows = waterfall(found)
    assert [row.group.code for row in rows] == [group.code for group in by.groups]
    assert rows[-1].left == found.points
    assert sum(row.lost for row in rows) == found.max - found.points
