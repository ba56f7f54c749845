"""The Merkle tree of RFC 6962 §2.1, told in complete subtrees.

`Place` (level, number) is the complete subtree over 2**level leaves that begins at leaf number * 2**level. Every
range of leaves that a proof needs is a few such places, so whoever keeps their hashes answers in logarithmic time.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256(b"").digest()


class Place(NamedTuple):
    level: int
    number: int


class Range(NamedTuple):
    """Leaves from `start` up to, not including, `stop`."""

    start: int
    stop: int


def leaf_hash(digest: bytes) -> bytes:
    return sha256(b"\x00" + digest).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def cover(leaves: Range) -> list[Place]:
    """The complete subtrees that make up the range, from left to right. `start` is a subtree's beginning."""
    places, start = [], leaves.start
    while start < leaves.stop:
        level = (leaves.stop - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        places.append(Place(level, start >> level))
        start += 1 << level
    return places


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over a range from those of its `cover`."""
    if not hashes:
        return EMPTY_ROOT
    answer = hashes[-1]
    for left in reversed(hashes[:-1]):
        answer = node_hash(left, answer)
    return answer


class Growing:
    """A tree to which leaves are added: only the frontier is in memory."""

    def __init__(self, size: int = 0, frontier: Sequence[bytes] = ()) -> None:
        """`frontier`: the hashes of `cover(Range(0, size))`."""
        self.size = size
        self._frontier = [
            (place.level, known) for place, known in zip(cover(Range(0, size)), frontier, strict=True)
        ]

    @property
    def root(self) -> bytes:
        return fold([known for _, known in self._frontier])

    def add(self, digest: bytes) -> Iterator[tuple[Place, bytes]]:
        """Add a leaf; yields every subtree above the leaf that it completes, small ones first."""
        level, current, index = 0, leaf_hash(digest), self.size
        completed = []
        while self._frontier and self._frontier[-1][0] == level:
            current = node_hash(self._frontier.pop()[1], current)
            level, index = level + 1, index >> 1
            completed.append((Place(level, index), current))
        self._frontier.append((level, current))
        self.size += 1
        return iter(completed)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that leaf `index` is in the tree of `size` leaves: PATH(m, D[n])."""
    start, stop = 0, size
    path = []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(Range(middle, stop))
            stop = middle
        else:
            path.append(Range(start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that `new` leaves begin with the `old` ones: PROOF(m, D[n])."""
    if not 0 < old < new:
        return []
    start, stop, whole = 0, new, True
    path = []
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(Range(middle, stop))
            stop = middle
        else:
            path.append(Range(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(Range(start, stop))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Iterable[bytes]) -> bytes | None:
    """The root that the path leads to from a leaf's hash, or None if the path cannot belong to such a tree."""
    if not 0 <= index < size:
        return None
    place, last, answer = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            answer = node_hash(sibling, answer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            answer = node_hash(answer, sibling)
        place, last = place >> 1, last >> 1
    return answer if last == 0 else None


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with all `old` ones, unchanged (RFC 9162 §2.1.4.2)."""
    if old > new or (old == new and (path or old_root != new_root)):
        return False
    if old in (0, new):
        return not path and (old > 0 or old_root == EMPTY_ROOT)
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return bool(hashes) and _both_roots(hashes, place, last) == (old_root, new_root)


def _both_roots(hashes: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
