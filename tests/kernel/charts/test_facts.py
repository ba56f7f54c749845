"""The sentences of the charts, from the numbers alone."""

from fractions import Fraction
from itertools import combinations

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts
from motcua.kernel.charts.facts import Crossing, less

VALUES = st.lists(st.none() | st.integers(0, 6), max_size=12)


def described(values, target=None):
    labels = [f"T{n}" for n in range(len(values))]
    return charts.describe_series(labels, values, say=charts.whole, target=target)


def english(facts):
    with translation.override("en"):
        return [str(sentence) for sentence in facts.sentences()]


@given(VALUES)
def test_series_knows_its_ends_its_extremes_and_its_gaps(values):
    facts, told = described(values), [value for value in values if value is not None]
    assert facts.missing == len(values) - len(told)
    if not told:
        assert (facts.first, facts.last, facts.highest, facts.lowest) == (None, None, None, None)
        return
    assert (facts.first.value, facts.last.value) == (told[0], told[-1])
    assert (facts.highest.value, facts.lowest.value) == (max(told), min(told))
    assert facts.change == told[-1] - told[0]
    assert facts.highest.label == f"T{values.index(max(told))}"


@given(VALUES, st.integers(0, 6))
def test_crossings_are_where_the_side_of_the_target_changes(values, target):
    found, side = [], None
    for number, value in enumerate(values):
        if value is None:
            continue
        above = value >= target
        if side is not None and above != side:
            found.append(Crossing(f"T{number}", above))
        side = above
    assert list(described(values, target).crossings) == found


@given(VALUES)
def test_run_is_the_longest_end_that_moves_strictly_one_way(values):
    told = [(f"T{n}", value) for n, value in enumerate(values) if value is not None]
    longest = 0
    for start in range(len(told)):
        tail = [value for _label, value in told[start:]]
        pairs = list(zip(tail, tail[1:], strict=False))
        if pairs and (all(a > b for a, b in pairs) or all(a < b for a, b in pairs)):
            longest = max(longest, len(pairs))
    run = described(values).run
    assert (run.times if run else 0) == longest
    if run:
        assert run.label == told[-1 - longest][0]
        assert run.falls == (told[-1][1] < told[-2][1])


@given(st.lists(st.integers(-3, 9), min_size=1, max_size=7))
def test_leading_losses_are_the_fewest_that_hold_half(losses):
    named = [(f"G{n}", loss) for n, loss in enumerate(losses)]
    facts = charts.describe_losses(named, maximum=100, say=charts.whole)
    gross = sum(loss for loss in losses if loss > 0)
    if not gross:
        assert facts.leading == ()
        return
    fewest = next(
        size
        for size in range(1, len(losses) + 1)
        if any(2 * sum(some) >= gross for some in combinations([n for n in losses if n > 0], size))
    )
    assert len(facts.leading) == fewest
    assert facts.leading_share == Fraction(sum(int(spot.value) for spot in facts.leading), gross)
    assert facts.reached.value == 100 - sum(losses)


def test_course_is_told_in_sentences():
    facts = charts.describe_series(
        ["08/26", "09/26", "10/26", "11/26"], [86, None, 84.7, 79.9], say=charts.plain, target=85
    )
    assert english(facts) == [
        "From 86,0 in 08/26 to 79,9 in 11/26: \u22126,1.",
        "Highest in 08/26: 86,0; lowest in 11/26: 79,9.",
        "Below the target (85,0) since 10/26.",
        "Periods without a figure: 1.",
    ]


def test_target_never_crossed_is_told_too():
    assert "Always below the target (9)." in english(described([1, 2], 9))
    assert "Always at the target (1) or above." in english(described([1, 2], 1))
    assert "At the target (2) or above since T1." in english(described([1, 2], 2))


def test_no_figure_and_a_single_figure_are_told():
    assert english(described([None, None])) == ["There is no figure yet.", "Periods without a figure: 2."]
    assert english(described([4])) == ["T0: 4."]


def test_losses_are_told_in_the_readers_language():
    bars = [
        charts.Bar("Tiến độ", 12.3, 20, 16.4),
        charts.Bar("Số hóa", 17.8, 22, 16.9),
        charts.Bar("Khác", 18, 18),
    ]
    facts = charts.bar_table(bars).facts
    assert english(facts) == [
        "48,1 of 60 points reached, 11,9 lost.",
        "65% of the loss: Tiến độ (\u22127,7).",
        "Below the mean of peers: Tiến độ.",
    ]
    with translation.override("vi"):
        assert str(facts.sentences()[0]) == "Đạt 48,1 trên 60 điểm, mất 11,9 điểm."


def test_less_turns_the_sign_round():
    assert [less(text) for text in ("7,7", "\u22121,2", "0,0")] == ["\u22127,7", "+1,2", "0,0"]
