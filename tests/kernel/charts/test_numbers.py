from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts
from motcua.kernel.charts.numbers import exact, percent_of, rounded, short, tidy
from motcua.web.templating import number, percent

SHARES = st.floats(0, 1).map(lambda value: round(value, 4))


@given(SHARES)
def test_shares_are_written_as_every_page_writes_them(value):
    assert charts.share(value) == percent(value)


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_written_as_every_page_writes_them(value):
    assert charts.whole(value) == number(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.56, "1.234,6"),
        (Fraction(123, 10), "12,3"),
        (Decimal("-7.7"), "\u22127,7"),
        (-0.04, "0,0"),
        (Fraction(-1, 1000), "0,0"),
        (0, "0,0"),
    ],
)
def test_numbers_have_a_comma_dots_and_a_real_minus_but_never_before_zero(value, text):
    assert charts.plain(value) == text


@given(st.integers(0, 10**6), st.integers(1, 1000))
def test_points_and_lost_points_add_up_to_a_whole_maximum_as_written(numerator, denominator):
    reached = Fraction(numerator, denominator)
    maximum = numerator // denominator + 20
    told = [
        int(charts.plain(value).replace(",", "").replace(".", "")) for value in (reached, maximum - reached)
    ]
    assert sum(told) == 10 * maximum


@pytest.mark.parametrize(("value", "text"), [(1.2, "+1,2"), (-1.2, "\u22121,2"), (0.01, "0,0"), (0, "0,0")])
def test_gains_have_a_plus_and_nothing_has_no_sign(value, text):
    assert charts.signed(value, charts.plain) == text


def test_places_chooses_the_decimals():
    assert charts.places(2)(Fraction(2, 3)) == "0,67"


@given(st.decimals(-1000, 1000, places=3))
def test_float_is_the_decimal_that_it_is_written_as(value):
    assert exact(float(value)) == Fraction(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="no figure"):
        exact(value)
    with pytest.raises(ValueError, match="no figure"):
        rounded(value, 2)


def test_short_takes_away_idle_decimals_only():
    assert [short(text) for text in ("20,0", "20,0 điểm", "20,05", "1.000,00", "73,0%")] == [
        "20", "20 điểm", "20,05", "1.000", "73%",
    ]  # fmt: skip


def test_coordinates_are_short_and_shares_of_nothing_are_nothing():
    assert (tidy(12.04), tidy(12.06)) == (12, 12.1)
    assert (percent_of(1, 3), percent_of(1, 0)) == ("33.3%", "0%")
