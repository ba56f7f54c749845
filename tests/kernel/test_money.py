import pytest

from motcua.kernel.money import vnd


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0 ₫"), (999, "999 ₫"), (1_000, "1.000 ₫"), (1_250_000, "1.250.000 ₫"), (-50_000, "-50.000 ₫")],
)
def test_vnd_groups_by_points_and_never_breaks_before_the_sign(amount, text):
    assert vnd(amount) == text.replace(" ", "\u00a0")
