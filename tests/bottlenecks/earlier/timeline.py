"""Two questions about ranges of cells, each answered for all ranges at once."""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints

FREE = np.iinfo(np.int64).max


def least_over(first: Ints, last: Ints, values: Ints, cells: int) -> Ints:
    """For each cell the least value of the ranges `first` ≤ cell < `last` that cover it; FREE where none does.

    A range is covered by two that are as long as a power of two; from the longest down, each hands what it holds to
    its halves.
    """
    least = np.full(cells, FREE, np.int64)
    real = last > first
    first, last, values = first[real], last[real], values[real]
    if not values.size:
        return least
    level = np.floor(np.log2(last - first)).astype(np.int64)
    for power in range(int(level.max()), -1, -1):
        half, of_this = 1 << power, level == power
        np.minimum.at(least, first[of_this], values[of_this])
        np.minimum.at(least, last[of_this] - half, values[of_this])
        if power:
            half >>= 1
            handed = least.copy()
            np.minimum(handed[half:], least[:-half], out=handed[half:])
            least = handed
    return least


def sums_up_to(values: Ints, weights: Ints, first: Ints, last: Ints, most: Ints) -> Ints:
    """For each question the sum of the weights of the cells `first` ≤ cell < `last` whose value is ≤ `most`.

    A wavelet matrix (Claude, Navarro and Ordóñez, 2015): the cells are parted by one bit of their values after the
    other, and each question follows its range. Values are ≥ 0 or FREE, which is never summed.
    """
    kept = values != FREE
    place = np.concatenate(([0], np.cumsum(kept)))
    values, weights, first, last = values[kept], weights[kept], place[first], place[last]
    total = np.zeros(first.size, np.int64)
    top = int(values.max(initial=0)) + 1
    below = np.minimum(most + 1, top)
    for power in range(top.bit_length() - 1, -1, -1):
        zero = (values >> power) & 1 == 0
        zeros = np.concatenate(([0], np.cumsum(zero)))
        weighed = np.concatenate(([0], np.cumsum(np.where(zero, weights, 0))))
        up = (below >> power) & 1 == 1
        total += np.where(up, weighed[last] - weighed[first], 0)
        first, last = (np.where(up, each - zeros[each] + zeros[-1], zeros[each]) for each in (first, last))
        values = np.concatenate((values[zero], values[~zero]))
        weights = np.concatenate((weights[zero], weights[~zero]))
    return total


def before(lengths: Ints) -> Ints:
    """The sum of everything before each border of the cells."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
