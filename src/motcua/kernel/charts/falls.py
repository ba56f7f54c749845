"""From the maximum down to the score, one step for each loss."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from motcua.kernel.charts.describing import describe_losses
from motcua.kernel.charts.facts import LossFacts, less
from motcua.kernel.charts.numbers import Number, Say, exact, plain, short, tidy
from motcua.kernel.charts.scales import Scale, fitted, folded
from motcua.kernel.charts.tables import Column, Label, Table
from motcua.kernel.sentences import Sentence, gettext_noop

WIDE, SLIM = 640, 340
COLUMN_HEIGHT, LABELS_HEIGHT, ROW_HEIGHT = 220, 58, 44
FIGURES = 58  # units at the end of a row
MOST_COLUMNS = 9


class Step(NamedTuple):
    """A negative loss is a gain."""

    label: Label
    loss: Number
    href: str = ""


class Fall(NamedTuple):
    """One block. `kind`: maximum, loss, gain or score; the ends have no label: the macro has the words.

    In columns `x`, `y` are the block's upper corner, `text_y` its figure's line and `level` the line to the next block;
    in rows `level` is the x of that line.
    """

    kind: str
    lines: tuple[str, ...]
    href: str
    text: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    text_y: float
    level: float


class FallPicture(NamedTuple):
    width: int
    height: int
    base: float
    blocks: tuple[Fall, ...]

    def folded(self, words: str) -> tuple[str, ...]:
        """Words under a column, in lines that fit."""
        return folded(words, self.width / len(self.blocks) - 2, 14)


class Waterfall(NamedTuple):
    """`wide` is None where there are too many steps for columns; `cut` is where the axis begins, "" at zero."""

    wide: FallPicture | None
    slim: FallPicture
    facts: LossFacts
    table: Table
    cut: str
    linked: bool


class _Block(NamedTuple):
    kind: str
    label: str
    href: str
    text: str
    low: float
    high: float
    after: float


def waterfall(maximum: Number, steps: Iterable[Step], *, say: Say = plain) -> Waterfall:
    """Steps are sorted, the greatest loss first; the score is what they leave of the maximum."""
    kept = sorted(steps, key=lambda step: -exact(step.loss))
    facts = describe_losses([(str(step.label), step.loss) for step in kept], maximum=maximum, say=say)
    blocks = _blocks(maximum, kept, facts, say)
    top = max(block.high for block in blocks) or 1.0
    floor = _floor(min(block.low for block in blocks[1:-1]) if kept else blocks[-1].high, top)
    return Waterfall(
        wide=_columns(blocks, floor, top) if len(blocks) <= MOST_COLUMNS else None,
        slim=_rows(blocks, floor, top),
        facts=facts,
        table=_table(maximum, kept, facts, say),
        cut=short(say(floor)) if floor else "",
        linked=any(step.href for step in kept),
    )


def _floor(lowest: float, top: float) -> float:
    """Where the axis begins: at a tenth of the scale, low enough that the score keeps a third of what is drawn."""
    if lowest <= 0:
        return lowest
    tenth = 10.0 ** math.floor(math.log10(top / 5))
    wished = lowest - max(tenth, top - lowest) / 2
    return max(0.0, wished // tenth * tenth)


def _blocks(maximum: Number, steps: Sequence[Step], facts: LossFacts, say: Say) -> list[_Block]:
    level = exact(maximum)
    blocks = [_Block("maximum", "", "", short(facts.maximum.text), 0, float(level), float(level))]
    for step in steps:
        loss = exact(step.loss)
        after = level - loss
        low, high = sorted((float(level), float(after)))
        kind = "gain" if loss < 0 else "loss"
        blocks.append(_Block(kind, str(step.label), step.href, less(say(loss)), low, high, float(after)))
        level = after
    return [*blocks, _Block("score", "", "", facts.reached.text, 0, float(level), float(level))]


def _columns(blocks: Sequence[_Block], floor: float, top: float) -> FallPicture:
    pitch = WIDE / len(blocks)
    thick = min(64.0, pitch * 0.78)
    down = Scale(floor, top, COLUMN_HEIGHT, 24)
    drawn = []
    for number, block in enumerate(blocks):
        middle = pitch * (number + 0.5)
        y, bottom = down.at(block.high), down.at(max(block.low, floor))
        beside = y - 7 if block.kind != "loss" else min(bottom + 17, COLUMN_HEIGHT + 0.0)
        drawn.append(
            Fall(
                kind=block.kind,
                lines=folded(block.label, pitch - 2, 14),
                href=block.href,
                text=block.text,
                x=tidy(middle - thick / 2),
                y=tidy(y),
                width=tidy(thick),
                height=tidy(max(1.0, bottom - y)),
                middle=tidy(middle),
                text_y=tidy(beside),
                level=tidy(down.at(block.after)),
            )
        )
    return FallPicture(WIDE, COLUMN_HEIGHT + LABELS_HEIGHT, COLUMN_HEIGHT, tuple(drawn))


def _rows(blocks: Sequence[_Block], floor: float, top: float) -> FallPicture:
    across = Scale(floor, top, 0, SLIM - FIGURES)
    drawn = []
    for number, block in enumerate(blocks):
        x, end = across.at(max(block.low, floor)), across.at(block.high)
        y = number * ROW_HEIGHT
        drawn.append(
            Fall(
                kind=block.kind,
                lines=(fitted(block.label, SLIM),) if block.label else (),
                href=block.href,
                text=block.text,
                x=tidy(x),
                y=y + 21,
                width=tidy(max(1.0, end - x)),
                height=16,
                middle=0,
                text_y=y + 34,
                level=tidy(across.at(block.after)),
            )
        )
    return FallPicture(SLIM, len(blocks) * ROW_HEIGHT, 0, tuple(drawn))


def _table(maximum: Number, steps: Sequence[Step], facts: LossFacts, say: Say) -> Table:
    columns = (
        Column(Sentence(gettext_noop("Group"))),
        Column(Sentence(gettext_noop("Points lost")), say),
        Column(Sentence(gettext_noop("Points left")), say),
    )
    left, rows = exact(maximum), []
    for step in steps:
        left -= exact(step.loss)
        rows.append((step.label, step.loss, left))
    return Table(columns, tuple(rows))
