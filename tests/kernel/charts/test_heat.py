from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts

ROWS = st.lists(st.lists(st.none() | st.floats(0, 1), min_size=3, max_size=3), max_size=6)


def heated(rows, **options):
    heads = [charts.Head(f"C{n}") for n in range(3)]
    return charts.heat_table(
        heads,
        [charts.HeatRow(f"R{n}", [charts.Cell(value) for value in row]) for n, row in enumerate(rows)],
        **options,
    )


@given(ROWS)
def test_cells_that_read_the_same_have_the_same_colour(rows):
    colours = {}
    for row in heated(rows).rows:
        for cell in row.cells:
            assert colours.setdefault(cell.text, cell.step) == cell.step


@given(ROWS)
def test_higher_figures_never_have_a_lower_step(rows):
    cells = sorted(
        (value, cell.step)
        for row, drawn in zip(rows, heated(rows).rows, strict=True)
        for value, cell in zip(row, drawn.cells, strict=True)
        if value is not None
    )
    assert [step for _value, step in cells] == sorted(step for _value, step in cells)


@given(ROWS)
def test_worst_cells_are_the_five_lowest(rows):
    facts = heated(rows).facts
    told = sorted(value for row in rows for value in row if value is not None)
    assert [cell.value for cell in facts.worst] == told[:5]
    assert facts.blank == sum(value is None for row in rows for value in row)


@pytest.mark.parametrize("value", [0.8, Fraction(4, 5), Fraction(7999, 10000)])
def test_bound_belongs_to_the_step_above_it(value):
    (row,) = heated([[value, None, 0]]).rows
    assert [(cell.step, cell.text) for cell in row.cells] == [(5, "80%"), (0, "–"), (1, "0%")]


def test_legend_writes_the_bounds_of_all_seven_steps():
    legend = heated([]).legend
    assert legend[0] == (1, "", "50%")
    assert legend[3] == (4, "70%", "80%")
    assert legend[6] == (7, "95%", "")


@pytest.mark.parametrize("edges", [(0.5,), (0.9, 0.8, 0.7, 0.6, 0.5, 0.4), (1, 1, 2, 3, 4, 5)])
def test_bounds_must_be_six_and_rise(edges):
    with pytest.raises(ValueError, match="six rising"):
        heated([], edges=edges)


def test_other_scales_choose_their_own_bounds_and_words():
    (row,) = heated([[1.04, 2.26, 9]], edges=(1, 2, 3, 4, 5, 6), digits=1, say=charts.plain).rows
    assert [(cell.step, cell.text) for cell in row.cells] == [(2, "1,0"), (3, "2,3"), (7, "9,0")]


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="no figure"):
        heated([[float("nan"), 0, 0]])
