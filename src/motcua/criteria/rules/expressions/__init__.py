"""The small safe language in which flows say what they count, and criteria what they divide."""

from motcua.criteria.rules.expressions.errors import BadExpressionError
from motcua.criteria.rules.expressions.language import Expression, amount, condition
from motcua.criteria.rules.expressions.linear import Linear, linear

__all__ = ["BadExpressionError", "Expression", "Linear", "amount", "condition", "linear"]
