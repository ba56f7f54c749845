"""Numbering of codes in the order in which they appear, in loops: a table of codes, at most half full."""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.compiled import compiled

FREE = -1


@compiled
def table_for(most: int) -> tuple[Ints, Ints]:
    """For at most so many different codes, each ≥ 0: the codes by slot, and their numbers."""
    size = 8
    while size < 2 * most:
        size *= 2
    return np.full(size, FREE, np.int64), np.empty(size, np.int64)


@compiled
def slot_of(codes: Ints, code: int) -> int:
    """Where the code is, or would be: then the slot is free."""
    last = codes.size - 1
    slot = (code ^ code >> 7 ^ code >> 17 ^ code >> 31) & last
    while codes[slot] != FREE and codes[slot] != code:
        slot = (slot + 1) & last
    return slot
