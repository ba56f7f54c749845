import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts
from motcua.kernel.charts.linework import path

VALUES = st.lists(st.none() | st.integers(-50, 50), max_size=14)


def drawn(values, **options):
    return charts.trend(
        [charts.Point(f"{n:02}/26", value) for n, value in enumerate(values)], name="Điểm", **options
    )


def strokes(d):
    """The pairs of places that a path joins."""
    pairs, last = set(), None
    for move, x, y in re.findall(r"([ML])([-\d.]+) ([-\d.]+)", d):
        place = (float(x), float(y))
        if move == "L":
            pairs.add((last, place))
        last = place
    return pairs


@given(VALUES)
def test_only_neighbours_that_both_have_a_figure_are_joined(values):
    picture = drawn(values).wide
    assert len(strokes(picture.line)) == sum(
        a is not None and b is not None for a, b in zip(values, values[1:], strict=False)
    )


@given(VALUES)
def test_point_without_neighbours_is_a_dot(values):
    around = [None, *values, None]
    alone = sum(
        b is not None and a is None and c is None for a, b, c in zip(around, values, around[2:], strict=False)
    )
    assert len(drawn(values).slim.dots) == alone


@given(VALUES, st.none() | st.integers(-80, 80))
def test_everything_stays_inside_the_box(values, target):
    figure = drawn(values, target=target)
    for picture in (figure.wide, figure.slim):
        for _from, (x, y) in strokes(picture.line):
            assert picture.left <= x <= picture.right + 0.1
            assert picture.top - 0.1 <= y <= picture.bottom + 0.1
        if picture.goal:
            assert picture.top - 0.1 <= picture.goal.y <= picture.bottom + 0.1
        assert 0 < picture.left < picture.right < picture.width


def test_last_figure_is_written_and_higher_is_further_up():
    picture = drawn([80, 86, 79.9]).wide
    assert [ending.text for ending in picture.endings] == ["79,9"]
    (_start, high), (high_too, low) = sorted(strokes(picture.line))
    assert high == high_too
    assert high[1] < low[1]


def test_forecast_is_dashed_from_the_last_figure_inside_its_band():
    points = [charts.Point("10/26", 81), charts.Point("11/26", 80), charts.Point("12/26", 79, 77, 81)]
    figure = charts.trend(points, name="Điểm", forecast=1)
    picture = figure.wide
    ((last, expected),) = strokes(picture.expected)
    assert last in {place for pair in strokes(picture.line) for place in pair}
    assert picture.band.startswith(f"M{last[0]:g} {last[1]:g}")
    assert picture.band.endswith("Z")
    assert [(ending.text, ending.expected) for ending in picture.endings] == [("80,0", False), ("79,0", True)]
    assert figure.facts.last.text == "80,0"
    assert [spot.text for spot in figure.facts.forecast] == ["79,0", "77,0", "81,0"]


def test_axis_that_does_not_begin_at_zero_says_where():
    assert drawn([80, 86]).cut == "80"
    assert drawn([0, 86]).cut == ""


def test_marks_close_together_stand_in_rows_of_their_own():
    marks = [charts.Mark(5, "Chỉ đạo 214", "/a/"), charts.Mark(5.2, "Chỉ đạo 231")]
    figure = drawn(range(10), marks=marks)
    assert figure.linked
    assert [flag.top for flag in figure.wide.flags] == [0, 24]
    apart = drawn(range(10), marks=[charts.Mark(1, "Một"), charts.Mark(8, "Hai")])
    assert not apart.linked
    assert [flag.top for flag in apart.wide.flags] == [0, 0]


@given(st.lists(st.tuples(st.floats(0, 9), st.text("ab ", min_size=1, max_size=40)), max_size=6))
def test_words_of_marks_never_overlap_nor_leave_the_box(marks):
    for picture in drawn(range(10), marks=[charts.Mark(*mark) for mark in marks])[:2]:
        boxes = [(flag.top, flag.left, flag.left + flag.width) for flag in picture.flags]
        for number, (top, left, right) in enumerate(boxes):
            assert left >= 0
            assert right <= picture.width + 0.1
            assert all(
                top != other or right <= begin + 0.1 or end <= left + 0.1
                for other, begin, end in boxes[:number]
            )


def test_words_of_the_target_keep_away_from_the_line():
    assert drawn([84, 84, 84, 80, 70, 60], target=85).wide.goal.anchor == "start"
    low_then_at_target = drawn([60, 70, 80, 85.2, 84.8, 85.1], target=85).wide.goal
    assert low_then_at_target.anchor == "start"


def test_nothing_to_draw_is_drawn_as_nothing():
    figure = drawn([])
    assert (figure.wide.line, figure.wide.dots, figure.wide.endings, figure.cut) == ("", (), (), "")


def test_table_has_the_target_and_the_interval_where_there_is_one():
    plain = drawn([1, 2]).table
    assert plain.rows == (("00/26", 1), ("01/26", 2))
    full = charts.trend(
        [charts.Point("a", 1), charts.Point("b", 2, 1, 3)], name="Điểm", target=5, forecast=1
    ).table
    assert full.rows == (("a", 1, 5, None, None), ("b", 2, 5, 1, 3))


def test_path_of_one_place_is_empty():
    assert path([None, (1, 2), None]) == ""
    assert path([(1, 2), (3, 4), None, (5, 6)]) == "M1 2L3 4M5 6"


def test_figure_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="no figure"):
        drawn([1, float("nan")])
