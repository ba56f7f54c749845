"""The drawing of a trend at one width."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from motcua.kernel.charts.numbers import Number, Say, exact, tidy
from motcua.kernel.charts.scales import Canvas, Scale, fitted, thinned, width_of
from motcua.kernel.charts.tables import Label

FLAG_ROW = 24  # units: a link needs that much
GOAL_WORDS = 75  # about the width of “target” in either language
Place = tuple[float, float]


class Point(NamedTuple):
    """`low` and `high` are the interval of a forecast."""

    label: Label
    value: Number | None
    low: Number | None = None
    high: Number | None = None


class Mark(NamedTuple):
    """Something was done: `at` counts points from 0, so 2.5 is half way between the third and the fourth."""

    at: float
    label: Label
    href: str = ""


class Series(NamedTuple):
    """What is drawn: `known` points and then the forecast, between the first and the last of `levels`."""

    points: tuple[Point, ...]
    known: int
    target: float | None
    marks: tuple[Mark, ...]
    levels: tuple[tuple[float, str], ...]
    say: Say


class Tick(NamedTuple):
    place: float
    text: str


class Flag(NamedTuple):
    """A mark's line at `x`, from `top` down, and its words in a box of their own."""

    x: float
    top: float
    left: float
    width: float
    text: str
    href: str


class Goal(NamedTuple):
    """The target's line; its words stand at an end of it, above or below, where they hide least of the data."""

    y: float
    text_x: float
    text_y: float
    anchor: str
    text: str


class Ending(NamedTuple):
    """The last figure and the forecast's end, written beside their points."""

    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    text: str
    expected: bool


class LinePicture(NamedTuple):
    """`left`, `right`, `top`, `bottom` bound the plot; `line`, `expected`, `band` are paths, "" where there is none."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    line: str
    expected: str
    band: str
    dots: tuple[Place, ...]
    endings: tuple[Ending, ...]
    goal: Goal | None
    flags: tuple[Flag, ...]


def picture(series: Series, canvas: Canvas) -> LinePicture:
    width, height, size = canvas
    labels = [str(point.label) for point in series.points]
    widths = [width_of(label, size) for label in labels]
    left = max([width_of(text, size) for _level, text in series.levels] + [w / 2 for w in widths[:1]]) + 8
    right = width - max([_last_room(series, size), *(w / 2 + 2 for w in widths[-1:])])
    across = Scale(0, max(1, len(labels) - 1), left, right)
    flags, rows = _flags(series.marks, across, canvas)
    top, bottom = 16 + rows * FLAG_ROW, height - 28
    down = Scale(series.levels[0][0], series.levels[-1][0], bottom, top)
    places = [_place(n, point.value, across, down) for n, point in enumerate(series.points)]
    known = places[: series.known]
    return LinePicture(
        width=width,
        height=height,
        left=tidy(left),
        right=tidy(right),
        top=top,
        bottom=bottom,
        levels=tuple(Tick(tidy(down.at(level)), text) for level, text in series.levels),
        periods=tuple(
            Tick(tidy(across.at(n)), labels[n]) for n in thinned(widths, (right - left) / across.high)
        ),
        line=path(known),
        expected=path(_joined(places, series.known)),
        band=_band(series, across, down, places),
        dots=_lonely(known),
        endings=_endings(series, places),
        goal=_goal(series, places, down, Scale(0, 1, left, right)),
        flags=flags,
    )


def path(places: Sequence[Place | None]) -> str:
    """A line through the places, begun anew after each gap; a single place between gaps draws nothing."""
    drawn, pen = [], ""
    for before, place in zip([None, *places], places, strict=False):
        if place:
            pen = "L" if before else "M"
            drawn.append(f"{pen}{place[0]} {place[1]}")
    return "".join(drawn) if pen and "L" in "".join(drawn) else ""


def _place(number: int, value: Number | None, across: Scale, down: Scale) -> Place | None:
    return None if value is None else (tidy(across.at(number)), tidy(down.at(float(exact(value)))))


def _joined(places: Sequence[Place | None], known: int) -> list[Place | None]:
    """The forecast begins at the last known point, if there is one."""
    last = [place for place in places[:known] if place][-1:]
    return [*last, *places[known:]] if places[known:] else []


def _band(series: Series, across: Scale, down: Scale, places: Sequence[Place | None]) -> str:
    """The closed area between the bounds, opening from the last known point."""
    lows: list[Place] = []
    highs: list[Place] = []
    for number in range(series.known, len(series.points)):
        point = series.points[number]
        low, high = (_place(number, bound, across, down) for bound in (point.low, point.high))
        if low and high:
            lows.append(low)
            highs.append(high)
    if not lows:
        return ""
    start = [place for place in places[: series.known] if place][-1:]
    return path([*start, *highs, *reversed(lows)]) + "Z"


def _lonely(places: Sequence[Place | None]) -> tuple[Place, ...]:
    """Points without a neighbour: a line alone would not show them."""
    around = [None, *places, None]
    return tuple(
        place
        for before, place, after in zip(around, places, around[2:], strict=False)
        if place and not before and not after
    )


def _last_room(series: Series, size: float) -> float:
    """What the last figure needs to the right of its point."""
    if series.points and (value := series.points[-1].value) is not None:
        return width_of(series.say(exact(value)), size) * 1.08 + 14
    return 14


def _endings(series: Series, places: Sequence[Place | None]) -> tuple[Ending, ...]:
    """The last known figure, above its point where more follows; the forecast's last."""
    spans = [(0, series.known, False), (series.known, len(places), True)]
    found = []
    for start, end, expected in spans:
        for number in range(end - 1, start - 1, -1):
            place, value = places[number], series.points[number].value
            if place and value is not None:
                found.append(_ending(place, series.say(exact(value)), number == len(places) - 1, expected))
                break
    return tuple(found)


def _ending(place: Place, text: str, is_last: bool, expected: bool) -> Ending:  # noqa: FBT001 -- two facts of a place
    x, y = place
    if is_last:
        return Ending(x, y, tidy(x + 9), tidy(y + 5), "start", text, expected)
    return Ending(x, y, x, tidy(y - 11), "middle", text, expected)


def _goal(series: Series, places: Sequence[Place | None], down: Scale, plot: Scale) -> Goal | None:
    if series.target is None:
        return None
    y, text = tidy(down.at(series.target)), series.say(exact(series.target))
    room = GOAL_WORDS + width_of(text, 15)
    line = list(_along(places))
    ends = ((plot.start, plot.start + room, "start"), (plot.end - room, plot.end, "end"))
    candidates = [
        (sum(begin <= px <= end and abs(py - (y + middle)) < 13 for px, py in line), anchor, middle)
        for begin, end, anchor in ends
        for middle in (-11.0, 11.0)
    ]
    _hidden, anchor, middle = min(candidates, key=lambda candidate: candidate[0])
    text_x = tidy(plot.start + 4 if anchor == "start" else plot.end)
    return Goal(y, text_x, tidy(y - 6 if middle < 0 else y + 17), anchor, text)


def _along(places: Sequence[Place | None]) -> Iterator[Place]:
    """Places along the line, closely enough to see what it passes."""
    for before, place in pairwise(places):
        if before and place:
            for part in (0, 0.25, 0.5, 0.75, 1):
                yield before[0] + part * (place[0] - before[0]), before[1] + part * (place[1] - before[1])


def _flags(marks: Sequence[Mark], across: Scale, canvas: Canvas) -> tuple[tuple[Flag, ...], int]:
    """Each mark's words in the first row where they are free, and how many rows that took."""
    ends: list[float] = []
    flags = []
    for mark in marks:
        text = fitted(str(mark.label), canvas.width * 0.6, canvas.size)
        x, room = tidy(across.at(mark.at)), tidy(width_of(text, canvas.size) + 6)
        left = tidy(x if x + room <= canvas.width else max(0, x - room))
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + room]
        flags.append(Flag(x, row * FLAG_ROW, left, room, text, mark.href))
    return tuple(flags), len(ends)
