"""Rounds as columns: what is told by step or by hand-over is counted over whole columns, not round by round."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.diagnosis.model import Key, Spread
from motcua.bottlenecks.rules.diagnosis.rounds import RETURN, Round

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
MISSING = -(2**62)
"""Stands for what is not known: no time is so long ago."""


@dataclass(frozen=True)
class Columns:
    """Rounds that ran, by dossier, in the order in which they opened. `key` points into `keys`."""

    keys: tuple[Key, ...]
    key: Whole
    dossier: Whole
    step: Whole
    opened: Whole
    closed: Whole
    nth: Whole
    waiting: Whole
    processing: Whole
    all: Whole
    limit: Whole
    over: Whole
    taken: Bools
    ended: Bools
    returned: Bools

    def __len__(self) -> int:
        return len(self.key)

    @property
    def places(self) -> NDArray[np.float64]:
        """Of each round its place within its dossier, from 0 to 1."""
        starts = np.flatnonzero(np.r_[True, self.dossier[1:] != self.dossier[:-1]])
        sizes = np.diff(np.r_[starts, len(self)])
        within = np.arange(len(self)) - np.repeat(starts, sizes)
        found: NDArray[np.float64] = within / np.maximum(1, np.repeat(sizes, sizes) - 1)
        return found


def columns_of(rounds: Iterable[Round], *, by_step: bool) -> Columns:
    """Of the rounds that ran."""
    ran = [one for one in rounds if one.ran]
    rows = [one.row for one in ran]
    keys: dict[tuple[str, str, str], int] = {}
    codes: dict[str, int] = {}
    steps = {step: place for place, step in enumerate(sorted({row.step for row in rows}))}
    key = [keys.setdefault((row.step if by_step else "", row.kind, row.role), len(keys)) for row in rows]
    dossier = _whole([codes.setdefault(row.code, len(codes)) for row in rows])
    step = _whole([steps[row.step] for row in rows])
    opened, nth = _whole([row.opened for row in rows]), _whole([row.round for row in rows])
    order = np.lexsort((nth, step, opened, dossier))
    done = _known([one.done for one in ran])
    ended = done != MISSING
    return Columns(
        keys=tuple(Key(*one) for one in keys),
        key=_whole(key)[order],
        dossier=dossier[order],
        step=step[order],
        opened=opened[order],
        closed=_whole([row.closed or 0 for row in rows])[order],
        nth=nth[order],
        waiting=_whole([one.waiting for one in ran])[order],
        processing=_known([one.processing for one in ran])[order],
        all=np.where(ended, done - _whole([one.begun for one in ran]), MISSING)[order],
        limit=_known([one.limit for one in ran])[order],
        over=_known([one.over for one in ran])[order],
        taken=np.array([one.took is not None for one in ran], bool)[order],
        ended=ended[order],
        returned=np.array([row.outcome == RETURN for row in rows], bool)[order],
    )


def sources(columns: Columns) -> Whole:
    """For each round the place of the one that ended last, no later than it opened, in the same dossier; -1: none.

    Of several that ended at once, the last by its step and then as they opened.
    """
    count = len(columns)
    moments = np.unique(np.r_[columns.opened, columns.closed])
    closed = np.searchsorted(moments, columns.closed) + columns.dossier * moments.size
    opened = np.searchsorted(moments, columns.opened) + columns.dossier * moments.size
    known = np.flatnonzero(columns.ended)
    ended = known[np.lexsort((known, columns.step[known], closed[known]))]
    if not count or not ended.size:
        return np.full(count, -1, np.int64)
    last = np.searchsorted(closed[ended], opened, side="right") - 1
    itself = (last >= 0) & (ended[last] == np.arange(count))
    last = last - itself
    found = np.where(last >= 0, ended[last], -1)
    same = (found >= 0) & (columns.dossier[found] == columns.dossier)
    return np.where(same, found, -1)


def grouped(codes: Whole) -> Iterator[tuple[int, Whole]]:
    """Every code with the places where it stands, in order."""
    if not codes.size:
        return
    order = np.argsort(codes, kind="stable")
    known, starts = np.unique(codes[order], return_index=True)
    yield from zip(known.tolist(), np.split(order, starts[1:]), strict=True)


def spread_of(values: Whole) -> Spread | None:
    """As `rounds.spread`, of those that are known."""
    known = np.sort(values[values != MISSING])
    if not known.size:
        return None
    half, nine = (-(-known.size * percent // 100) - 1 for percent in (50, 90))
    return Spread(known.size, int(known[half]), int(known[nine]))


def _whole(values: Sequence[int]) -> Whole:
    return np.array(values, np.int64)


def _known(values: Sequence[int | None]) -> Whole:
    """MISSING where there is none; minutes are small enough for floating numbers."""
    told = np.array(values, float)
    return np.where(np.isnan(told), MISSING, np.nan_to_num(told)).astype(np.int64)
