"""Expressions as Ibis columns: the same meaning on PostgreSQL, DuckDB and Spark.

Moments are whole microseconds since 1970 in UTC. No engine's third value (NULL) can leak into a sum (engine.md 6.2):
a condition is guarded where it is asked for, and inside wherever NULL and False would part (below a `not`). More
guards would change nothing and cost as much as the comparisons themselves. Days are compared by their first
microsecond: no division, no rounding.
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
    type_of,
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
    if type_of(expression.node) is Type.TRUTH:
        return _two_valued(expression.node, table, horizon)
    return _compiled(expression.node, table, horizon)


def true_where(expression: Expression, table: Any, horizon: int) -> Any:
    """A condition that is true exactly where it holds, and False or NULL elsewhere: for WHERE and CASE WHEN, which
    take both alike.
    """
    return _compiled(expression.node, table, horizon)


def held(condition: Any) -> Any:
    """The condition with NULL as False."""
    return condition.fill_null(_NO)


def _two_valued(node: Node, table: Any, horizon: int) -> Any:
    """The condition with NULL as False; as it is where it cannot be NULL."""
    found = _compiled(node, table, horizon)
    return held(found) if _may_be_absent(node) else found


def _may_be_absent(node: Node) -> bool:
    match node:
        case Column():
            return node.optional
        case Passed() | Among():
            return node.of.optional
        case Comparison():
            return _may_be_absent(node.left) or _may_be_absent(node.right)
        case Junction():
            return any(map(_may_be_absent, node.parts))
        case Day():
            return node.of.optional
        case _:
            return not isinstance(node, Constant | Absent | Negation)


@singledispatch
def _compiled(node: Node, table: Any, horizon: int) -> Any:
    raise TypeError(node)


@_compiled.register
def _(node: Column, table: Any, _horizon: int) -> Any:
    return table[node.name]


@_compiled.register
def _(node: Constant, _table: Any, _horizon: int) -> Any:
    return ibis.literal(node.value, "int64") if node.type is Type.NUMBER else ibis.literal(node.value)


@_compiled.register
def _(node: Absent, table: Any, _horizon: int) -> Any:
    return table[node.of.name].isnull()


@_compiled.register
def _(node: Passed, table: Any, horizon: int) -> Any:
    return table[node.of.name] < ibis.literal(horizon, "int64")


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
    return found.notin(node.values) if node.negated else found.isin(node.values)


@_compiled.register
def _(node: Negation, table: Any, horizon: int) -> Any:
    return ~_two_valued(node.of, table, horizon)


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
    return _SIGNS[node.sign](_side(node.left, table, horizon), _side(node.right, table, horizon))


@_compiled.register
def _(node: Arithmetic, table: Any, horizon: int) -> Any:
    left, right = _compiled(node.left, table, horizon), _compiled(node.right, table, horizon)
    return _SIGNS[node.sign](left, right)


def _side(node: Node, table: Any, horizon: int) -> Any:
    """One side of a comparison. A truth that is computed has two values; a column that is absent stays absent."""
    if type_of(node) is Type.TRUTH and not isinstance(node, Column):
        return _two_valued(node, table, horizon)
    return _compiled(node, table, horizon)
