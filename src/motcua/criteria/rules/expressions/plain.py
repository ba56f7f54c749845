"""Expressions as plain Python functions of a fact and the horizon of the count."""

import operator
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache, singledispatch
from typing import Any

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.expressions.language import Expression
from motcua.criteria.rules.expressions.nodes import (
    Absent,
    Among,
    Arithmetic,
    Choice,
    Column,
    Comparison,
    Constant,
    Day,
    Junction,
    Minutes,
    Negation,
    Node,
    Passed,
)

Function = Callable[[Any, datetime], Any]
_MINUTE = timedelta(minutes=1)
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


@cache
def function(expression: Expression) -> Function:
    """`function(expression)(fact, horizon)`: a bool for a condition, an int (or None: absent) for an amount."""
    return _compiled(expression.node)


@singledispatch
def _compiled(node: Node) -> Function:
    raise TypeError(node)


@_compiled.register
def _(node: Column) -> Function:
    read = operator.attrgetter(node.name)
    return lambda fact, _horizon: read(fact)


@_compiled.register
def _(node: Constant) -> Function:
    value = node.value
    return lambda _fact, _horizon: value


@_compiled.register
def _(node: Absent) -> Function:
    read = operator.attrgetter(node.of.name)
    return lambda fact, _horizon: read(fact) is None


@_compiled.register
def _(node: Passed) -> Function:
    read = operator.attrgetter(node.of.name)
    return lambda fact, horizon: (moment := read(fact)) is not None and moment < horizon


@_compiled.register
def _(node: Day) -> Function:
    read = operator.attrgetter(node.of.name)
    return lambda fact, _horizon: None if (moment := read(fact)) is None else moment.astimezone(ZONE).date()


@_compiled.register
def _(node: Minutes) -> Function:
    begin, end = operator.attrgetter(node.begin.name), operator.attrgetter(node.end.name)

    def minutes(fact: Any, _horizon: datetime) -> int | None:
        first, last = begin(fact), end(fact)
        return None if first is None or last is None else (last - first) // _MINUTE

    return minutes


@_compiled.register
def _(node: Among) -> Function:
    read, values, negated = operator.attrgetter(node.of.name), frozenset(node.values), node.negated
    return lambda fact, _horizon: (value := read(fact)) is not None and (value in values) is not negated


@_compiled.register
def _(node: Negation) -> Function:
    of = _compiled(node.of)
    return lambda fact, horizon: not of(fact, horizon)


@_compiled.register
def _(node: Junction) -> Function:
    parts, over = tuple(_compiled(part) for part in node.parts), all if node.every else any
    return lambda fact, horizon: over(part(fact, horizon) for part in parts)


@_compiled.register
def _(node: Choice) -> Function:
    chosen, yes, no = _compiled(node.condition), _compiled(node.yes), _compiled(node.no)
    return lambda fact, horizon: (yes if chosen(fact, horizon) else no)(fact, horizon)


@_compiled.register
def _(node: Comparison) -> Function:
    return _two(_SIGNS[node.sign], node.left, node.right, absent=False)


@_compiled.register
def _(node: Arithmetic) -> Function:
    return _two(_SIGNS[node.sign], node.left, node.right, absent=None)


def _two(sign: Callable[[Any, Any], Any], left: Node, right: Node, *, absent: bool | None) -> Function:
    one, other = _compiled(left), _compiled(right)

    def both(fact: Any, horizon: datetime) -> Any:
        first, last = one(fact, horizon), other(fact, horizon)
        return absent if first is None or last is None else sign(first, last)

    return both
