"""Hashes of the tree, read where they are kept: a logarithmic number of rows in two queries."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from motcua.ledger.models import Leaf, Node
from motcua.ledger.rules.merkle import (
    Place,
    Range,
    consistency_ranges,
    cover,
    fold,
    inclusion_ranges,
    leaf_hash,
    node_hash,
)

KEPT_FROM_LEVEL = 4
"""Smaller subtrees are computed from at most 15 leaves: one row kept for every 15 leaves instead of one each."""


def tree_size() -> int:
    """How many entries are sealed."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def frontier(size: int) -> list[bytes]:
    places = cover(Range(0, size))
    known = _hashes(places)
    return [known[place] for place in places]


def root_of(size: int) -> bytes:
    """The root over the first `size` leaves."""
    return fold(frontier(size))


def inclusion_path(index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root over `size` leaves, in the order of RFC 6962."""
    return range_hashes(inclusion_ranges(index, size))


def consistency_path(old: int, new: int) -> list[bytes]:
    """The hashes that prove that the first `old` of `new` leaves are the same."""
    return range_hashes(consistency_ranges(old, new))


def range_hashes(ranges: Sequence[Range]) -> list[bytes]:
    covers = [cover(one) for one in ranges]
    known = _hashes(place for places in covers for place in places)
    return [fold([known[place] for place in places]) for places in covers]


def _hashes(places: Iterable[Place]) -> dict[Place, bytes]:
    wanted = set(places)
    large = {place for place in wanted if place.level >= KEPT_FROM_LEVEL}
    return _kept(large) | _computed(wanted - large)


def _kept(places: set[Place]) -> dict[Place, bytes]:
    if not places:
        return {}
    either = reduce(or_, (Q(level=place.level, index=place.number) for place in places))
    rows = Node.objects.filter(either).values_list("level", "index", "hash")
    return {Place(level, index): bytes(known) for level, index, known in rows}


def _computed(places: set[Place]) -> dict[Place, bytes]:
    if not places:
        return {}
    ranges = {place: Range(place.number << place.level, place.number + 1 << place.level) for place in places}
    either = reduce(or_, (Q(index__gte=one.start, index__lt=one.stop) for one in ranges.values()))
    rows = Leaf.objects.filter(either).order_by().values_list("index", "entry__digest")
    leaves = {index: leaf_hash(bytes(digest)) for index, digest in rows}
    return {place: _complete([leaves[index] for index in range(*one)]) for place, one in ranges.items()}


def _complete(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
