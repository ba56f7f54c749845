"""Orders of whole numbers, stable, one digit of 8 bits after the other."""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled

_DIGIT = 8
_FEW = 48


@compiled
def sort_by(keys: Ints, order: Ints, spare: Ints) -> None:
    """Puts the places in `order` by their keys; equal ones stay as they are. `spare` is as long as `order`."""
    if order.size <= _FEW:
        _sort_few(keys, order)
        return
    least = most = keys[order[0]]
    for place in order:
        least = min(least, keys[place])
        most = max(most, keys[place])
    here, there, shift = order, spare, 0
    while (most - least) >> shift:
        _sort_digit(keys, here, there, least, shift)
        here, there = there, here
        shift += _DIGIT
    if shift // _DIGIT % 2:
        order[:] = spare


@compiled
def _sort_few(keys: Ints, order: Ints) -> None:
    for last in range(1, order.size):
        place, free = order[last], last
        while free and keys[order[free - 1]] > keys[place]:
            order[free] = order[free - 1]
            free -= 1
        order[free] = place


@compiled
def _sort_digit(keys: Ints, here: Ints, there: Ints, least: int, shift: int) -> None:
    first = np.zeros((1 << _DIGIT) + 1, np.int64)
    for place in here:
        first[((keys[place] - least) >> shift & 255) + 1] += 1
    for digit in range(1 << _DIGIT):
        first[digit + 1] += first[digit]
    for place in here:
        digit = (keys[place] - least) >> shift & 255
        there[first[digit]] = place
        first[digit] += 1


@compiled
def grouped(groups: Ints, number: int) -> tuple[Ints, Ints]:
    """Where each group begins (and the last ends), and the places in the order of their groups."""
    edges = np.zeros(number + 2, np.int64)
    for group in groups:
        edges[group + 2] += 1
    for group in range(1, number + 2):
        edges[group] += edges[group - 1]
    places = np.empty(groups.size, np.int64)
    for place in range(groups.size):
        places[edges[groups[place] + 1]] = place
        edges[groups[place] + 1] += 1
    return edges[:-1], places


@compiled
def are_in_order(case: Ints, first: Ints, second: Ints) -> bool:
    for here in range(1, case.size):
        before = here - 1
        if case[here] < case[before]:
            return False
        if case[here] > case[before] or first[here] > first[before]:
            continue
        if first[here] < first[before] or second[here] < second[before]:
            return False
    return True


@compiled
def in_order(case: Ints, first: Ints, second: Ints, cases: int) -> Ints:
    """The places by case, then by `first`, `second` and place. Cases are counted from 0."""
    edges, order = grouped(case, cases)
    spare = np.empty(case.size, np.int64)
    for one in range(cases):
        from_, to = edges[one], edges[one + 1]
        sort_by(second, order[from_:to], spare[from_:to])
        sort_by(first, order[from_:to], spare[from_:to])
    return order
