"""The order of bodies by their scores: exact, equal scores share a place, who has no case has none."""

from collections.abc import Mapping
from fractions import Fraction


def ranks(scores: Mapping[str, Fraction | None]) -> dict[str, int]:
    """1 for the best; who shares a place pushes the next ones down. None is not ranked: no case is no merit."""
    known = sorted((one for one in scores.values() if one is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for place, one in enumerate(known, start=1):
        first.setdefault(one, place)
    return {code: first[one] for code, one in scores.items() if one is not None}
