from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts

GROUPS = st.lists(
    st.integers(1, 30).flatmap(lambda most: st.tuples(st.none() | st.integers(0, most), st.just(most))),
    max_size=8,
)


def per_cent(length):
    return float(length.removesuffix("%"))


@given(GROUPS)
def test_rails_are_as_long_as_the_maximum_and_bars_stay_on_them(groups):
    figure = charts.bar_table(charts.Bar(f"G{n}", reached, most) for n, (reached, most) in enumerate(groups))
    longest = max((most for _reached, most in groups), default=0)
    for row in figure.rows:
        reached, most = groups[int(row.label[1:])]
        assert per_cent(row.rail) == pytest.approx(100 * most / longest, abs=0.06)
        assert (row.bar is None) == (reached is None)
        if row.bar:
            assert per_cent(row.bar) <= per_cent(row.rail)


@given(GROUPS)
def test_greatest_loss_comes_first_and_what_is_not_counted_last(groups):
    figure = charts.bar_table(charts.Bar(f"G{n}", reached, most) for n, (reached, most) in enumerate(groups))
    losses = [row[3] for row in figure.table.rows]
    counted = [loss for loss in losses if loss is not None]
    assert counted == sorted(counted, reverse=True)
    assert losses[: len(counted)] == counted


def test_row_says_points_maximum_loss_and_mean():
    (row,) = charts.bar_table([charts.Bar("Tiến độ", Fraction(123, 10), 20, 16.4, "/x/")]).rows
    assert (row.reached, row.maximum, row.lost, row.mean) == ("12,3", "20", "\u22127,7", "16,4")
    assert (row.bar, row.tick, row.href) == ("61.5%", "82%", "/x/")


@pytest.mark.parametrize(
    ("reached", "tone"),
    [(9, "green"), (8.9, "amber"), (7, "amber"), (6.9, "red"), (0, "red"), (None, "grey")],
)
def test_tone_follows_the_share_reached(reached, tone):
    assert charts.bar_table([charts.Bar("a", reached, 10)]).rows[0].tone == tone


def test_table_leaves_out_the_mean_when_nobody_has_one():
    assert len(charts.bar_table([charts.Bar("a", 1, 2)]).table.columns) == 4
    assert len(charts.bar_table([charts.Bar("a", 1, 2, 1)]).table.columns) == 5
