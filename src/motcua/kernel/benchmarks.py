"""Speed is measured here, never asserted by a timed test. Rooms declare theirs in `benchmarks.py`."""

from collections.abc import Callable, Mapping
from typing import Any

Measure = Callable[..., Mapping[str, Any]]
_declared: dict[str, Measure] = {}


def benchmark(name: str) -> Callable[[Measure], Measure]:
    """`motcua bench NAME` calls the function and prints the figures that it returns.

    A keyword `dossiers` of the function is what `--dossiers N` sets; its default is the size of the benchmark.
    """

    def declare(measure: Measure) -> Measure:
        _declared[name] = measure
        return measure

    return declare


def declared() -> dict[str, Measure]:
    return dict(sorted(_declared.items()))
