"""Histogram, strip, split and tiles; the table of figures and its file."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts
from motcua.kernel.bilingual import Text

EDGES = [-10, -5, -2, 0, 2, 5]


def per_cent(length):
    return float(length.removesuffix("%"))


@given(st.lists(st.integers(-20, 20)))
def test_every_value_is_counted_once_and_zero_is_on_time(values):
    bins = charts.binned(values, EDGES)
    facts = charts.histogram(bins).facts
    assert facts.total == len(values)
    assert facts.on_time == sum(value <= 0 for value in values)
    for one in bins:
        low = float("-inf") if one.low is None else one.low
        high = float("inf") if one.high is None else one.high
        assert one.cases == sum(low < value <= high for value in values)


@given(st.lists(st.integers(-20, 20), min_size=1))
def test_bars_are_as_high_as_their_counts(values):
    bins = charts.binned(values, EDGES)
    picture = charts.histogram(bins).wide
    tallest = max(one.cases for one in bins)
    height = max(pile.height for pile in picture.piles)
    for one, pile in zip(bins, picture.piles, strict=True):
        assert pile.height == pytest.approx(height * one.cases / tallest, abs=0.2)
        assert pile.y + pile.height == pytest.approx(picture.base, abs=0.11)
        assert pile.late == (pile.x > picture.zero)


def test_zero_is_always_written_below_its_line():
    for picture in charts.histogram(charts.binned([], range(-60, 61, 3)))[:2]:
        assert (picture.zero, "0") in picture.edges


def test_hidden_count_is_a_star_and_not_a_zero():
    figure = charts.histogram([charts.Bin(None, 0, 12), charts.Bin(0, 5, None), charts.Bin(5, None, 0)])
    assert [pile.text for pile in figure.wide.piles] == ["12", "*", ""]
    assert (figure.facts.hidden, figure.table.rows[1]) == (1, (0, 5, None))
    assert (figure.on_time, figure.late) == ("100,0%", "0,0%")


def test_bin_that_holds_early_and_late_is_refused():
    with pytest.raises(ValueError, match="zero must be an edge"):
        charts.histogram([charts.Bin(-5, 5, 3)])


SPANS = [
    charts.Span("Thẩm định", 2, 6, 5, 230),
    charts.Span("Ký", 1, 2, 5, 200),
    charts.Span("Trả", 1, 2, None, 200),
    charts.Span("Ý kiến", 9, 20, 3, 7),
]


def test_strip_judges_only_what_has_enough_cases():
    figure = charts.strip(SPANS)
    assert [row.state for row in figure.rows] == ["over", "within", "free", "few"]
    assert (figure.facts.over, figure.facts.few) == (("Thẩm định",), ("Ý kiến",))
    assert figure.facts.slowest.label == "Thẩm định"
    assert figure.rows[3].median_at is None


def test_strip_keeps_its_proportions():
    row = charts.strip(SPANS).rows[0]
    assert per_cent(row.p90_at) == pytest.approx(3 * per_cent(row.median_at), abs=0.3)
    assert per_cent(row.median_at) + per_cent(row.between) == pytest.approx(per_cent(row.p90_at), abs=0.11)
    assert per_cent(row.limit_at) < per_cent(row.p90_at) < 100


AMOUNTS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=6)


@given(AMOUNTS)
def test_parts_leave_the_zero_line_to_the_side_of_their_sign(amounts):
    figure = charts.split([charts.Part("a", pair) for pair in amounts], names=("Tỷ lệ", "Cơ cấu"))
    zero = per_cent(figure.zero)
    for pair, row in zip(amounts, figure.rows, strict=True):
        for amount, drawn in zip(pair, row.amounts, strict=True):
            start, length = per_cent(drawn.start), per_cent(drawn.length)
            assert (start + length if amount < 0 else start) == pytest.approx(zero, abs=0.11)
            assert start + length <= 100.11
            assert drawn.text[0] == ("+" if amount > 0 else "\u2212" if amount < 0 else "0")
    assert figure.facts.total == sum(map(sum, amounts))


def test_split_adds_up_by_name_and_in_all():
    figure = charts.split(
        [charts.Part("a", (-2.1, 0.3)), charts.Part("b", (0.6, 0.1))], names=("Tỷ lệ", "Cơ cấu")
    )
    assert (figure.totals, figure.total) == (("\u22121,5", "+0,4"), "\u22121,1")
    assert [row.total for row in figure.rows] == ["\u22121,8", "+0,7"]
    assert (figure.facts.raises.label, figure.facts.lowers.label) == ("b", "a")


def test_part_needs_an_amount_for_each_name():
    with pytest.raises(ValueError, match="2 amounts"):
        charts.split([charts.Part("a", (1,))], names=("Tỷ lệ", "Cơ cấu"))


def test_tile_draws_its_history_and_leaves_gaps_open():
    assert charts.Tile("a", "1", history=(1, 2)).line == "M2 25L118 3"
    assert charts.Tile("a", "1", history=(1, None, 2, 2)).line.count("M") == 2
    assert charts.Tile("a", "1", history=(3, 3)).line == "M2 25L118 25"
    assert charts.Tile("a", "1", history=(1,)).line == charts.Tile("a", "1").line == ""


def test_file_of_the_figures_has_plain_numbers_and_no_formulas():
    table = charts.Table(
        (charts.Column("=Nhóm"), charts.Column("Điểm", charts.plain)),
        (("Tiến độ", Fraction(123, 10)), (Text("@SUM(A1)"), -7), ("\t＋1", None)),
    )
    assert charts.as_csv(table).decode() == "\ufeff'=Nhóm,Điểm\r\nTiến độ,12.3\r\n'@SUM(A1),-7\r\n'\t＋1,\r\n"


def test_table_shows_what_is_missing_as_a_dash():
    table = charts.Table((charts.Column("a"), charts.Column("b", charts.plain)), (("x", None), (3, 0)))
    assert list(table.shown()) == [["x", "–"], ["3", "0,0"]]
    assert table.numbers == (1,)
