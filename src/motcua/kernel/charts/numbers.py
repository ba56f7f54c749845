"""How figures are written: a comma before decimals, dots between thousands, a real minus sign, in both languages."""

import math
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Number = int | float | Fraction | Decimal
Say = Callable[[Number], str]
IDLE_DECIMALS = re.compile(r",0+(?!\d)")
VIETNAMESE = str.maketrans({",": ".", ".": ",", "-": "\u2212"})


def plain(value: Number, digits: int = 1) -> str:
    """`1234.56` → `1.234,6`. Exact numbers are rounded exactly, halves to the even digit; no minus before a zero."""
    number = float(round(value, digits)) if isinstance(value, Fraction) else value
    text = f"{number:,.{digits}f}"
    if text[0] == "-" and not text.strip("-0.,"):
        text = text[1:]
    return text.translate(VIETNAMESE)


def places(digits: int) -> Say:
    """`places(2)` writes two decimals."""
    return lambda value: plain(value, digits)


def whole(value: Number) -> str:
    """`1204` → `1.204`."""
    return plain(value, 0)


def share(value: Number, digits: int = 1) -> str:
    """A share of one as a percentage: `0.732` → `73,2%`."""
    return plain(value * 100, digits) + "%"


def signed(value: Number, say: Say) -> str:
    """With its sign also when it is a gain: `+1,2`; what rounds to nothing has none."""
    text = say(value)
    return f"+{text}" if value > 0 and is_something(text) else text


def short(text: str) -> str:
    """Without decimals that are all zero: `20,0 điểm` → `20 điểm`."""
    return IDLE_DECIMALS.sub("", text)


def is_something(text: str) -> bool:
    """Whether a written number still differs from zero."""
    return any(digit in "123456789" for digit in text)


def exact(value: Number) -> Fraction:
    """The number as it is written: the float 12.3 is 123/10, so that 20 less 12.3 is 7.7 and nothing else.

    Raises ValueError for NaN and infinity.
    """
    return value if isinstance(value, Fraction) else _exact(value)


@lru_cache(maxsize=4096)  # a chart asks for each of its numbers several times
def _exact(value: int | float | Decimal) -> Fraction:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no figure")
    return Fraction(repr(float(value))) if isinstance(value, float) else Fraction(value)


def rounded(value: Number, digits: int) -> float:
    """Raises ValueError for NaN and infinity."""
    number = float(round(value, digits)) if isinstance(value, Fraction) else round(float(value), digits)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no figure")
    return number


def tidy(coordinate: float) -> float:
    """A coordinate to a tenth, whole where it is whole: short in the page."""
    short = round(coordinate, 1)
    return int(short) if short == int(short) else short


def percent_of(part: float, whole_length: float) -> str:
    """A length or place as an SVG attribute: `61.5%` of the box's width. Nothing of nothing is `0%`."""
    return f"{tidy(100 * part / whole_length) if whole_length else 0}%"
