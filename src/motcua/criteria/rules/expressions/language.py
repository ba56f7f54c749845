"""From the text of an expression to checked nodes.

Python's syntax, and of it only: names of columns, constants, comparisons, `and` / `or` / `not`, `is None`,
`in (…)`, `day(moment)`, `passed(moment)`; in amounts also `minutes(from, to)`, + - * and `… if … else …`.
Nothing is ever evaluated as Python: what is not on this list is refused, with its place.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from motcua.criteria.rules.expressions.columns import VALUES, columns_of
from motcua.criteria.rules.expressions.errors import BadExpressionError, nearest, parsed, refusal
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
from motcua.kernel.sentences import Sentence, gettext_noop

_NOT_ALLOWED = gettext_noop(
    "This is not allowed here: use columns, constants, comparisons, and, or, not, `is None`, `in (…)`."
)
_UNKNOWN = gettext_noop("“%(name)s” is not a column of %(kind)s. Did you mean “%(nearest)s”?")
_TRUTH = gettext_noop("This must be true or false: compare it with something.")
_NUMBER = gettext_noop("This must be a number.")
_MOMENT = gettext_noop("This must be a column that holds a moment.")
_TYPES = gettext_noop("%(left)s cannot be compared with %(right)s.")
_ORDER = gettext_noop("%(type)s has no order here: use == or !=.")
_MAYBE = gettext_noop("“%(name)s” may be absent: write `%(name)s == True` or `%(name)s == False`.")
_NONE = gettext_noop("Write `… is None` or `… is not None`.")
_WORD = gettext_noop("“%(name)s” never holds “%(value)s”. It holds one of: %(known)s.")
_LARGE = gettext_noop("This number is too large.")
_LARGEST = 10**15
_CALLED: Final[Mapping[Type, str]] = {
    Type.TEXT: gettext_noop("A text"),
    Type.NUMBER: gettext_noop("A number"),
    Type.TRUTH: gettext_noop("A true or false"),
    Type.MOMENT: gettext_noop("A moment"),
    Type.DAY: gettext_noop("A day"),
}
_SIGNS: Final[Mapping[type, str]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression over the columns of one kind of fact."""

    text: str
    kind: str
    node: Node

    def __str__(self) -> str:
        return self.text

    @property
    def waits_for(self) -> frozenset[str]:
        """The moments whose passing alone may change what the expression says."""
        return frozenset(_passing(self.node))


def condition(text: str, kind: str) -> Expression:
    """A condition on a fact. Raises BadExpressionError with the place of the fault."""
    return _Reading(text, kind).whole(Type.TRUTH)


def amount(text: str, kind: str) -> Expression:
    """A whole number told by a fact. Raises BadExpressionError with the place of the fault."""
    return _Reading(text, kind).whole(Type.NUMBER)


def _passing(node: Node) -> list[str]:
    if isinstance(node, Passed):
        return [node.of.name]
    if isinstance(node, Junction):
        return [name for part in node.parts for name in _passing(part)]
    if isinstance(node, Negation):
        return _passing(node.of)
    if isinstance(node, Choice):
        return [*_passing(node.condition), *_passing(node.yes), *_passing(node.no)]
    if isinstance(node, Arithmetic | Comparison):
        return [*_passing(node.left), *_passing(node.right)]
    return []


def _called(kind: Type) -> str:
    return str(Sentence(_CALLED[kind]))


class _Reading:
    """One text being read; every method turns a part of Python's syntax tree into a checked node."""

    def __init__(self, text: str, kind: str) -> None:
        self.kind = kind
        self.columns = columns_of(kind)
        self.tree, self.text = parsed(text)

    def whole(self, wanted: Type) -> Expression:
        node = self.truth(self.tree) if wanted is Type.TRUTH else self.number(self.tree)
        return Expression(self.text, self.kind, node)

    def wrong(self, node: ast.expr, message: str, **params: str) -> BadExpressionError:
        return refusal(self.text, node, message, **params)

    def node(self, part: ast.expr) -> Node:
        readers: dict[type[ast.expr], Callable[[Any], Node]] = {
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.Compare: self._compare,
            ast.BoolOp: self._junction,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }
        if type(part) not in readers:
            raise self.wrong(part, _NOT_ALLOWED)
        return readers[type(part)](part)

    def truth(self, part: ast.expr) -> Node:
        node = self.node(part)
        if type_of(node) is not Type.TRUTH:
            raise self.wrong(part, _TRUTH)
        if isinstance(node, Column) and node.optional:
            raise self.wrong(part, _MAYBE, name=node.name)
        return node

    def number(self, part: ast.expr) -> Node:
        node = self.node(part)
        if type_of(node) is not Type.NUMBER:
            raise self.wrong(part, _NUMBER)
        return node

    def column(self, part: ast.expr) -> Column:
        if not isinstance(part, ast.Name):
            raise self.wrong(part, _NOT_ALLOWED)
        return self._name(part)

    def moment(self, part: ast.expr) -> Column:
        column = self.column(part)
        if column.type is not Type.MOMENT:
            raise self.wrong(part, _MOMENT)
        return column

    def _name(self, part: ast.Name) -> Column:
        if part.id not in self.columns:
            near = nearest(part.id, self.columns)
            raise self.wrong(part, _UNKNOWN, name=part.id, kind=self.kind, nearest=near)
        return self.columns[part.id]

    def _constant(self, part: ast.Constant) -> Constant:
        value = part.value
        if isinstance(value, bool):
            return Constant(value, Type.TRUTH)
        if isinstance(value, int):
            if value > _LARGEST:
                raise self.wrong(part, _LARGE)
            return Constant(value, Type.NUMBER)
        if isinstance(value, str):
            return Constant(value, Type.TEXT)
        raise self.wrong(part, _NONE if value is None else _NOT_ALLOWED)

    def _junction(self, part: ast.BoolOp) -> Junction:
        return Junction(tuple(self.truth(value) for value in part.values), isinstance(part.op, ast.And))

    def _unary(self, part: ast.UnaryOp) -> Node:
        if isinstance(part.op, ast.Not):
            return Negation(self.truth(part.operand))
        if isinstance(part.op, ast.USub):
            return Arithmetic("-", Constant(0, Type.NUMBER), self.number(part.operand))
        raise self.wrong(part, _NOT_ALLOWED)

    def _arithmetic(self, part: ast.BinOp) -> Arithmetic:
        sign = _SIGNS.get(type(part.op))
        if sign is None:
            raise self.wrong(part, _NOT_ALLOWED)
        return Arithmetic(sign, self.number(part.left), self.number(part.right))

    def _choice(self, part: ast.IfExp) -> Choice:
        return Choice(self.truth(part.test), self.number(part.body), self.number(part.orelse))

    def _call(self, part: ast.Call) -> Node:
        name = part.func.id if isinstance(part.func, ast.Name) else ""
        if part.keywords or (name, len(part.args)) not in (("day", 1), ("passed", 1), ("minutes", 2)):
            raise self.wrong(part, _NOT_ALLOWED)
        moments = [self.moment(argument) for argument in part.args]
        if name == "minutes":
            return Minutes(*moments)
        return Day(moments[0]) if name == "day" else Passed(moments[0])

    def _compare(self, part: ast.Compare) -> Node:
        lefts = [part.left, *part.comparators]
        parts = [
            self._one(left, sign, right)
            for left, sign, right in zip(lefts, part.ops, part.comparators, strict=False)
        ]
        return parts[0] if len(parts) == 1 else Junction(tuple(parts), every=True)

    def _one(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(sign, ast.Is | ast.IsNot):
            if not (isinstance(right, ast.Constant) and right.value is None):
                raise self.wrong(right, _NONE)
            absent = Absent(self.column(left))
            return absent if isinstance(sign, ast.Is) else Negation(absent)
        if isinstance(sign, ast.In | ast.NotIn):
            return self._among(left, right, negated=isinstance(sign, ast.NotIn))
        return self._comparison(left, _SIGNS[type(sign)], right)

    def _among(self, left: ast.expr, right: ast.expr, *, negated: bool) -> Among:
        column = self.column(left)
        if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
            raise self.wrong(right, _NOT_ALLOWED)
        values: list[str | int] = []
        for item in right.elts:
            constant = self.node(item)
            if not isinstance(constant, Constant) or isinstance(constant.value, bool):
                raise self.wrong(item, _NOT_ALLOWED)
            self._agree(item, column, constant)
            values.append(constant.value)
        return Among(column, tuple(values), negated)

    def _comparison(self, left: ast.expr, sign: str, right: ast.expr) -> Comparison:
        one, other = self.node(left), self.node(right)
        self._agree(right, one, other)
        kind = type_of(one)
        if kind in (Type.TEXT, Type.TRUTH) and sign not in ("==", "!="):
            raise self.wrong(left, _ORDER, type=_called(kind))
        return Comparison(sign, one, other)

    def _agree(self, part: ast.expr, one: Node, other: Node) -> None:
        """Both sides are of one type, and a word is one that the column can hold."""
        left, right = type_of(one), type_of(other)
        if left is not right:
            raise self.wrong(part, _TYPES, left=_called(left), right=_called(right))
        for column, constant in ((one, other), (other, one)):
            if isinstance(column, Column) and isinstance(constant, Constant):
                known = VALUES.get((self.kind, column.name))
                if known and constant.value not in known:
                    listed = ", ".join(f"“{word}”" for word in sorted(known))
                    raise self.wrong(part, _WORD, name=column.name, value=str(constant.value), known=listed)
