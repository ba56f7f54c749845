"""The map of a process from top to bottom: the steps as boxes, the ways between them, in whole units of a picture."""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.bottlenecks.rules.diagnosis.model import FlowFigures, Key, StepFigures

WIDTH, BOX, HEIGHT, GAP, LEFT, TOP = 376, 244, 46, 38, 66, 6
_THICKEST = 7.0
_LETTERS = 27
_LEAST_SHARE = 2
"""Percent of the most frequent way: rarer ones stand in the table only."""


class Node(NamedTuple):
    """A box. `slow`: its median wait alone is longer than its limit; `worst`: the step of the conclusion."""

    step: StepFigures
    x: int
    y: int
    width: int
    height: int
    slow: bool
    worst: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


class Link(NamedTuple):
    """A way: straight down to the next box, or an arc: to the right where it skips, to the left where it leads up."""

    flow: FlowFigures
    path: str
    thick: float
    back: bool
    straight: bool
    x: float
    y: float
    arrow: str


class Map(NamedTuple):
    width: int
    height: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def drawn(steps: Sequence[StepFigures], flows: Sequence[FlowFigures], worst: Key | None) -> Map:
    """The steps in their order; ways that are too rare to be seen are left out."""
    nodes = tuple(_node(one, number, worst) for number, one in enumerate(steps))
    places = {node.step.key: number for number, node in enumerate(nodes)}
    most = max((flow.count for flow in flows), default=0)
    seen = [flow for flow in flows if 100 * flow.count >= _LEAST_SHARE * most and flow.source != flow.target]
    links = [
        _link(flow, nodes, places[flow.source], places[flow.target], most)
        for flow in seen
        if flow.source in places and flow.target in places
    ]
    height = TOP * 2 + len(nodes) * (HEIGHT + GAP) - GAP if nodes else 0
    return Map(WIDTH, height, nodes, tuple(links))


def lines_of(name: str) -> tuple[str, ...]:
    """A name in at most two lines of a box."""
    if len(name) <= _LETTERS:
        return (name,)
    words, first = name.split(), ""
    while words and len(first) + 1 + len(words[0]) <= _LETTERS:
        first = f"{first} {words.pop(0)}".strip()
    second = " ".join(words)
    return (first, second if len(second) <= _LETTERS else second[: _LETTERS - 1].rstrip() + "…")


def _node(one: StepFigures, number: int, worst: Key | None) -> Node:
    wait = one.waiting.median if one.waiting else 0
    y = TOP + number * (HEIGHT + GAP)
    return Node(one, LEFT, y, BOX, HEIGHT, one.limit is not None and wait > one.limit, one.key == worst)


def _link(flow: FlowFigures, nodes: Sequence[Node], source: int, target: int, most: int) -> Link:
    thick = round(1.5 + (_THICKEST - 1.5) * flow.count / most, 1)
    start, end = nodes[source], nodes[target]
    if target == source + 1:
        top, bottom = start.y + HEIGHT, end.y
        path, arrow = f"M{start.middle} {top}V{bottom - 6}", _head(end.middle, bottom)
        return Link(
            flow,
            path,
            thick,
            flow.back,
            straight=True,
            x=start.middle + 10,
            y=(top + bottom) / 2 + 5,
            arrow=arrow,
        )
    back = target <= source
    side = LEFT if back else LEFT + BOX
    reach = min(60, 22 + 10 * abs(target - source)) * (-1 if back else 1)
    from_y, to_y = start.y + HEIGHT * 0.6, end.y + HEIGHT * 0.4
    path = f"M{side} {from_y:.0f}C{side + reach} {from_y:.0f} {side + reach} {to_y:.0f} {side} {to_y:.0f}"
    arrow = _side_head(side, to_y, -1 if back else 1)
    return Link(
        flow, path, thick, back, straight=False, x=side + reach * 0.78, y=(from_y + to_y) / 2, arrow=arrow
    )


def _head(x: int, y: int) -> str:
    return f"M{x - 6} {y - 8}L{x} {y}L{x + 6} {y - 8}"


def _side_head(x: int, y: float, way: int) -> str:
    return f"M{x + way * 8} {y - 5:.0f}L{x} {y:.0f}L{x + way * 8} {y + 5:.0f}"
