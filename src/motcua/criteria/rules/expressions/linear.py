"""Sums of counters: what numerators and denominators are. Only sums, so that a parent is the sum of its parts."""

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.criteria.rules.expressions.errors import nearest, parsed, refusal
from motcua.kernel.sentences import gettext_noop

_UNKNOWN = gettext_noop("“%(name)s” is not a counter. Did you mean “%(nearest)s”?")
_ADDITIVE = gettext_noop(
    "%(name)s is not additive: a parent would not be the sum of its parts. Use +, - and whole factors."
)
_CONSTANT = gettext_noop(
    "A bare number cannot be split over those below: write a counter, or a factor of one."
)
_Terms = dict[str, int]


@dataclass(frozen=True, slots=True)
class Linear:
    """Counters times whole numbers, added up."""

    text: str
    terms: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.terms)

    def of(self, counts: Mapping[str, int]) -> int:
        """Its value; KeyError if a counter was not counted: what is missing is not nothing."""
        return sum(factor * counts[name] for name, factor in self.terms)

    def over(self, column: Callable[[str], Any]) -> Any:
        """The same sum over columns of any kind (Ibis, arrays): `column` gives one by its counter's name."""
        (name, factor), *others = self.terms
        total = column(name) * factor if factor != 1 else column(name)
        for name, factor in others:
            total = total + column(name) * factor
        return total


def linear(text: str, known: Collection[str]) -> Linear:
    """Read a sum of counters. Raises BadExpressionError with the place of the fault."""
    tree, plain = parsed(text)
    terms = {name: factor for name, factor in _sum(tree, plain, known).items() if factor}
    if not terms:
        raise refusal(plain, tree, _CONSTANT)
    return Linear(plain, tuple(terms.items()))


def _sum(node: ast.expr, text: str, known: Collection[str]) -> _Terms:
    if isinstance(node, ast.Name):
        if node.id not in known:
            raise refusal(text, node, _UNKNOWN, name=node.id, nearest=nearest(node.id, known))
        return {node.id: 1}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _times(_sum(node.operand, text, known), -1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right = _sum(node.right, text, known)
        return _added(
            _sum(node.left, text, known), right if isinstance(node.op, ast.Add) else _times(right, -1)
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _product(node, text, known)
    if isinstance(node, ast.Constant):
        raise refusal(text, node, _CONSTANT)
    raise refusal(text, node, _ADDITIVE, name=_said(node, text))


def _product(node: ast.BinOp, text: str, known: Collection[str]) -> _Terms:
    for factor, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(factor, ast.Constant) and type(factor.value) is int:
            return _times(_sum(other, text, known), factor.value)
    raise refusal(text, node, _ADDITIVE, name=_said(node, text))


def _added(left: _Terms, right: _Terms) -> _Terms:
    return {name: left.get(name, 0) + right.get(name, 0) for name in [*left, *right]}


def _times(terms: _Terms, factor: int) -> _Terms:
    return {name: factor * before for name, before in terms.items()}


def _said(node: ast.expr, text: str) -> str:
    return ast.get_source_segment(text, node) or text
