from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.kernel import charts
from motcua.kernel.charts.scales import Scale, fitted, folded, said_ticks, thinned, ticks, width_of

FIGURES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(FIGURES, FIGURES, st.integers(2, 7))
def test_ticks_enclose_the_interval_in_even_round_steps(one, other, most):
    low, high = sorted((one, other))
    found = ticks(low, high, most)
    assert 2 <= len(found) <= most + 1
    assert found[0] <= low + 1e-6
    assert found[-1] >= high - 1e-6
    steps = {round(after - before, 9) for before, after in zip(found, found[1:], strict=False)}
    assert len(steps) == 1
    assert f"{steps.pop():e}"[0] in "125"


@given(FIGURES, st.floats(0, 1))
def test_ticks_never_read_the_same(low, width):
    assume(width == 0 or width > 1e-6)
    texts = [text for _value, text in said_ticks(low, low + width, charts.plain)]
    assert len(texts) == len(set(texts)) or len(texts) <= 3


def test_ticks_drop_decimals_that_say_nothing():
    assert said_ticks(77.2, 86, charts.plain) == [(75, "75"), (80, "80"), (85, "85"), (90, "90")]
    assert [text for _value, text in said_ticks(0.2, 0.9, charts.share)] == [
        "20%",
        "40%",
        "60%",
        "80%",
        "100%",
    ]


def test_scale_runs_either_way():
    down = Scale(0, 10, 200, 0)
    assert (down.at(0), down.at(10), down.at(2.5)) == (200, 0, 150)


def test_marks_add_no_width():
    assert width_of("ế") == width_of("e")
    assert width_of("e\u0302\u0301") == width_of("e")


@given(st.text("abc đế,.", max_size=60), st.integers(10, 200))
def test_fitted_text_fits(text, room):
    kept = fitted(text, room)
    assert kept == text or kept == "…" or width_of(kept) <= room


def test_folded_text_keeps_its_words_and_ends_in_an_ellipsis_where_there_is_no_room():
    assert folded("Thanh toán trực tuyến", 78) == ("Thanh toán", "trực tuyến")
    assert folded("Công khai, minh bạch", 78) == ("Công khai,", "minh bạch")
    assert folded("một hai ba bốn năm sáu bảy tám chín mười", 40, lines=2)[1].endswith("…")
    assert folded("", 78) == ()


@given(st.lists(st.floats(1, 60), min_size=1, max_size=40), st.floats(5, 80))
def test_thinned_labels_never_touch_and_the_last_is_always_there(widths, pitch):
    kept = thinned(widths, pitch)
    assert kept[-1] == len(widths) - 1
    for before, after in zip(kept, kept[1:], strict=False):
        assert (after - before) * pitch > (widths[before] + widths[after]) / 2
