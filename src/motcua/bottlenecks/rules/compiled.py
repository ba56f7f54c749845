"""Loops over whole logs: compiled to machine code where numba is installed, and run side by side on all processors.

Without numba the same loops run as plain Python: as right, and slow.
"""

import importlib
import importlib.util
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Loop = TypeVar("Loop", bound=Callable[..., Any])
Job = TypeVar("Job")
Answer = TypeVar("Answer")

_numba = importlib.import_module("numba") if importlib.util.find_spec("numba") else None


def compiled(loop: Loop) -> Loop:
    """Of numbers and arrays of numpy only. Compiled at its first call, once a machine; it lets other threads run."""
    if _numba is None:
        return loop
    made: Loop = _numba.njit(loop, nogil=True, cache=True, error_model="numpy")
    return made


def is_compiled() -> bool:
    return _numba is not None


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(work: Callable[[Job], Answer], jobs: Iterable[Job]) -> list[Answer]:
    """The answers in the order of the jobs, worked on by as many threads as there are processors."""
    with ThreadPoolExecutor(processors()) as threads:
        return list(threads.map(work, jobs))
