"""The loop of a simulation: what is due next happens next."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import Any


class Clockwork:
    """`now` is in seconds of the wall. Things due at the same second happen in the order in which they were planned."""

    def __init__(self) -> None:
        self.now = 0
        self._heap: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._planned = 0

    def at(self, seconds: int, function: Callable[..., None], *args: Any) -> None:
        """Plan `function(*args)`; what would be in the past happens at once."""
        self._planned += 1
        heappush(self._heap, (max(seconds, self.now), self._planned, function, args))

    def run(self, until: int) -> Iterator[None]:
        """Let everything happen up to a moment; yields after each thing."""
        while self._heap and self._heap[0][0] <= until:
            self.now, _place, function, args = heappop(self._heap)
            function(*args)
            yield
