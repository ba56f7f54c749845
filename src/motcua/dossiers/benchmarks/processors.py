"""Processor time of processes, from /proc: what can be compared while others work on the same machine."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from motcua import embedded

PROC = Path("/proc")


def spent_by(root: int) -> float:
    """Seconds that the process and those that it began, as far as they live, have used so far."""
    return sum(_seconds(pid) for pid in _family(root))


def database(var: Path | None = None) -> int:
    """The process of the embedded PostgreSQL below `var`, of this house if it is not said."""
    data = embedded.cluster((var or settings.VAR) / "postgres").data
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def _family(root: int) -> Iterator[int]:
    yield root
    try:
        threads = list((PROC / str(root) / "task").iterdir())
        begun = [pid for thread in threads for pid in (thread / "children").read_text().split()]
    except OSError:  # ended meanwhile
        return
    for pid in begun:
        yield from _family(int(pid))


def _seconds(pid: int) -> float:
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
