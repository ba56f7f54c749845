"""What an expression is made of, once it has been checked.

Truth has two values: a comparison with something absent is False, whichever comparison it is. Only numbers may be
absent inside a sum, and an absent amount counts as nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a part of an expression stands for. A `day` is the calendar day of a moment, by the legal zone."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    optional: bool


@dataclass(frozen=True, slots=True)
class Constant:
    value: str | int | bool
    type: Type


@dataclass(frozen=True, slots=True)
class Day:
    """The calendar day on which a moment falls."""

    of: Column


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whole minutes from one moment to another, rounded down; absent if either is."""

    begin: Column
    end: Column


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`sign` is one of + - *; absent if a part is."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """One number or another."""

    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`sign` is one of == != < <= > >=. False if a side is absent."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Absent:
    of: Column


@dataclass(frozen=True, slots=True)
class Passed:
    """The moment has come by the horizon of the count: what time alone makes true."""

    of: Column


@dataclass(frozen=True, slots=True)
class Among:
    """One of these values. `negated`: none of them. False if absent, either way."""

    of: Column
    values: tuple[str | int, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Negation:
    of: "Node"


@dataclass(frozen=True, slots=True)
class Junction:
    """All of the parts (`every`), or at least one."""

    parts: tuple["Node", ...]
    every: bool


Node = (
    Column
    | Constant
    | Day
    | Minutes
    | Arithmetic
    | Choice
    | Comparison
    | Absent
    | Passed
    | Among
    | Negation
    | Junction
)


def type_of(node: Node) -> Type:
    if isinstance(node, Column | Constant):
        return node.type
    if isinstance(node, Minutes | Arithmetic | Choice):
        return Type.NUMBER
    return Type.DAY if isinstance(node, Day) else Type.TRUTH
