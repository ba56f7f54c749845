"""Points reached by group: a bar on a rail as long as the group's maximum, worst loss first."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from motcua.kernel.charts.describing import describe_losses
from motcua.kernel.charts.facts import LossFacts, less
from motcua.kernel.charts.numbers import Number, Say, exact, percent_of, plain, short
from motcua.kernel.charts.tables import NOTHING, Column, Label, Table
from motcua.kernel.sentences import Sentence, gettext_noop


class Bar(NamedTuple):
    """`mean` is the peers'; `reached` is None where the group is not counted."""

    label: Label
    reached: Number | None
    maximum: Number
    mean: Number | None = None
    href: str = ""


class BarRow(NamedTuple):
    """`rail`, `bar`, `tick` are lengths and a place in a box of 100%; None is not drawn."""

    label: Label
    href: str
    rail: str
    bar: str | None
    tick: str | None
    reached: str
    maximum: str
    mean: str
    lost: str
    tone: str


class BarTable(NamedTuple):
    rows: tuple[BarRow, ...]
    facts: LossFacts
    table: Table

    @property
    def has_means(self) -> bool:
        return any(row.tick for row in self.rows)


def bar_table(bars: Iterable[Bar], *, say: Say = plain, limits: tuple[float, float] = (0.7, 0.9)) -> BarTable:
    """Sorted by points lost; equal losses keep their order, groups that are not counted come last."""
    sorted_bars = sorted(bars, key=_order)
    longest = max((float(bar.maximum) for bar in sorted_bars), default=0.0)
    counted = [(bar, exact(bar.reached)) for bar in sorted_bars if bar.reached is not None]
    facts = describe_losses(
        [(str(bar.label), exact(bar.maximum) - reached) for bar, reached in counted],
        maximum=sum((exact(bar.maximum) for bar, _reached in counted), start=Fraction()),
        say=say,
        below_mean=[
            str(bar.label) for bar, reached in counted if bar.mean is not None and reached < exact(bar.mean)
        ],
    )
    rows = tuple(_row(bar, longest, say, limits) for bar in sorted_bars)
    return BarTable(rows, facts, _table(sorted_bars, say))


def lost(bar: Bar) -> Fraction | None:
    return None if bar.reached is None else exact(bar.maximum) - exact(bar.reached)


def _order(bar: Bar) -> tuple[bool, Fraction]:
    loss = lost(bar)
    return loss is None, -(loss or Fraction())


def _row(bar: Bar, longest: float, say: Say, limits: tuple[float, float]) -> BarRow:
    loss = lost(bar)
    return BarRow(
        label=bar.label,
        href=bar.href,
        rail=percent_of(float(bar.maximum), longest),
        bar=None if bar.reached is None else percent_of(max(0.0, float(bar.reached)), longest),
        tick=None if bar.mean is None else percent_of(float(bar.mean), longest),
        reached=NOTHING if bar.reached is None else say(exact(bar.reached)),
        maximum=short(say(exact(bar.maximum))),
        mean="" if bar.mean is None else say(exact(bar.mean)),
        lost=NOTHING if loss is None else less(say(loss)),
        tone=_tone(bar, limits),
    )


def _tone(bar: Bar, limits: tuple[float, float]) -> str:
    if bar.reached is None:
        return "grey"
    reached, (low, high) = float(bar.reached) / (float(bar.maximum) or 1.0), limits
    return "green" if reached >= high else "amber" if reached >= low else "red"


def _table(bars: Sequence[Bar], say: Say) -> Table:
    columns = (
        Column(Sentence(gettext_noop("Group"))),
        Column(Sentence(gettext_noop("Points reached")), say),
        Column(Sentence(gettext_noop("Maximum points")), say),
        Column(Sentence(gettext_noop("Points lost")), say),
        Column(Sentence(gettext_noop("Mean of peers")), say),
    )
    rows = tuple((bar.label, bar.reached, bar.maximum, lost(bar), bar.mean) for bar in bars)
    if all(bar.mean is None for bar in bars):
        return Table(columns[:-1], tuple(row[:-1] for row in rows))
    return Table(columns, rows)
