import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.timeline import FREE, least_over, sums_up_to

CELLS = 20
RANGES = st.lists(
    st.tuples(st.integers(0, CELLS), st.integers(0, CELLS), st.integers(0, 9)).filter(lambda r: r[0] <= r[1]),
    max_size=12,
)


def columns(rows):
    return np.array(rows, np.int64).reshape(-1, 3).T


@given(RANGES)
def test_the_least_value_over_a_cell_is_that_of_the_ranges_that_cover_it(ranges):
    expected = [
        min((value for first, last, value in ranges if first <= cell < last), default=FREE)
        for cell in range(CELLS)
    ]
    assert least_over(*columns(ranges), CELLS).tolist() == expected


@given(
    st.lists(
        st.tuples(st.integers(0, 9) | st.just(FREE), st.integers(0, 50)), min_size=CELLS, max_size=CELLS
    ),
    RANGES,
)
def test_the_sum_up_to_a_value_is_that_of_the_cells_one_by_one(cells, questions):
    values, weights = (np.array(each, np.int64) for each in zip(*cells, strict=True))
    expected = [
        sum(weight for value, weight in cells[first:last] if value <= most) for first, last, most in questions
    ]
    assert sums_up_to(values, weights, *columns(questions)).tolist() == expected


def test_nothing_asked_is_nothing_answered():
    none = np.array([], np.int64)
    assert sums_up_to(none, none, none, none, none).size == 0
    assert least_over(none, none, none, 2).tolist() == [FREE, FREE]
