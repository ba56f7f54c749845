"""A run laid along a sheet with as few departures as there can be.

A move is in step with the sheet, or passes over a step of the sheet (one departure), or does what the sheet has no
place for (one departure). Of all ways with the fewest departures the first is taken: at every point in step before
passing over, passing over before an extra, and steps and outcomes in the order of the sheet. So every run has one
answer.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from heapq import heappop, heappush
from typing import NamedTuple

from motcua.catalog.rules.process import Marking, Net, begin, finish

LONGEST = 400
"""Finished steps of one run that are laid along a sheet; more are no dossier but a fault of the log."""

Event = tuple[str, str]
"""A step that was finished, and by which outcome (empty: nobody knows)."""


class TooLong(ValueError):  # noqa: N818 -- a fact about a run
    """The run has more finished steps than LONGEST."""


class How(IntEnum):
    """In the order in which ways are preferred."""

    IN_STEP = 0
    PASSED_OVER = 1
    EXTRA = 2


class Move(NamedTuple):
    """`nth`: which event of the run; the one before which it was passed over. `opened` by it, in the sheet's order."""

    how: How
    step: str
    outcome: str
    nth: int
    opened: tuple[str, ...] = ()


class Aligner:
    """Lays runs along one net; equal runs are laid once."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._place = {step: place for place, step in enumerate(net.steps)}
        self._kept: dict[tuple[tuple[Event, ...], bool], tuple[Move, ...]] = {}
        self.first = begin(net)

    def moves(self, events: Sequence[Event], *, ended: bool) -> tuple[Move, ...]:
        """The moves of the best way. Raises TooLong."""
        if len(events) > LONGEST:
            raise TooLong
        asked = (tuple(events), ended)
        if asked not in self._kept:
            self._kept[asked] = self._best(asked[0], ended=ended)
        return self._kept[asked]

    def _best(self, events: tuple[Event, ...], *, ended: bool) -> tuple[Move, ...]:
        """Dijkstra over (events done, marking). Two ways to one place differ before either ends, so that the least of
        equals stays the least however they go on.
        """
        ahead: list[tuple[int, tuple[tuple[int, ...], ...], int, Marking, tuple[Move, ...]]] = []
        heappush(ahead, (0, (), 0, self.first, ()))
        passed: set[tuple[int, Marking]] = set()
        while ahead:
            cost, way, nth, marking, moves = heappop(ahead)
            if nth == len(events) and (marking.ended or not ended):
                return moves
            if (nth, marking) in passed:
                continue
            passed.add((nth, marking))
            for rank, move, after in self._onward(events, nth, marking):
                next_nth = nth + (move.how is not How.PASSED_OVER)
                if (next_nth, after) not in passed:
                    price = cost + (move.how is not How.IN_STEP)
                    heappush(ahead, (price, (*way, rank), next_nth, after, (*moves, move)))
        raise AssertionError("a sound net always has a way to its end")

    def _onward(
        self, events: tuple[Event, ...], nth: int, marking: Marking
    ) -> Iterator[tuple[tuple[int, ...], Move, Marking]]:
        """Every move from here, with its rank among them."""
        if nth < len(events):
            step, said = events[nth]
            if step in marking.open:
                outcomes = self._net.steps[step].outcomes
                taken = (said,) if said in outcomes else outcomes
                for number, outcome in enumerate(taken):
                    yield self._done(How.IN_STEP, step, outcome, number, nth, marking)
            yield (How.EXTRA, 0, 0), Move(How.EXTRA, step, said, nth), marking
        for step in dict.fromkeys(marking.open):
            for number, outcome in enumerate(self._net.steps[step].outcomes):
                yield self._done(How.PASSED_OVER, step, outcome, number, nth, marking)

    def _done(
        self, how: How, step: str, outcome: str, number: int, nth: int, marking: Marking
    ) -> tuple[tuple[int, ...], Move, Marking]:
        after, opened = finish(self._net, marking, step, outcome)
        return (how, self._place[step], number), Move(how, step, outcome, nth, opened), after
