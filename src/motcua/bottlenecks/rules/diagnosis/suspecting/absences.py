"""Absence: an officer takes up nothing for days while work waits for him, and nobody stands in."""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.rounds import Round
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import laplace
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground, codes, over


class _Gap(NamedTuple):
    """Working days without an act, one after the other, on each of which something waited when the day began."""

    first: int
    days: int
    chance: float
    through: tuple[Round, ...]


def absences(ground: Ground, norms: Norms) -> list[Cause]:
    """A gap must be unlikely in two ways: by how often he let a day with work before him pass at other times, so many
    times in a row; and by how seldom work waits for him as long as that which waited through it.
    """
    tried = [
        (unit, officer, rounds)
        for (unit, officer), rounds in ground.by_officer.items()
        if ground.asked_about(unit, rounds) and len(rounds) >= norms.least_rounds
    ]
    found = []
    for unit, officer, rounds in tried:
        gap = _longest(rounds, ground.known_from(unit), ground.day_minutes)
        if gap is None or gap.days < norms.absence["working_days"]:
            continue
        p = gap.chance * len(tried)
        if len(gap.through) >= norms.absence["waiting"] and p < norms.chance:
            where = {
                "unit": unit,
                "officer": officer,
                "role": rounds[0].row.role,
                "body": ground.body(unit, rounds),
            }
            since = min(one.row.opened for one in gap.through)
            numbers = {"days": gap.days, "waiting": len(gap.through), "since": since}
            found.append(Cause(Reason.ABSENCE, where, numbers, p, codes(over(gap.through))))
    return found


def _longest(rounds: Sequence[Round], begins: int, size: int) -> _Gap | None:
    """Days are counted in working minutes of the calendar: a day off is none."""
    first_known = _day(begins, size)
    waits = [(_day(one.begun, size), _day(one.begun + one.waiting, size)) for one in rounds]
    acts = {_day(one.took, size) for one in rounds if one.took is not None}
    acts |= {_day(one.done, size) for one in rounds if one.done is not None}
    waiting = {day for opened, taken in waits for day in range(max(opened, first_known) + 1, taken + 1)}
    idle = sorted(waiting - acts)
    runs = _runs(idle)
    if not runs:
        return None
    first, days = max(runs, key=lambda run: (run[1], -run[0]))
    last = first + days - 1
    usual = laplace(len(idle) - days, len(waiting) - days)
    through = tuple(one for one, (opened, taken) in zip(rounds, waits, strict=True) if opened < last <= taken)
    return _Gap(first, days, usual**days * max(1, len(waiting)), through)


def _day(worked: int, day_minutes: int) -> int:
    """The first minute of a day belongs to it, the last one too."""
    return (worked - 1) // day_minutes


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """First day and length of each run of days that follow one another."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((day, 1))
    return runs
