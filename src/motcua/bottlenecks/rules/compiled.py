"""Loops over whole logs: compiled to machine code at their first call, and run side by side on all processors."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])
Job = TypeVar("Job")
Answer = TypeVar("Answer")


def compiled(loop: Loop) -> Loop:
    """Of numbers and arrays of numpy only. It lets other threads run. What was compiled is kept beside the source or in
    the user's cache; where neither can be written, each process compiles anew.
    """
    try:
        made: Any = njit(loop, nogil=True, error_model="numpy", cache=True)
    except RuntimeError:
        made = njit(loop, nogil=True, error_model="numpy")
    return cast(Loop, made)


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(work: Callable[[Job], Answer], jobs: Iterable[Job]) -> list[Answer]:
    """The answers in the order of the jobs, worked on by as many threads as there are processors."""
    with ThreadPoolExecutor(processors()) as threads:
        return list(threads.map(work, jobs))
