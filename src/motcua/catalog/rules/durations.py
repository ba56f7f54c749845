"""Whether the steps fit into the legal limit: the longest way through the sheet in one pass, in working days.

Units are brought to working days only for this comparison; a due date is never counted so.
"""

from collections.abc import Iterable
from fractions import Fraction

from motcua.catalog.rules.process import START, Flow, Net
from motcua.clock.rules.limits import Limit, Unit

# A working day has eight hours; a week has five of its seven days; a month is taken as thirty days
# (Civil Code 2015 art. 146), so that a limit in months never lets the steps take longer than it can give.
_WORKING_DAYS = {
    Unit.WORKING_DAYS: Fraction(1),
    Unit.HALF_DAYS: Fraction(1, 2),
    Unit.WORKING_HOURS: Fraction(1, 8),
    Unit.CALENDAR_DAYS: Fraction(5, 7),
    Unit.MONTHS: Fraction(150, 7),
}


def working_days(limit: Limit) -> Fraction:
    return limit.quantity * _WORKING_DAYS[limit.unit]


def longest_way(net: Net) -> tuple[Fraction, tuple[str, ...]]:
    """Working days of the longest way from start to end without returning, and the steps along it."""
    ahead = without_returns(net)
    best: dict[str, tuple[Fraction, tuple[str, ...]]] = {}
    for node in reversed(onward_order(ahead)):
        days, steps = max(
            (best.get(flow.target, (Fraction(0), ())) for flow in ahead.get(node, ())),
            default=(Fraction(0), ()),
            key=lambda way: way[0],
        )
        step = net.steps.get(node)
        if step:
            days, steps = days + (working_days(step.limit) if step.limit else 0), (node, *steps)
        best[node] = (days, steps)
    return best.get(START, (Fraction(0), ()))


def without_returns(net: Net) -> dict[str, tuple[Flow, ...]]:
    """The flows that lead onward, by their source: those into a node that the walk is still inside are returns."""
    ahead: dict[str, list[Flow]] = {}
    inside: set[str] = set()
    done: set[str] = set()
    stack: list[tuple[str, Iterable[Flow]]] = [(START, iter(net.out_of.get(START, ())))]
    inside.add(START)
    while stack:
        node, flows = stack[-1]
        flow = next(iter(flows), None)
        if flow is None:
            stack.pop()
            inside.discard(node)
            done.add(node)
        elif flow.target not in inside:
            ahead.setdefault(node, []).append(flow)
            if flow.target not in done:
                inside.add(flow.target)
                stack.append((flow.target, iter(net.out_of.get(flow.target, ()))))
    return {node: tuple(flows) for node, flows in ahead.items()}


def onward_order(ahead: dict[str, tuple[Flow, ...]]) -> list[str]:
    """Every node after all the nodes that lead to it."""
    entering: dict[str, int] = {}
    for flows in ahead.values():
        for flow in flows:
            entering[flow.target] = entering.get(flow.target, 0) + 1
    order, ready = [], [START]
    while ready:
        node = ready.pop()
        order.append(node)
        for flow in ahead.get(node, ()):
            entering[flow.target] -= 1
            if not entering[flow.target]:
                ready.append(flow.target)
    return order
