"""How far an investment has come: its milestones, and which of them are late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    due_on: date
    reached_on: date | None


@dataclass(frozen=True)
class Progress:
    """`late`: not reached, and their day has passed. `next_on`: the first day that is still to be kept."""

    reached: int
    planned: int
    late: int
    next_on: date | None


def progress(steps: Iterable[Step], on: date) -> Progress:
    known = list(steps)
    left = [step.due_on for step in known if step.reached_on is None]
    return Progress(
        reached=len(known) - len(left),
        planned=len(known),
        late=sum(due_on < on for due_on in left),
        next_on=min((due_on for due_on in left if due_on >= on), default=None),
    )
