"""A figure over time: a line that stops where there is no figure, the target, what was done and when, a forecast."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from motcua.kernel.charts.describing import describe_series
from motcua.kernel.charts.facts import SeriesFacts, Spot, spot_of
from motcua.kernel.charts.linework import LinePicture, Mark, Point, Series, picture
from motcua.kernel.charts.numbers import Number, Say, exact, plain
from motcua.kernel.charts.scales import Canvas, said_ticks
from motcua.kernel.charts.tables import Column, Label, Table, Value
from motcua.kernel.sentences import Sentence, gettext_noop

WIDE, SLIM = Canvas(640, 250, 15), Canvas(340, 220, 14)


class Trend(NamedTuple):
    """`cut` is where the axis begins, "" at zero; the macro says it in words."""

    wide: LinePicture
    slim: LinePicture
    facts: SeriesFacts
    table: Table
    cut: str
    linked: bool


def trend(
    points: Iterable[Point],
    *,
    name: Label,
    target: Number | None = None,
    marks: Iterable[Mark] = (),
    forecast: int = 0,
    say: Say = plain,
) -> Trend:
    """`name` is what is measured; the last `forecast` points are not yet known and are drawn dashed."""
    kept = tuple(points)
    series = Series(
        points=kept,
        known=len(kept) - forecast,
        target=None if target is None else float(exact(target)),
        marks=tuple(sorted(marks, key=lambda mark: mark.at)),
        levels=tuple(said_ticks(*_bounds(kept, target), say)),
        say=say,
    )
    known, expected = kept[: series.known], kept[series.known :]
    facts = describe_series([str(p.label) for p in known], [p.value for p in known], say=say, target=target)
    begin, cut = series.levels[0]
    return Trend(
        wide=picture(series, WIDE),
        slim=picture(series, SLIM),
        facts=facts._replace(forecast=_expectation(expected, say)),
        table=_table(kept, name, target, say),
        cut=cut if begin else "",
        linked=any(mark.href for mark in series.marks),
    )


def _bounds(points: Sequence[Point], target: Number | None) -> tuple[float, float]:
    told = [number for point in points for number in (point.value, point.low, point.high)]
    seen = [float(exact(number)) for number in (*told, target) if number is not None]
    return (min(seen), max(seen)) if seen else (0.0, 1.0)


def _expectation(points: Sequence[Point], say: Say) -> tuple[Spot, Spot | None, Spot | None] | None:
    """The last point of the forecast and its interval."""
    for point in reversed(points):
        if point.value is not None:
            low, high = (
                None if bound is None else spot_of(point.label, bound, say)
                for bound in (point.low, point.high)
            )
            return spot_of(point.label, point.value, say), low, high
    return None


def _table(points: Sequence[Point], name: Label, target: Number | None, say: Say) -> Table:
    columns = [Column(Sentence(gettext_noop("Reporting period"))), Column(name, say)]
    rows: list[tuple[Value, ...]] = [(point.label, point.value) for point in points]
    if target is not None:
        columns.append(Column(Sentence(gettext_noop("Target")), say))
        rows = [(*row, target) for row in rows]
    if any(point.low is not None or point.high is not None for point in points):
        columns.append(Column(Sentence(gettext_noop("At least")), say))
        columns.append(Column(Sentence(gettext_noop("At most")), say))
        rows = [(*row, point.low, point.high) for row, point in zip(rows, points, strict=True)]
    return Table(tuple(columns), tuple(rows))
