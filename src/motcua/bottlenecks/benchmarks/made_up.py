"""A made-up log for benchmarks: a year of cases in the offices of many bodies, in working hours."""

from collections.abc import Sequence
from itertools import pairwise
from typing import overload

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.work import Work

SEED = 11
ACTIVITIES = tuple(f"Bước {number:02}" for number in range(12))
SHORTEST, LONGEST, AGAIN = 3, 8, 0.06
BESIDE = 3  # this activity may begin while the one before it is still done
MEAN_WAIT_S, MEAN_WORK_S = 20_000, 1_800
CASES_A_BODY, OFFICERS_A_STEP = 4_000, 2
_SECOND, _FIRST = 1_000_000, 1_736_096_400  # Monday, 6 January 2025, 00:00 in Vietnam
_HALF_DAY_S, _DAY_S = 4 * 3600, 24 * 3600
_YEAR_S = 250 * 2 * _HALF_DAY_S
_BLOCK = 100_000


class _Numbers(Sequence[str]):
    """The names of the cases, none of which is kept."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return str(place) if isinstance(place, int) else [*map(str, range(self._number)[place])]


def made_up(cases: int) -> Work:
    """Cases that mostly go through the steps in order, sometimes back by one; seconds are whole, as in most logs.

    Made in blocks: the log is all that it asks memory for.
    """
    dice, bodies = np.random.default_rng(SEED), -(-cases // CASES_A_BODY)
    borders = np.linspace(0, cases, cases // _BLOCK + 2).astype(np.int64)
    blocks = [_block(dice, (first, last), cases, bodies) for first, last in pairwise(borders.tolist())]
    case, activity, officer, start, end = (
        np.concatenate([block.pop(0) for block in blocks]) for _column in range(5)
    )
    officers = [f"{number}" for number in range(bodies * len(ACTIVITIES) * OFFICERS_A_STEP)]
    work = Work(case, activity, officer, start, end, _Numbers(cases), ACTIVITIES, officers)
    return work.ordered(work.end, work.start)


def _block(dice: np.random.Generator, ends: tuple[int, int], cases: int, bodies: int) -> list[Ints]:
    """Case, activity, officer, start and end of the pieces of some cases, which arrive in order through the year."""
    number = ends[1] - ends[0]
    lengths = dice.integers(SHORTEST, LONGEST + 1, number)
    case = np.repeat(np.arange(number), lengths)
    place = np.arange(case.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    activity = np.minimum(place - ((dice.random(case.size) < AGAIN) & (place > 0)), len(ACTIVITIES) - 1)
    officer = dice.integers(0, bodies, number)[case] * len(ACTIVITIES) + activity
    officer = officer * OFFICERS_A_STEP + dice.integers(0, OFFICERS_A_STEP, case.size)
    first, last = (_YEAR_S * each // cases for each in ends)
    arrived = np.sort(dice.integers(first, last, number))[case]
    wait = dice.exponential(MEAN_WAIT_S, place.size).astype(np.int64)
    work = dice.exponential(MEAN_WORK_S, place.size).astype(np.int64)
    wait[activity == BESIDE] -= MEAN_WORK_S
    wait[1:] = np.where(place[1:], np.maximum(wait[1:], -work[:-1]), 0)
    passed = np.cumsum(wait + work)
    start = arrived + passed - work
    start -= np.repeat((passed - work)[np.cumsum(lengths) - lengths], lengths)
    return [case + ends[0], activity, officer, _in_hours(start), _in_hours(start + work)]


def _in_hours(worked: Ints) -> Ints:
    """The moment, in µs, at which so many seconds of working time have passed: 07:30–11:30, 13:30–17:30."""
    halves, seconds = np.divmod(worked, _HALF_DAY_S)
    days, afternoon = np.divmod(halves, 2)
    weeks, weekday = np.divmod(days, 5)
    seconds += (weeks * 7 + weekday) * _DAY_S + 7 * 3600 + 1800 + afternoon * 6 * 3600
    seconds += _FIRST
    seconds *= _SECOND
    return seconds
