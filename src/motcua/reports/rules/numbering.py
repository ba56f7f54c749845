"""The numbers of rows (column TT): I, II … for the first depth, 1, 2 … for the second, 1.1 … for the third."""

from collections.abc import Iterable

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numbered(depths: Iterable[int]) -> list[str]:
    """A number for each row by its depth, from 1; what is deeper begins anew under each row above it."""
    at: list[int] = []
    found = []
    for depth in depths:
        at = [*at[:depth], *[0] * (depth - len(at))]
        at[depth - 1] += 1
        found.append(roman(at[0]) if depth == 1 else ".".join(str(number) for number in at[1:]))
    return found


def roman(number: int) -> str:
    told = ""
    for value, letters in _ROMAN:
        while number >= value:
            told, number = told + letters, number - value
    return told
