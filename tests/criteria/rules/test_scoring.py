"""What a body scores: by hand, by every rule for having nothing to measure, and by every kind of scoring."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.scoring import Flag, half_up, score
from motcua.criteria.rules.sets import shipped
from tests.criteria.rules.making import BEGIN, DAY, declared, dossier, offer, on, petition
from tests.criteria.rules.small import COUNTERS, HEAD, a_set, counts, criterion

QD766, TT01 = shipped()["qd766-2022"], shipped()["tt01-2018"]
SHIPPED = reading_counters.shipped()
NOTHING = dict.fromkeys(SHIPPED.names, 0)


def points(by, level="province", **known):
    """The points of criterion `a` of a small set."""
    return score(by, counts(**known), level).criteria["a"].points


def flags(by, level="province", last_year=None, months=1, **known):
    return score(by, counts(**known), level, last_year=last_year, months=months).criteria["a"].flags


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_a_small_month_comes_to_what_was_reckoned_by_hand():
    """Four dossiers of two procedures, one petition; every point of 766 reckoned with pencil and paper."""
    facts = [
        dossier("1", received_at=on(2), due_at=on(9), ended_at=on(8), channel="online", online_level="full",
                eligible=True, verified=True, papers=2, digitised=2, reused=1, document=True, electronic=True,
                fee=1000, paid_online=True, paid_at=on(2)),
        dossier("2", received_at=on(2), due_at=on(9), ended_at=on(12), late_at=on(9), late_day_at=on(10),
                channel="counter", eligible=True, papers=2, document=True, fee=1000),
        dossier("3", received_at=on(3), due_at=on(28), late_at=on(28), channel="online", digitised=1),
        dossier("4", received_at=on(3), due_at=on(10), late_at=on(10), channel="counter", procedure="1.2",
                petitions=1),
        offer("1.1", begins=on(-99), online_level="full", fee=True, citizen=True, complete=True, published_at=on(-99)),
        offer("1.2", begins=on(-99), online_level="none", citizen=True, published_at=on(-99),
              decided_at=on(2), decision_on_time=True, publication_on_time=False),
        petition(sent=on(4), late_at=on(20), dossier="4"),
        declared("synchronised", 3), declared("reported_national", 3), declared("communes", 4),
        declared("communes_certifying", 3),
    ]  # fmt: skip
    month = SHIPPED.counted(facts, BEGIN, BEGIN + 31 * DAY, on(25))
    by_hand = {
        "1.1": Fraction(6),  # one decision, on time
        "1.2": Fraction(0),  # made public late
        "1.3": Fraction(1),  # one of two is complete: 2 · 1/2
        "1.4": Fraction(6)
        * Fraction(3, 4),  # three of the four that the system received, not of the three reported
        "2.1": Fraction(20) * Fraction(2, 4),  # 1 in time, 3 in time and open; 2 late, 4 late and open
        "2.2": None,
        "3.1": Fraction(2) * Fraction(1, 2) / Fraction(4, 5),
        "3.2": Fraction(4),  # the one online service has dossiers
        "3.3": Fraction(6)
        * (Fraction(2, 4) * Fraction(3, 4))
        / Fraction(1, 2),  # times the share synchronised
        "3.5": Fraction(2),
        "3.5b": Fraction(2),
        "3.6": Fraction(3),  # one of two that cost something
        "4.1": Fraction(3),
        "4.2": Fraction(4) * Fraction(2, 4) / Fraction(4, 5),  # 1 and 3
        "4.certified": Fraction(2) * Fraction(3, 4),
        "4.3": Fraction(2) * Fraction(1, 4) / Fraction(4, 5),
        "4.4": Fraction(4) * Fraction(1, 4),
        "4.5a": Fraction(2) * Fraction(1, 4),
        "4.5b": Fraction(2) * Fraction(1, 2),
        "5.2": Fraction(0),  # the one petition waits, and is late
        "5.3": Fraction(0),
        "5.4": Fraction(6) * (1 - Fraction(2, 4) - Fraction(1, 4)) / Fraction(9, 10),
    }
    found = score(QD766, month, "province", counters=SHIPPED)
    shown_only = {"2.2", "3.full", "5.1a", "5.1b", "5.handled"}
    assert {code: one.points for code, one in found.criteria.items() if code not in shown_only} == {
        code: number for code, number in by_hand.items() if number is not None
    }
    assert found.points == sum(number for number in by_hand.values() if number is not None)
    assert half_up(found.points, 2) == Fraction("50.04")
    assert found.band.name.vi == "Trung bình"
    assert found.criteria["3.full"].ratio == Fraction(1, 2)
    assert [one.ratio for one in found.readings] == [Fraction(1, 2), Fraction(1, 2), Fraction(1, 3)]


def test_the_nine_indices_of_the_same_kind_of_month():
    facts = [
        dossier("1", received_at=on(2), due_at=on(9), ended_at=on(8)),  # early: 2, 2, 2
        dossier("2", received_at=on(2), due_at=on(9), ended_at=on(9), supplements=1),  # on the day: 1, 1, 1
        dossier(
            "3", received_at=on(2), due_at=on(9), ended_at=on(12), late_at=on(9), late_day_at=on(10)
        ),  # 0, 2, 0
        petition(sent=on(2), answered_at=on(3)),
    ]
    month = SHIPPED.counted(facts, BEGIN, BEGIN + 31 * DAY, on(25))
    found = score(TT01, month, "commune")
    told = {code: one.points for code, one in found.criteria.items() if one.points is not None}
    # sums of grades 3, 5 and 3 of three dossiers; one petition in time; no online dossier
    assert told == {"1": 1, "3": Fraction("1.7"), "7": 1, "8": 2, "9": 0}
    assert (found.points, found.known_max) == (Fraction("5.7"), 10)
    assert found.rated == Fraction("10.26")
    assert found.band.code == "fair"


# -- ratios and thresholds --------------------------------------------------------------------------------------------


def test_a_linear_criterion_gives_points_in_proportion():
    assert points(a_set(), good=1, done=3) == 2


def test_at_the_threshold_all_points_are_earned_and_no_more_above_it():
    by = a_set(criterion(scoring="{threshold: 0.8, confidence: known}"))
    assert points(by, good=8, done=10) == 6
    assert points(by, good=4, done=10) == 3
    assert points(by, good=10, done=10) == 6
    assert Flag.CAPPED in flags(by, good=8, done=10)


def test_a_formula_that_falls_below_nothing_gives_nothing():
    by = a_set(criterion(numerator="done - 2 * bad"))
    assert points(by, done=10, bad=6) == 0
    assert Flag.FLOORED in flags(by, done=10, bad=6)


def test_of_several_denominators_the_greatest_counts():
    by = a_set(criterion(denominator="{greatest_of: [done, had]}"))
    assert points(by, good=3, done=4, had=6) == 3
    assert points(by, good=3, done=6, had=4) == 3


def test_a_level_that_is_not_measured_gets_the_most_and_it_is_said():
    assert points(a_set(), level="commune", good=0, done=9) == 6
    assert Flag.NOT_APPLICABLE in flags(a_set(), level="commune", good=0, done=9)


def test_a_level_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="city"):
        score(a_set(), counts(), "city")


def test_a_counter_that_was_not_counted_is_an_error_and_not_nothing():
    with pytest.raises(KeyError):
        score(a_set(), {"done": 1}, "province")


# -- nothing to measure -----------------------------------------------------------------------------------------------


def test_nothing_to_measure_gives_nothing_all_or_is_not_known():
    assert points(a_set(criterion(zero="ZERO"))) == 0
    assert points(a_set(criterion(zero="FULL"))) == 6
    assert points(a_set(criterion(zero="NULL"))) is None


def test_full_points_without_a_case_are_told_and_do_not_count_as_earned_by_cases():
    found = score(a_set(criterion(zero="FULL")), counts(), "province")
    assert found.criteria["a"].flags == {Flag.NOTHING, Flag.FULL_BY_RULE}
    assert (found.points, found.measured_points, found.measured_max) == (6, 0, 0)


def test_one_case_ends_the_rule_for_having_none():
    assert points(a_set(criterion(zero="FULL")), done=1, good=0) == 0


def test_what_is_not_known_lowers_the_sum_and_is_not_a_zero():
    found = score(
        a_set(criterion("a", 3, zero="NULL"), criterion("b", 3, denominator="had")),
        counts(had=1, good=1),
        "province",
    )
    assert (found.points, found.known_max, found.max) == (3, 3, 6)


def test_last_years_figure_stands_in_by_months():
    by = a_set(criterion(zero="LAST_YEAR"))
    year = counts(done=120)
    for months, each in ((1, 10), (3, 30), (12, 120)):
        found = score(by, counts(good=5), "province", last_year=year, months=months).criteria["a"]
        assert found.denominator == each
        assert found.points == Fraction(6 * 5, each)
        assert Flag.LAST_YEAR in found.flags


def test_without_last_years_figure_there_are_no_points():
    by = a_set(criterion(zero="LAST_YEAR"))
    for year in (None, counts()):
        found = score(by, counts(good=5), "province", last_year=year).criteria["a"]
        assert found.points == 0
        assert Flag.NOTHING in found.flags


def test_cases_of_this_period_go_before_last_years():
    assert flags(a_set(criterion(zero="LAST_YEAR")), last_year=counts(done=120), done=2, good=1) == set()


# -- one ratio times another ------------------------------------------------------------------------------------------


def product(**more):
    return a_set(
        criterion("a", 3, scoring="{threshold: 0.5, confidence: known}", more=", times: b"),
        criterion("b", 3, numerator="sent", denominator="had", **more),
    )


def test_a_ratio_is_multiplied_by_that_of_another_criterion():
    assert points(product(), good=1, done=4, sent=1, had=2) == Fraction(3, 4)  # 3 · (1/4 · 1/2) / (1/2)


def test_what_multiplies_counts_as_one_at_most():
    assert points(product(), good=1, done=4, sent=9, had=2) == Fraction(3, 2)


def test_what_multiplies_follows_its_own_rule_for_having_nothing():
    assert points(product(zero="ZERO"), good=1, done=4) == 0
    assert points(product(zero="FULL"), good=1, done=4) == Fraction(3, 2)
    assert points(product(zero="NULL"), good=1, done=4) is None


# -- steps and grades -------------------------------------------------------------------------------------------------


def test_steps_give_the_points_of_the_best_that_is_reached():
    by = a_set(criterion(scoring="{steps: [{points: 6, at_least: 1}, {points: 2, at_least: 0.9}]}"))
    assert [points(by, good=good, done=10) for good in (10, 9, 8)] == [6, 2, 0]


def test_a_step_may_ask_for_more_than_its_ratio():
    more = (
        "{points: 6, at_least: 0.3, and: [{numerator: sent, denominator: had, at_least: 0.2}, {none: bad}]}"
    )
    by = a_set(criterion(scoring=f"{{steps: [{more}]}}"))
    assert points(by, good=3, done=10, sent=1, had=5) == 6
    assert points(by, good=3, done=10, sent=1, had=6) == 0
    assert points(by, good=3, done=10, sent=1, had=5, bad=1) == 0
    assert points(by, good=3, done=10) == 0


def test_grades_are_the_mean_of_a_dossier_to_one_decimal():
    by = a_set(criterion(points=2, scoring="{grades: 2}"), total=2)
    assert points(by, good=5, done=3) == Fraction("1.7")
    assert points(by, good=5, done=4) == Fraction("1.3")  # 1.25: halves go up


def test_halves_go_away_from_nothing():
    assert [half_up(Fraction(number, 8), 1) for number in (-10, -2, 1, 2, 10)] == [
        Fraction("-1.3"), Fraction("-0.3"), Fraction("0.1"), Fraction("0.3"), Fraction("1.3"),
    ]  # fmt: skip


# -- ratings ----------------------------------------------------------------------------------------------------------


def test_the_rating_is_of_the_points_as_they_are_shown():
    """89.996 is shown as 90.00, and 90 is excellent: nobody reads one and is rated by the other."""
    assert QD766.bands.at(half_up(Fraction("89.996"), QD766.decimals)).code == "excellent"
    assert QD766.bands.at(half_up(Fraction("89.994"), QD766.decimals)).code == "good"


def test_what_is_missing_scales_the_rating_only_where_the_set_says_so():
    several = (criterion("a", 3, zero="NULL"), criterion("b", 3, denominator="had"))
    month = counts(had=2, good=1)
    assert score(a_set(*several), month, "province").rated == Fraction(3, 2)
    scaled = a_set(*several, head=HEAD.replace("missing: zero", "missing: scaled"))
    assert score(scaled, month, "province").rated == 3
    nothing = score(scaled, counts() | {"had": 0}, "province")
    assert nothing.rated == 0


def test_a_set_of_which_nothing_is_known_has_no_rating():
    scaled = a_set(criterion(zero="NULL"), head=HEAD.replace("missing: zero", "missing: scaled"))
    found = score(scaled, counts(), "province")
    assert (found.rated, found.band) == (None, None)


# -- what cannot raise a score ----------------------------------------------------------------------------------------

NUMBERS = st.dictionaries(st.sampled_from(sorted(SHIPPED.names)), st.integers(0, 30))


@given(known=NUMBERS, level=st.sampled_from(["nation", "province", "department", "commune"]))
@example({"finished": 1, "finished_late_day": 2}, "nation")  # more than there are: only a fault can tell that
def test_points_stay_between_nothing_and_the_most(known, level):
    for by in (QD766, TT01):
        found = score(by, NOTHING | known, level)
        assert all(0 <= one.points <= one.max for one in found.criteria.values() if one.points is not None)
        assert 0 <= found.points <= found.known_max <= found.max
        assert found.points == sum(group.points for group in found.groups)


@given(known=NUMBERS)
def test_the_readings_are_those_of_the_definitions(known):
    month = NOTHING | known
    timestamp, date, with_open = score(QD766, month, "province", counters=SHIPPED).readings
    done = month["finished"]
    assert (timestamp.numerator, timestamp.denominator) == (done - month["finished_late"], done)
    assert (date.numerator, date.denominator) == (done - month["finished_late_day"], done)
    assert with_open.denominator == done + month["pending_late"]


def test_a_small_set_may_have_readings_of_its_own():
    (one,) = score(a_set(), counts(good=1, done=4), "province", counters=COUNTERS).readings
    assert one.ratio == Fraction(1, 4)
    (none,) = score(a_set(), counts(), "province", counters=COUNTERS).readings
    assert none.ratio is None
