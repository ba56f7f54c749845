"""Counts as flows in a network: which of them have to be hidden so that a hidden one cannot be computed.

Where each row of a table is the sum of the rows below it, and each total the sum of its columns, counts are flows that
are conserved at every sum. Two sets of counts that agree with all printed sums then differ by circulations, and a
hidden count is safe exactly if one dossier can be moved along a cycle of hidden counts through it without breaking
anything that is printed (Cox 1980; Kelly, Golden and Assad 1992; Willenborg and de Waal 2001, ch. 4). What is found
here is such a cycle, the cheapest there is: that it exists is the proof.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count

TOTAL = ""
"""The column in which a row's total stands."""
Place = tuple[str, str]
_UNLIKELY, _BLUR = 10**4, 10**9
"""Rather hide more than lean on a count that would be printed if it were one less, or take back a “< few”."""


class Mark(StrEnum):
    """How a count is printed: as it is; as “< few”; as all but a few of a whole that is printed; or not at all."""

    SHOWN = "shown"
    FEW = "few"
    NEARLY = "nearly"
    HIDDEN = "hidden"


@dataclass(eq=False, slots=True)
class Arc:
    """One count: it flows from `tail` to `head`. `most`: its whole; `least`: the largest of its parts; `band`: what is
    printed of it says that it is one of these.
    """

    place: Place
    tail: Place
    head: Place
    value: int
    price: int
    most: int | None
    least: int
    mark: Mark = Mark.SHOWN
    band: range = range(0)
    safe: bool = False


_Cycle = tuple[int, list[tuple[Arc, int]]]
"""What it costs, and which counts move by how much."""


@dataclass
class Network:
    """The counts of one figure."""

    few: int
    arcs: dict[Place, Arc] = field(default_factory=dict)
    parted_by_column: bool = False

    def __post_init__(self) -> None:
        self._at: dict[Place, list[tuple[Arc, int, Place]]] = defaultdict(list)
        for arc in self.arcs.values():
            self._at[arc.tail].append((arc, 1, arc.head))
            self._at[arc.head].append((arc, -1, arc.tail))

    def protect(self, targets: Iterable[Arc]) -> set[Place]:
        """Hide what it takes to make the targets safe. Gives the places where parts have to be hidden as well."""
        parts: set[Place] = set()
        for arc in sorted(targets, key=lambda one: (-one.value, one.place)):
            if not arc.safe:
                parts |= self._protect(arc)
        return parts

    def _protect(self, arc: Arc) -> set[Place]:
        """For nothing if that can be, else as cheaply as can be, and if there is no way, together with the parts."""
        for way in (1, -1):
            if cycle := self._free_cycle(arc, way):
                for one, direction in cycle:
                    self._hide(one, direction)
                return set()
        for joint in (False, True):
            cycles = filter(None, (self._cycle(arc, way, joint=joint) for way in (1, -1)))
            if found := _cheapest(cycles):
                for one, way in found[1]:
                    self._hide(one, way)
                return {one.place for one, _way in found[1]} if joint else set()
        raise AssertionError(arc)

    def _free_cycle(self, arc: Arc, way: int) -> list[tuple[Arc, int]]:
        """Some cycle that hides nothing more; by depth, because long cycles make many counts safe at once."""
        if self._price(arc, way, joint=False) != 0:
            return []
        begin, end = (arc.head, arc.tail) if way > 0 else (arc.tail, arc.head)
        came, open_ends = dict[Place, tuple[Place, Arc, int]](), [begin]
        while open_ends:
            here = open_ends.pop()
            if here == end:
                return [(arc, way), *_steps(came, begin, end)]
            for other, direction, there in self._at[here]:
                is_new = other is not arc and there not in came and there != begin
                if is_new and self._price(other, direction, joint=False) == 0:
                    came[there] = (here, other, direction)
                    open_ends.append(there)
        return []

    def _cycle(self, arc: Arc, way: int, *, joint: bool) -> _Cycle | None:
        """The cheapest cycle on which `arc` moves by `way`, by Dijkstra's way from its one end to the other."""
        price = self._price(arc, way, joint=joint)
        if price is None:
            return None
        begin, end = (arc.head, arc.tail) if way > 0 else (arc.tail, arc.head)
        best, came = {begin: price}, dict[Place, tuple[Place, Arc, int]]()
        order = count()
        heap = [(price, next(order), begin)]
        while heap:
            spent, _nth, here = heappop(heap)
            if here == end:
                return spent, [(arc, way), *_steps(came, begin, end)]
            if spent > best[here]:
                continue
            for other, direction, there in self._at[here]:
                more = None if other is arc else self._price(other, direction, joint=joint)
                if more is not None and spent + more < best.get(there, spent + more + 1):
                    best[there] = spent + more
                    came[there] = (here, other, direction)
                    heappush(heap, (spent + more, next(order), there))
        return None

    def _price(self, arc: Arc, way: int, *, joint: bool) -> int | None:
        """What it costs to let a count differ by one; None if no reader would believe it.

        `joint`: its part differs with it, and is hidden with it; a part of 0 is printed and cannot.
        """
        value = arc.value + way
        if joint and not arc.least and (self.parted_by_column or arc.place[1] == TOTAL):
            return None
        if value < (0 if joint else arc.least) or (arc.most is not None and value > arc.most):
            return None
        if arc.mark in (Mark.FEW, Mark.NEARLY):
            return 0 if value in arc.band else _BLUR
        if arc.mark is Mark.HIDDEN:
            return 0 if value >= min(self.few, arc.value) else _UNLIKELY
        return arc.price + (0 if value >= self.few else _BLUR)

    def _hide(self, arc: Arc, way: int) -> None:
        arc.safe = True
        if arc.mark is Mark.SHOWN or arc.value + way not in arc.band:
            arc.mark = Mark.HIDDEN


def _cheapest(cycles: Iterable[_Cycle]) -> _Cycle | None:
    best = None
    for cycle in cycles:
        if best is None or cycle[0] < best[0]:
            best = cycle
        if not best[0]:
            break
    return best


def _steps(came: Mapping[Place, tuple[Place, Arc, int]], begin: Place, end: Place) -> list[tuple[Arc, int]]:
    steps = []
    here = end
    while here != begin:
        here, arc, way = came[here]
        steps.append((arc, way))
    return steps
