"""Headline figures: one number, what it is, how it is counted, and the list behind it."""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.kernel.charts.linework import path
from motcua.kernel.charts.numbers import Number, exact, tidy
from motcua.kernel.charts.scales import Scale
from motcua.kernel.charts.tables import Label

WIDTH, HEIGHT = 120, 28


class Tile(NamedTuple):
    """`value` is written already. `facts` are names and texts: the formula, the source, the moment of the data.
    `history` is drawn as a little line without a scale; `href` opens the list behind the figure.
    """

    label: Label
    value: str
    note: Label = ""
    tag: Label = ""
    tone: str = "grey"
    href: str = ""
    facts: Sequence[tuple[Label, Label]] = ()
    history: Sequence[Number | None] = ()

    @property
    def line(self) -> str:
        """The history as a path in a box of 120 by 28; "" where there is nothing to draw."""
        told = [float(exact(value)) for value in self.history if value is not None]
        if len(told) < 2:
            return ""
        low, high = min(told), max(told)
        across = Scale(0, len(self.history) - 1, 2, WIDTH - 2)
        down = Scale(low, high if high > low else low + 1, HEIGHT - 3, 3)
        return path(
            [
                None if value is None else (tidy(across.at(n)), tidy(down.at(float(value))))
                for n, value in enumerate(self.history)
            ]
        )
