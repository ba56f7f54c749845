"""Expressions as Ibis columns: the same meaning on PostgreSQL, DuckDB and Spark.

Moments are whole microseconds since 1970 in UTC. Every truth is guarded, so that no engine's third value (NULL)
can leak into a sum (engine.md 6.2). Days are compared by their first microsecond: no division, no rounding.
"""

import operator
from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

import ibis

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
    Type,
)

MINUTE = 60_000_000
DAY = 1440 * MINUTE
ZONE = 420 * MINUTE
"""Vietnam keeps +07:00 the whole year."""
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
_NO = False


def column(expression: Expression, table: Any, horizon: int) -> Any:
    """The expression over a table whose columns are the fact's: boolean and never NULL for a condition; for an
    amount an integer, which is NULL where it is absent. `horizon` in microseconds since 1970.
    """
    return _compiled(expression.node, table, horizon)


def held(condition: Any) -> Any:
    """The condition with NULL as False."""
    return condition.fill_null(_NO)


@singledispatch
def _compiled(node: Node, table: Any, horizon: int) -> Any:
    raise TypeError(node)


@_compiled.register
def _(node: Column, table: Any, _horizon: int) -> Any:
    found = table[node.name]
    return held(found) if node.type is Type.TRUTH and not node.optional else found


@_compiled.register
def _(node: Constant, _table: Any, _horizon: int) -> Any:
    return ibis.literal(node.value, "int64") if node.type is Type.NUMBER else ibis.literal(node.value)


@_compiled.register
def _(node: Absent, table: Any, _horizon: int) -> Any:
    return table[node.of.name].isnull()


@_compiled.register
def _(node: Passed, table: Any, horizon: int) -> Any:
    return held(table[node.of.name] < ibis.literal(horizon, "int64"))


@_compiled.register
def _(node: Day, table: Any, _horizon: int) -> Any:
    local = table[node.of.name] + ibis.literal(ZONE, "int64")
    return local - local % ibis.literal(DAY, "int64")


@_compiled.register
def _(node: Minutes, table: Any, _horizon: int) -> Any:
    between = table[node.end.name] - table[node.begin.name]
    return (between // ibis.literal(MINUTE, "int64")).cast("int64")


@_compiled.register
def _(node: Among, table: Any, _horizon: int) -> Any:
    found = table[node.of.name]
    return held(found.notin(node.values) if node.negated else found.isin(node.values))


@_compiled.register
def _(node: Negation, table: Any, horizon: int) -> Any:
    return ~_compiled(node.of, table, horizon)


@_compiled.register
def _(node: Junction, table: Any, horizon: int) -> Any:
    parts = [_compiled(part, table, horizon) for part in node.parts]
    together = parts[0]
    for part in parts[1:]:
        together = together & part if node.every else together | part
    return together


@_compiled.register
def _(node: Choice, table: Any, horizon: int) -> Any:
    chosen = _compiled(node.condition, table, horizon)
    return chosen.ifelse(_compiled(node.yes, table, horizon), _compiled(node.no, table, horizon))


@_compiled.register
def _(node: Comparison, table: Any, horizon: int) -> Any:
    left, right = _compiled(node.left, table, horizon), _compiled(node.right, table, horizon)
    return held(_SIGNS[node.sign](left, right))


@_compiled.register
def _(node: Arithmetic, table: Any, horizon: int) -> Any:
    left, right = _compiled(node.left, table, horizon), _compiled(node.right, table, horizon)
    return _SIGNS[node.sign](left, right)
