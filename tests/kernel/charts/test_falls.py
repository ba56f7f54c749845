import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import charts

LOSSES = st.lists(st.decimals(-3, 12, places=1), max_size=7)


def fallen(losses, **options):
    return charts.waterfall(100, [charts.Step(f"G{n}", loss) for n, loss in enumerate(losses)], **options)


@given(LOSSES)
def test_each_block_hangs_where_the_one_before_ended(losses):
    picture = fallen(losses).wide
    for before, block in zip(picture.blocks, picture.blocks[1:], strict=False):
        if block.kind == "gain":
            assert block.y + block.height == pytest.approx(before.level, abs=1.1)
        else:
            assert block.y == pytest.approx(before.level, abs=0.11)


@given(LOSSES)
def test_axis_is_cut_below_everything_and_said(losses):
    figure = fallen(losses)
    assert all(block.y + block.height <= figure.wide.base + 1 for block in figure.wide.blocks)
    assert float(figure.cut or 0) < 100 - sum(float(loss) for loss in losses if loss > 0) + 1e-9


@given(LOSSES)
def test_rows_of_the_narrow_drawing_stay_inside(losses):
    picture = fallen(losses).slim
    for block in picture.blocks:
        assert block.x >= 0
        assert block.x + block.width <= picture.width
        assert block.y + block.height <= picture.height


def test_losses_fall_the_greatest_first_with_their_sign():
    figure = fallen([1.1, 7.7, -0.5])
    assert [block.text for block in figure.wide.blocks] == ["100", "\u22127,7", "\u22121,1", "+0,5", "91,7"]
    assert [block.kind for block in figure.slim.blocks] == ["maximum", "loss", "loss", "gain", "score"]
    assert [row[2] for row in figure.table.rows] == [
        pytest.approx(92.3),
        pytest.approx(91.2),
        pytest.approx(91.7),
    ]


@pytest.mark.parametrize(
    ("losses", "cut"), [([20.1], "60"), ([5], "90"), ([50], "20"), ([90], ""), ([], "90")]
)
def test_cut_is_round_and_leaves_room_for_the_score(losses, cut):
    assert fallen(losses).cut == cut


def test_all_lost_and_more_than_all_is_still_drawn():
    for maximum, loss in ((100, 100), (100, 120), (0, 0)):
        figure = charts.waterfall(maximum, [charts.Step("a", loss)])
        assert all(block.height >= 1 for block in figure.wide.blocks)
        assert all(block.y + block.height <= figure.wide.base + 1 for block in figure.wide.blocks)


def test_many_steps_are_drawn_as_rows_everywhere():
    assert fallen([1] * 8).wide is None
    assert len(fallen([1] * 8).slim.blocks) == 10


def test_links_are_known_to_the_whole_figure():
    assert charts.waterfall(100, [charts.Step("a", 1, "/x/")]).linked
    assert not fallen([1]).linked
