"""Where each node of a net is drawn: columns by how far it is from the start, lanes by who does the work."""

from dataclasses import dataclass

from motcua.catalog.rules.durations import onward_order, without_returns
from motcua.catalog.rules.process import END, START, Flow, Net

COLUMN, ROW, LEFT, TOP = 160, 110, 120, 40
_SIZES = {"task": (110, 80), "gateway": (50, 50), "event": (36, 36)}
Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class Drawing:
    """Boxes of nodes and lanes, and the way of each flow as points. A lane is named (body, unit)."""

    nodes: dict[str, Box]
    lanes: dict[tuple[str, str], Box]
    members: dict[tuple[str, str], tuple[str, ...]]
    edges: dict[str, tuple[Point, ...]]
    pool: Box


def draw(net: Net) -> Drawing:
    """Every node in a lane, none on another; returns run below everything else."""
    columns = _columns(net)
    members = _members(net, columns)
    nodes: dict[str, Box] = {}
    lanes: dict[tuple[str, str], Box] = {}
    width, top = LEFT + COLUMN * (max(columns.values(), default=0) + 1), TOP
    for lane, inside in members.items():
        rows: dict[int, int] = {}
        for node in inside:
            row = rows[columns[node]] = rows.get(columns[node], -1) + 1
            nodes[node] = _box(net, node, LEFT + COLUMN * columns[node], top + ROW * row)
        height = ROW * (max(rows.values(), default=0) + 1)
        lanes[lane] = Box(70, top, width, height)
        top += height
    returns = [flow for flow in net.flows if columns[flow.target] <= columns[flow.source]]
    pool = Box(40, TOP, width + 30, top - TOP + 20 * len(returns))
    if lanes and returns:
        last = list(lanes)[-1]
        lanes[last] = Box(70, lanes[last].y, width, lanes[last].height + 20 * len(returns))
    edges = {
        flow.id: _edge(flow, nodes, top + 20 * returns.index(flow) if flow in returns else None)
        for flow in net.flows
    }
    return Drawing(nodes, lanes, {lane: tuple(inside) for lane, inside in members.items()}, edges, pool)


def _columns(net: Net) -> dict[str, int]:
    ahead = without_returns(net)
    columns = dict.fromkeys((START, END, *net.steps, *net.gateways), 0)
    for node in onward_order(ahead):
        for flow in ahead.get(node, ()):
            columns[flow.target] = max(columns[flow.target], columns[node] + 1)
    return columns


def _members(net: Net, columns: dict[str, int]) -> dict[tuple[str, str], list[str]]:
    """Nodes by lane. Gateways and events stand in the lane of the step that leads to them, or of the first."""
    first = next(iter(net.steps.values()), None)
    lane_of = {step.id: (step.body, step.unit) for step in net.steps.values()}
    for node in sorted((START, END, *net.gateways), key=lambda node: columns[node]):
        before = [lane_of[flow.source] for flow in net.into.get(node, ()) if flow.source in lane_of]
        lane_of[node] = before[0] if before else (first.body, first.unit) if first else ("", "expert")
    members: dict[tuple[str, str], list[str]] = {}
    for node in (*net.steps, START, *net.gateways, END):
        members.setdefault(lane_of[node], []).append(node)
    return members


def _box(net: Net, node: str, x: int, y: int) -> Box:
    width, height = _SIZES["task" if node in net.steps else "gateway" if node in net.gateways else "event"]
    return Box(x + (110 - width) // 2, y + (ROW - height) // 2, width, height)


def _edge(flow: Flow, nodes: dict[str, Box], below: int | None) -> tuple[Point, ...]:
    source, target = nodes[flow.source], nodes[flow.target]
    (sx, sy), (tx, ty) = source.middle, target.middle
    if below is not None:
        return (sx, source.y + source.height), (sx, below), (tx, below), (tx, target.y + target.height)
    right, left = source.x + source.width, target.x
    if sy == ty:
        return (right, sy), (left, ty)
    bend = left - 20
    return (right, sy), (bend, sy), (bend, ty), (left, ty)
