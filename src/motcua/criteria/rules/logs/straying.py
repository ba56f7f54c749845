"""Records of CSV when a quotation mark may be open that nobody closes."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

_LONGEST = 200  # lines that one record may run over

Record = tuple[int, list[str], str]


def records(lines: Iterable[str], *, delimiter: str, width: int) -> Iterator[Record]:
    """Number from 1, cells and text of every record.

    A record over several lines must be closed within two hundred and have the width of the headers. Otherwise it is
    its first line alone, and the lines after it are read as if that one were not there.
    """
    waiting: deque[str] = deque()
    coming = iter(lines)
    number = 0
    while taken := waiting.popleft() if waiting else next(coming, ""):
        number += 1
        following = _run_on(taken, waiting, coming, delimiter)
        text = taken + "".join(following or ())
        cells = _cells(text, delimiter)
        if following is None or (following and len(cells) != width):
            text, cells = taken, _cells(taken, delimiter)
        else:
            for _line in following:
                waiting.popleft()
        yield number, cells, text.rstrip("\r\n")


def _run_on(line: str, waiting: deque[str], coming: Iterator[str], delimiter: str) -> list[str] | None:
    """The lines over which a record runs on, left in `waiting`; None if it never ends."""
    open_ = _is_open(line, delimiter, within=False)
    size = 0
    while open_ and size < _LONGEST:
        if size == len(waiting):
            waiting.extend(islice(coming, 1))
        if size == len(waiting):
            break
        open_ = _is_open(waiting[size], delimiter, within=True)
        size += 1
    return None if open_ else list(islice(waiting, size))


def _is_open(line: str, delimiter: str, *, within: bool) -> bool:
    """Whether the line ends within quotation marks, if it begins so."""
    at = 0
    if not within:
        if not line.startswith('"'):
            at = _opening(line, delimiter, 0)
            if at < 0:
                return False
        else:
            at = 1
    while True:
        at = line.find('"', at)
        if at < 0:
            return True
        if line[at + 1 : at + 2] == '"':
            at += 2
            continue
        at = _opening(line, delimiter, at)
        if at < 0:
            return False


def _opening(line: str, delimiter: str, after: int) -> int:
    """Where the first quoted cell after a place begins; -1: there is none."""
    found = line.find(f'{delimiter}"', after)
    return found + 2 if found >= 0 else -1


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 KiB
        return []
