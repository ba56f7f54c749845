"""A net → the rows of a sheet: the way back of `sheet.net_of`, for nets that were drawn elsewhere too."""

from collections.abc import Mapping
from typing import Any

from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.process import AND, DONE, END, START, Net, Step
from motcua.clock.rules.limits import Limit
from motcua.kernel.bilingual import Text

Row = dict[str, Any]


def rows_of_net(net: Net) -> list[Row]:
    """The rows that give this net. Raises `Unreadable` if it is no sheet: nested branches, choices without a step."""
    blocks = _consultations(net)
    asked = {branch: name for name, (_join, branches) in blocks.items() for branch in branches}
    order = list(dict.fromkeys(asked.get(step_id, step_id) for step_id in net.steps))
    first = _landing(net, START)
    if first in order:
        order.insert(0, order.pop(order.index(first)))
    rows = [
        _consultation(net, name, *blocks[name]) if name in blocks else _single(net, name) for name in order
    ]
    targets = {to for row in rows for to in [row.get("next", END), *row.get("outcomes", {}).values()]}
    if astray := sorted(targets - {*order, END}):
        raise _no_sheet(astray[0])
    for row, following in zip(rows, [*order[1:], END], strict=True):
        if row.get("next") == following:
            del row["next"]
    return rows


def quantity_of(limit: Limit) -> str:
    """`0.5`, `2`, or `1/3` where no short decimal says it."""
    number = limit.quantity
    for places in range(5):
        if (number * 10**places).denominator == 1:
            return f"{float(number):.{places}f}"
    return f"{number.numerator}/{number.denominator}"


def _consultations(net: Net) -> dict[str, tuple[str, list[str]]]:
    """Consultation name → its join and the steps asked, for every AND split."""
    blocks = {}
    for gateway, kind in net.gateways.items():
        if kind != AND or len(net.into.get(gateway, ())) > 1 and len(net.out_of.get(gateway, ())) == 1:
            continue
        if gateway.endswith(".join"):
            continue
        branches = [flow.target for flow in net.out_of.get(gateway, ())]
        joins = {flow.target for branch in branches for flow in net.out_of.get(branch, ())}
        plain = all(branch in net.steps and net.steps[branch].outcomes == (DONE,) for branch in branches)
        if not plain or len(joins) != 1 or net.gateways.get(next(iter(joins))) != AND:
            raise _no_sheet(gateway)
        blocks[gateway.removesuffix(".split")] = (joins.pop(), branches)
    return blocks


def _landing(net: Net, node: str) -> str:
    """Where the one flow out of a node leads, gateways that only merge passed over: a step, a consultation, the end."""
    seen: set[str] = set()
    while node not in seen:
        seen.add(node)
        flows = net.out_of.get(node, ())
        if len(flows) != 1:
            raise _no_sheet(node)
        node = flows[0].target
        if node in net.steps or node == END:
            return node
        if net.gateways.get(node) == AND:
            return node.removesuffix(".split")
        if len(net.out_of.get(node, ())) != 1:
            raise _no_sheet(node)
    raise _no_sheet(node)


def _through(net: Net, target: str) -> str:
    if target in net.steps or target == END:
        return target
    if net.gateways.get(target) == AND:
        return target.removesuffix(".split")
    return _landing(net, target)


def _consultation(net: Net, name: str, join: str, branches: list[str]) -> Row:
    rows = [_described(net.steps[branch], usual="consult") for branch in branches]
    return {"consult": name, "branches": rows, "next": _landing(net, join)}


def _single(net: Net, step_id: str) -> Row:
    step = net.steps[step_id]
    row = _described(step, usual="process")
    (flow,) = net.out_of.get(step_id, ()) or (None,)
    if flow is None:
        raise _no_sheet(step_id)
    ways = net.out_of.get(flow.target, ()) if flow.target in net.gateways else ()
    named = {way.outcome: _through(net, way.target) for way in ways if way.outcome}
    if named:
        return {**row, "outcomes": named}
    return {**row, "next": _landing(net, step_id)}


def _described(step: Step, *, usual: str) -> Row:
    row: Row = {"step": step.id, "name": _text(step.name), "role": step.role}
    others: Mapping[str, Any] = {
        "kind": step.kind if step.kind != usual else "",
        "unit": step.unit if step.unit != "expert" else "",
        "body": step.body,
        "limit": {"quantity": quantity_of(step.limit), "unit": str(step.limit.unit)} if step.limit else None,
        "checklist": [_text(item) for item in step.checklist],
        "form": step.form_number,
        "output": _text(step.output) if step.output.vi else "",
    }
    return row | {name: value for name, value in others.items() if value}


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en} if text.en else {"vi": text.vi}


def _no_sheet(node: str) -> Unreadable:
    message = gettext_noop("What is drawn around “%(place)s” cannot be a row of a sheet: simplify it.")
    return Unreadable([Problem(message, {"place": node.rsplit(".", 1)[0]})])
