"""Which class of causes a late dossier falls under: what its body said, else what its steps say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.criteria.rules.facts import StepFact
from motcua.kernel.bilingual import Text

Minutes = Callable[[datetime, datetime], int]


@dataclass(frozen=True)
class Classes:
    """The classes in the order of the form, and how one is found (data/causes.yaml)."""

    names: Mapping[str, Text]
    declared: Mapping[str, str]
    steps: Mapping[str, str]
    waiting: str
    nothing: str


@dataclass(frozen=True)
class Cause:
    """A class, and whether the body said it itself. `step`: the one that it was read off."""

    code: str
    is_declared: bool = False
    step: str = ""


def cause_of(
    reason: str, steps: Iterable[StepFact], until: datetime, classes: Classes, worked: Minutes
) -> Cause:
    """`reason`: of the letter of apology, empty without one. `until`: when the dossier ended, or was looked at.

    Without a reason the step whose rounds ran over their limits by most decides, in working minutes (`worked`): by its
    kind; else `waiting`, if it lay untaken for more than half of its time.
    """
    if reason in classes.declared:
        return Cause(classes.declared[reason], is_declared=True)
    over = [(_overrun(one, until, worked), one) for one in steps]
    worst = max(over, key=lambda pair: (pair[0], pair[1].step, pair[1].round), default=None)
    if worst is None or worst[0] <= 0:
        return Cause(classes.nothing)
    return Cause(_class(worst[1], until, classes, worked), step=worst[1].step)


def _class(step: StepFact, until: datetime, classes: Classes, worked: Minutes) -> str:
    if step.step_kind in classes.steps:
        return classes.steps[step.step_kind]
    ends = min(step.closed_at or until, until)
    waited = worked(step.opened_at, min(step.taken_at or ends, ends))
    return classes.waiting if 2 * waited > worked(step.opened_at, ends) else classes.nothing


def _overrun(step: StepFact, until: datetime, worked: Minutes) -> int:
    if step.due_at is None or step.opened_at >= until:
        return 0
    return worked(step.due_at, min(step.closed_at or until, until))
