"""Criteria sets as data: the two that come with the system, and what is refused with its line."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalog.rules.problems import Unreadable
from motcua.criteria.rules.sets import changes, not_future, overlaps, read, shipped
from motcua.criteria.rules.sets.model import CONFIDENCES, LEVELS, Ratio, Zero
from motcua.criteria.rules.sets.reading import FOLDER
from motcua.criteria.rules.written import told
from tests.criteria.rules.small import a_set, criterion

SETS = shipped()
QD766, TT01 = SETS["qd766-2022"], SETS["tt01-2018"]
TEXT = (FOLDER / "qd766-2022.yaml").read_text(encoding="utf-8")


def points(*codes):
    return [QD766.criteria[code].points for code in codes]


# -- QĐ 766 -----------------------------------------------------------------------------------------------------------


def test_the_groups_of_766_are_those_displayed_and_sum_to_a_hundred():
    assert [(group.code, group.points) for group in QD766.groups] == [
        ("1", 18), ("2", 20), ("3a", 12), ("3b", 10), ("4", 22), ("5", 18),
    ]  # fmt: skip
    assert sum(one.points for one in QD766) == QD766.total == 100


def test_the_split_of_the_third_group_is_marked_as_observed_and_fitted():
    third = [group for group in QD766.groups if group.legal == "3"]
    assert [group.code for group in third] == ["3a", "3b"]
    assert sum(group.points for group in third) == 22
    for group in third:
        assert group.confidence == "observed"
        assert "METRICS" in group.conflict.vi
        assert all(one.points_confidence == "fitted" for one in group.criteria if one.points)


def test_the_maxima_of_766_are_those_of_the_sheet():
    assert points("1.1", "1.2", "1.3", "1.4") == [6, 4, 2, 6]
    assert points("2.1", "2.2") == [20, 0]
    assert points("3.1", "3.2", "3.3", "3.5", "3.5b", "3.6") == [2, 4, 6, 2, 2, 6]
    assert points("4.1", "4.2", "4.certified", "4.3", "4.4", "4.5a", "4.5b") == [6, 4, 2, 2, 4, 2, 2]
    assert points("5.1a", "5.1b", "5.2", "5.3", "5.4") == [0, 0, 6, 6, 6]


def test_the_thresholds_of_766():
    thresholds = {one.code: one.scoring.threshold for one in QD766 if isinstance(one.scoring, Ratio)}
    below = {code: threshold for code, threshold in thresholds.items() if threshold < 1}
    assert below == {
        "3.1": Fraction(4, 5), "3.3": Fraction(1, 2), "3.5": Fraction(4, 5), "3.5b": Fraction(4, 5),
        "4.2": Fraction(4, 5), "4.3": Fraction(4, 5), "5.4": Fraction(9, 10),
    }  # fmt: skip


def test_nothing_to_measure_gives_what_the_formulas_say():
    assert {code: QD766.criteria[code].zero for code in ("1.4", "5.2", "5.3", "5.4", "2.1")} == {
        "1.4": Zero.LAST_YEAR, "5.2": Zero.FULL, "5.3": Zero.FULL, "5.4": Zero.ZERO, "2.1": Zero.NULL,
    }  # fmt: skip


def test_the_online_share_is_multiplied_by_the_share_synchronised():
    assert QD766.criteria["3.3"].times == "1.4"


def test_communes_are_not_measured_by_what_only_provinces_do():
    without = {one.code for one in QD766 if "commune" not in one.levels}
    assert without == {"1.2", "1.3", "4.certified", "4.5a", "4.5b"}


# -- TT 01/2018 -------------------------------------------------------------------------------------------------------


def test_the_nine_indices_give_two_points_each():
    assert [one.code for group in TT01.groups for one in group.criteria] == list("123475689")
    assert {one.points for one in TT01} == {2}
    assert TT01.total == 18


def test_what_the_system_cannot_know_is_left_out_and_says_why():
    assert {one.code for one in TT01 if one.is_left_out} == {"2", "4", "5", "6"}
    assert all(one.left_out.vi and one.left_out.en for one in TT01 if one.is_left_out)
    assert TT01.scales_missing


def test_bodies_and_staff_have_bands_of_their_own():
    assert [band.at_least for band in TT01.bands.of] == [15, 12, 9, 6, 0]
    assert [band.at_least for band in TT01.staff_bands.of] == [5, Fraction(7, 2), 0]


# -- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", SETS.values(), ids=SETS)
def test_every_criterion_says_where_it_comes_from_and_how_sure_that_is_in_both_languages(one):
    for part in (*one.groups, *one):
        assert part.source
        assert part.confidence in CONFIDENCES
        assert part.name.vi
        assert part.name.en
    for criterion_ in one:
        for text in (criterion_.why, criterion_.note, criterion_.conflict):
            assert bool(text.vi) == bool(text.en)
        assert criterion_.levels <= set(LEVELS)


def test_the_digest_is_of_every_word_and_of_nothing_else():
    again = read(TEXT)
    assert again.digest == QD766.digest
    assert read("# a remark\n" + TEXT).digest == QD766.digest
    assert read(TEXT.replace("Dossiers filed online", "Filed online")).digest != QD766.digest


# -- what is refused --------------------------------------------------------------------------------------------------

FAULTS = [
    (
        "numerator: received_paid_online",
        "numerator: received_paid_onlin",
        "Did you mean “received_paid_online”?",
    ),
    ("denominator: results_due", "denominator: results_due + 1", "At character 15: A bare number"),
    (
        "{threshold: 0.8, confidence: found}",
        "{threshold: 0, confidence: found}",
        "above 0 and at most 1, not 0",
    ),
    ("{threshold: 0.8, confidence: found}", "{threshold: 1.01, confidence: found}", "at most 1, not 1.01"),
    ("{threshold: 0.8, confidence: found}", "{threshold: -0.5, confidence: found}", "at most 1, not -0.5"),
    ("{threshold: 0.8, confidence: found}", "{threshold: lots, confidence: found}", "a number such as"),
    ("{threshold: 0.8, confidence: found}", "{treshold: 0.8, confidence: found}", "Scoring is `linear`"),
    ("zero: LAST_YEAR", "zero: LASTYEAR", "“LASTYEAR” is not one of: ZERO, FULL, NULL, LAST_YEAR"),
    ("zero: FULL", "zeros: FULL", "“zeros” is not known here. Did you mean “zero”?"),
    ('times: "1.4"', 'times: "1.5"', "“1.5” is not a criterion"),
    ("levels: [nation, province]\n", "levels: [nation, city]\n", "“city” is not one of: nation"),
    ("{greatest_of: [reported_national, received]}", "{greatest_of: [reported, received]}", "At character 1"),
    ("until: null", "until: 2020-01-01", "ends before it begins"),
    ("from: 2022-06-23", "from: 23/6/2022", "a day such as"),
    ("target: 0.5", "target: half", "a number such as"),
    ("code: excellent, from: 90", "code: excellent, from: 75", "from the best down"),
    ("total: 100", "total: 99", "The groups give 100 points, the set says 99."),
]


@pytest.mark.parametrize(("before", "after", "message"), FAULTS)
def test_a_fault_is_refused_with_its_line(before, after, message):
    assert before in TEXT
    problem = next(one for one in problems_of(TEXT.replace(before, after, 1)) if message in str(one))
    line = TEXT[: TEXT.index(before)].count("\n") + 1
    assert problem.line == (line - 1 if before.startswith("code: excellent") else line)


def problems_of(text):
    with pytest.raises(Unreadable) as caught:
        read(text)
    return caught.value.problems


def line_of(text, place):
    return text[: text.index(place)].count("\n") + 1


def test_weights_that_do_not_sum_are_refused_at_the_line_of_the_group():
    changed = TEXT.replace("metric: DOSSIER_SYNC", "metric: SYNC", 1)
    place = changed.index("metric: SYNC")
    changed = changed[:place] + changed[place:].replace("points: 6", "points: 5", 1)
    (problem,) = problems_of(changed)
    assert str(problem) == "The criteria of this group give 17 points, the group says 18."
    assert problem.line == line_of(TEXT, "points: 18")
    assert told(problem).startswith(f"line {problem.line}: groups[0].points: ")


@pytest.mark.parametrize("name", ["confidence: known\neffective", "number: ", "title:\n"])
def test_a_set_without_its_basis_is_refused_at_the_line_of_the_basis(name):
    changed = TEXT.replace(
        name, {"number: ": "numbers: "}.get(name, "effective" if "eff" in name else "titles:\n"), 1
    )
    problems = problems_of(changed)
    assert any("is missing" in str(one) and one.line == line_of(TEXT, "basis:") for one in problems)


@pytest.mark.parametrize("name", ["source", "confidence", "zero", "scoring", "levels"])
def test_a_criterion_without_a_word_it_needs_is_refused_at_its_line(name):
    place = TEXT.index("metric: REUSED_DIGITIZED_DATA")
    end = TEXT.index("metric: SYNCED")
    block = TEXT[place:end]
    without = "\n".join(line for line in block.split("\n") if not line.strip().startswith(f"{name}:"))
    (problem,) = problems_of(TEXT[:place] + without + TEXT[end:])
    assert str(problem) == f"“{name}” is missing: write it here."
    assert problem.line == line_of(TEXT, 'code: "4.3"')


def test_every_fault_is_told_at_once_in_the_order_of_lines():
    changed = TEXT.replace("zero: LAST_YEAR", "zero: SOME").replace("total: 100", "total: 90")
    lines = [problem.line for problem in problems_of(changed)]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_ratings_that_leave_the_lowest_scores_without_one_are_refused():
    (problem,) = problems_of(TEXT.replace("code: weak, from: 0", "code: weak, from: 10"))
    assert "one that begins at 0" in str(problem)


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(Unreadable, match="“a” stands here twice"):
        a_set(criterion("a", 3), criterion("a", 3))


def test_the_best_step_gives_all_points():
    with pytest.raises(Unreadable, match="must be the most points"):
        a_set(criterion(points=6, scoring="{steps: [{points: 5, at_least: 1}]}"))


def test_last_year_goes_with_a_ratio_only():
    with pytest.raises(Unreadable, match="LAST_YEAR goes with a ratio only"):
        a_set(criterion(points=6, scoring="{grades: 6}", zero="LAST_YEAR"))


# -- from one version to the next -------------------------------------------------------------------------------------


def test_the_difference_of_two_sets_names_what_changed_and_nothing_else():
    later = read(
        TEXT.replace("numerator: synchronised", "numerator: received")
        .replace("{threshold: 0.5, confidence: fitted}", "linear")
        .replace("from: 90, ", "from: 95, ")
    )
    found = {(one.where, one.before, one.after) for one in changes(QD766, later)}
    assert found == {
        ("bands / excellent / from", 90, 95),
        ("1 / 1.4 / numerator", "synchronised", "received"),
        ("3a / 3.3 / scoring / threshold", "0.5", None),
        ("3a / 3.3 / scoring / confidence", "fitted", None),
        ("3a / 3.3 / scoring", None, "linear"),
    }
    assert changes(QD766, QD766) == []


def test_a_set_counts_from_a_later_day_only():
    today = date(2026, 11, 23)
    assert not_future(date(2026, 11, 24), today) is None
    assert "after 2026-11-23" in str(not_future(today, today))
    assert not_future(date(2026, 1, 1), today) is not None


def test_two_versions_of_one_set_are_never_in_force_on_one_day():
    first = replace(QD766, effective_until=date(2026, 12, 31))
    second = replace(QD766, effective_from=date(2027, 1, 1))
    assert overlaps([second, first, TT01]) == []
    (problem,) = overlaps([second, replace(first, effective_until=None)])
    assert "From 2027-01-01" in str(problem)
    assert first.is_in_force(date(2026, 12, 31))
    assert not first.is_in_force(date(2027, 1, 1))


@settings(max_examples=200, deadline=None)
@given(
    number=st.integers(0, TEXT.count("\n") - 1),
    value=st.sampled_from(
        ["", "[]", "{}", "7", "-1", "x", "null", "[{a: 1}]", "{a: [1]}", "[[1]]", "true", "[", "1/0"]
    ),
)
def test_whatever_is_written_on_a_line_is_taken_or_refused_in_words(number, value):
    lines = TEXT.split("\n")
    lines[number] = lines[number].split(":")[0] + ": " + value
    assert outcome(lambda: read("\n".join(lines)).total) in (100, "refused")


def outcome(of):
    try:
        return of()
    except Unreadable as unreadable:
        return "refused" if all(str(problem) for problem in unreadable.problems) else "refused without a word"
