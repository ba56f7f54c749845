"""What a chart shows, as data and as sentences: the same source for its description and for captions.

Sentences are told in English here and in the reader's language by `str()`.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from motcua.kernel.charts.numbers import Number, Say, exact, is_something, share, short, whole
from motcua.kernel.charts.tables import Label
from motcua.kernel.sentences import Sentence, gettext_noop


class Spot(NamedTuple):
    """One figure of a chart, by its label."""

    label: str
    value: Fraction
    text: str


class Run(NamedTuple):
    """The figure has moved one way `times` in a row since `label`."""

    label: str
    falls: bool
    times: int


class Crossing(NamedTuple):
    """At `label` the figure came to stand at or above the target, or below it."""

    label: str
    above: bool


class SeriesFacts(NamedTuple):
    first: Spot | None
    last: Spot | None
    highest: Spot | None
    lowest: Spot | None
    change: Fraction
    change_text: str
    run: Run | None
    target: Spot | None
    crossings: tuple[Crossing, ...]
    missing: int
    forecast: tuple[Spot, Spot | None, Spot | None] | None = None

    def sentences(self) -> tuple[Sentence, ...]:
        told = [*self._course(), *self._against_target()]
        if self.missing:
            told.append(_s(gettext_noop("Periods without a figure: %(count)s."), count=self.missing))
        if self.forecast:
            told.append(self._expected(*self.forecast))
        return tuple(told)

    def _course(self) -> list[Sentence]:
        if not (self.first and self.last and self.highest and self.lowest):
            return [_s(gettext_noop("There is no figure yet."))]
        if self.first.label == self.last.label:
            return [_s(gettext_noop("%(label)s: %(value)s."), label=self.last.label, value=self.last.text)]
        return [
            _s(
                gettext_noop("From %(first)s in %(from)s to %(last)s in %(to)s: %(change)s."),
                **{"first": self.first.text, "from": self.first.label},
                last=self.last.text,
                to=self.last.label,
                change=self.change_text,
            ),
            _s(
                gettext_noop("Highest in %(high)s: %(most)s; lowest in %(low)s: %(least)s."),
                high=self.highest.label,
                most=self.highest.text,
                low=self.lowest.label,
                least=self.lowest.text,
            ),
        ]

    def _against_target(self) -> list[Sentence]:
        if not self.target or not self.last:
            return []
        if self.crossings:
            last, target = self.crossings[-1], self.target.text
            if last.above:
                message = gettext_noop("At the target (%(target)s) or above since %(label)s.")
            else:
                message = gettext_noop("Below the target (%(target)s) since %(label)s.")
            return [_s(message, target=target, label=last.label)]
        if self.last.value < self.target.value:
            return [_s(gettext_noop("Always below the target (%(target)s)."), target=self.target.text)]
        return [_s(gettext_noop("Always at the target (%(target)s) or above."), target=self.target.text)]

    @staticmethod
    def _expected(expected: Spot, low: Spot | None, high: Spot | None) -> Sentence:
        if low and high:
            return _s(
                gettext_noop("Forecast for %(label)s: %(value)s, between %(low)s and %(high)s."),
                label=expected.label,
                value=expected.text,
                low=low.text,
                high=high.text,
            )
        return _s(
            gettext_noop("Forecast for %(label)s: %(value)s."), label=expected.label, value=expected.text
        )


class LossFacts(NamedTuple):
    reached: Spot
    maximum: Spot
    lost: Spot
    leading: tuple[Spot, ...]
    leading_share: Fraction
    below_mean: tuple[str, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        told = [
            _s(
                gettext_noop("%(reached)s of %(maximum)s points reached, %(lost)s lost."),
                reached=self.reached.text,
                maximum=short(self.maximum.text),
                lost=self.lost.text,
            )
        ]
        if self.leading:
            told.append(
                _s(
                    gettext_noop("%(share)s of the loss: %(names)s."),
                    share=share(self.leading_share, 0),
                    names=_listed(self.leading),
                )
            )
        if self.below_mean:
            told.append(
                _s(gettext_noop("Below the mean of peers: %(names)s."), names="; ".join(self.below_mean))
            )
        return tuple(told)


class WorstCell(NamedTuple):
    row: Label
    column: Label
    value: Number
    text: str
    href: str
    step: int


class HeatFacts(NamedTuple):
    worst: tuple[WorstCell, ...]
    blank: int
    cells: int

    def sentences(self) -> tuple[Sentence, ...]:
        told = []
        if self.worst:
            names = "; ".join(f"{cell.row}, {cell.column}: {cell.text}" for cell in self.worst)
            told.append(_s(gettext_noop("Lowest: %(names)s."), names=names))
        if self.blank:
            told.append(_s(gettext_noop("Cells without a figure: %(count)s."), count=self.blank))
        return tuple(told)


class TimelinessFacts(NamedTuple):
    total: int
    on_time: int
    late: int
    share_on_time: Fraction | None
    hidden: int

    def sentences(self) -> tuple[Sentence, ...]:
        told = []
        if self.share_on_time is not None:
            told.append(
                _s(
                    gettext_noop("On time: %(on_time)s (%(share)s); late: %(late)s (%(rest)s)."),
                    on_time=whole(self.on_time),
                    share=share(self.share_on_time),
                    late=whole(self.late),
                    rest=share(1 - self.share_on_time),
                )
            )
        if self.hidden:
            told.append(_s(gettext_noop("Counts too small to be shown: %(count)s."), count=self.hidden))
        return tuple(told) or (_s(gettext_noop("There is no figure yet.")),)


class StripFacts(NamedTuple):
    over: tuple[str, ...]
    slowest: Spot | None
    few: tuple[str, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        told = []
        if self.slowest:
            told.append(
                _s(
                    gettext_noop("Slowest for one in ten: %(label)s, %(value)s or more."),
                    label=self.slowest.label,
                    value=self.slowest.text,
                )
            )
        if self.over:
            told.append(_s(gettext_noop("Over the limit: %(names)s."), names="; ".join(self.over)))
        if self.few:
            told.append(_s(gettext_noop("Too few to conclude: %(names)s."), names="; ".join(self.few)))
        return tuple(told) or (_s(gettext_noop("There is no figure yet.")),)


class SplitFacts(NamedTuple):
    total: Fraction
    total_text: str
    raises: Spot | None
    lowers: Spot | None

    def sentences(self) -> tuple[Sentence, ...]:
        told = [_s(gettext_noop("Together: %(total)s."), total=self.total_text)]
        for spot, message in (
            (self.raises, gettext_noop("Adds most: %(label)s (%(value)s).")),
            (self.lowers, gettext_noop("Takes away most: %(label)s (%(value)s).")),
        ):
            if spot:
                told.append(_s(message, label=spot.label, value=spot.text))
        return tuple(told)


def spot_of(label: object, value: Number, say: Say) -> Spot:
    number = exact(value)
    return Spot(str(label), number, say(number))


def _listed(spots: Sequence[Spot]) -> str:
    return "; ".join(f"{spot.label} ({less(spot.text)})" for spot in spots)


def less(text: str) -> str:
    """A loss with its sign: `7,7` → `−7,7`, and a gain `−1,2` → `+1,2`; nothing has none."""
    if not is_something(text):
        return text
    return f"+{text[1:]}" if text[0] == "\u2212" else f"\u2212{text}"


def _s(message: str, **params: object) -> Sentence:
    return Sentence(message, {name: str(value) for name, value in params.items()})
