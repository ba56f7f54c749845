"""What a dossier went through more than once: returns to an earlier step, and what they cost in working time.

A return is an opening of a step by one that this dossier had come to only after it. So the way onward again, through
steps that were done before, is not counted as more returns.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.rules.facts import StepFact

Span = tuple[datetime, datetime]


class Return(NamedTuple):
    """From `source` back to `target` at a moment; `until` the source was come to again, or the steps ended."""

    code: str
    source: str
    target: str
    at: datetime
    until: datetime


def returns_of(steps: Sequence[StepFact], until: datetime) -> Iterator[Return]:
    """The returns of one dossier, in order of time; `until`: the moment up to which its steps are known."""
    first: dict[str, datetime] = {}
    for step in steps:
        first[step.step] = min(step.opened_at, first.get(step.step, step.opened_at))
    again = sorted((step for step in steps if step.round > 1), key=lambda one: (one.opened_at, one.step))
    for target in again:
        source = _opener(target, steps)
        if source is not None and _is_back(source.step, target.step, first):
            yield Return(
                target.code, source.step, target.step, target.opened_at, _come_again(source, steps, until)
            )


def _is_back(source: str, target: str, first: dict[str, datetime]) -> bool:
    return source == target or first[target] < first[source]


def _opener(opened: StepFact, steps: Sequence[StepFact]) -> StepFact | None:
    """The step that was finished in the instant in which this one was opened; of several, the one that came last."""
    finished = [
        step
        for step in steps
        if step.closed_at == opened.opened_at
        and step.outcome != "cancelled"
        and (step.step, step.round) != (opened.step, opened.round)
    ]
    return max(finished, key=lambda step: (step.opened_at, step.step, step.round), default=None)


def _come_again(source: StepFact, steps: Sequence[StepFact], until: datetime) -> datetime:
    for step in steps:
        if step.step == source.step and step.round == source.round + 1:
            return step.opened_at
    return max((step.closed_at or until for step in steps), default=until)


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The same time without overlaps: an hour that two returns cost is one hour."""
    running: Span | None = None
    for since, until in sorted(spans):
        if running and since <= running[1]:
            running = (running[0], max(running[1], until))
            continue
        if running:
            yield running
        running = (since, until)
    if running:
        yield running


def minutes_in(spans: Iterable[Span], clock: Calendar) -> int:
    """Working minutes of some spans of one dossier, each minute once."""
    return sum(working_minutes(clock, since, until) for since, until in merged(spans))
