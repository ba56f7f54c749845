"""The drawing of a trend at one width."""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.kernel.charts.numbers import Number, Say, exact, tidy
from motcua.kernel.charts.scales import Scale, fitted, thinned, width_of
from motcua.kernel.charts.tables import Label

FLAG_ROW = 24  # units: a link needs that much
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
    y: float
    text_y: float
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


def picture(series: Series, width: int, height: int) -> LinePicture:
    labels = [str(point.label) for point in series.points]
    widths = [width_of(label) for label in labels]
    left = max([width_of(text) for _level, text in series.levels] + [w / 2 for w in widths[:1]]) + 8
    right = width - max([_last_room(series), *(w / 2 + 2 for w in widths[-1:])])
    across = Scale(0, max(1, len(labels) - 1), left, right)
    flags, rows = _flags(series.marks, across, width)
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
        goal=_goal(series, known, down),
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


def _last_room(series: Series) -> float:
    """What the last figure needs to the right of its point."""
    if series.points and (value := series.points[-1].value) is not None:
        return width_of(series.say(exact(value))) * 1.08 + 14
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


def _goal(series: Series, known: Sequence[Place | None], down: Scale) -> Goal | None:
    """The target's line; its words stand at the left, on the side where the line's beginning is not."""
    if series.target is None:
        return None
    y = tidy(down.at(series.target))
    early = [place[1] for place in known[: max(2, len(known) // 3)] if place]
    above = sum(1 if place >= y else -1 for place in early) >= 0
    return Goal(y, tidy(y - 6 if above else y + 17), series.say(exact(series.target)))


def _flags(marks: Sequence[Mark], across: Scale, width: int) -> tuple[tuple[Flag, ...], int]:
    """Each mark's words in the first row where they are free, and how many rows that took."""
    ends: list[float] = []
    flags = []
    for mark in marks:
        text = fitted(str(mark.label), width * 0.6)
        x, room = tidy(across.at(mark.at)), tidy(width_of(text) + 6)
        left = tidy(x if x + room <= width else max(0, x - room))
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + room]
        flags.append(Flag(x, row * FLAG_ROW, left, room, text, mark.href))
    return tuple(flags), len(ends)
