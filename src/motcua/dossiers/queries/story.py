"""A dossier's way as its applicant sees it: what is done, where it lies, what is to come. Units, never people."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.catalog.queries import document_of
from motcua.clock.rules.limits import Limit
from motcua.dossiers.models import Dossier, State, Task
from motcua.dossiers.queries.terms import places
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal

DONE, NOW, LATE, TODO = "done", "now", "late", "todo"
BROKEN_OFF = (State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED, State.REFUSED)
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Milestone:
    """`state`: done, now, late, todo. `at`: when it was done, or since when it lies there."""

    title: Text | str
    state: str
    at: datetime | None = None
    unit: Text | str = ""
    limit: Limit | None = None
    due_at: datetime | None = None
    round: int = 1


@dataclass(frozen=True)
class Story:
    milestones: tuple[Milestone, ...]

    @property
    def done(self) -> int:
        return sum(1 for milestone in self.milestones if milestone.state == DONE)

    @property
    def total(self) -> int:
        return len(self.milestones)


def story_of(dossier: Dossier, *, at: datetime) -> Story:
    """The milestones in the order of the approved process."""
    tasks: QuerySet[Task] = dossier.tasks.select_related("unit").order_by("pk")
    broken_off = dossier.state in BROKEN_OFF
    milestones = [_filed(dossier), *_received(dossier)]
    steps = _steps(dossier, list(tasks), at=at)
    milestones += [step for step in steps if not broken_off or step.state == DONE]
    milestones.append(_end(dossier))
    return Story(tuple(milestones))


def _filed(dossier: Dossier) -> Milestone:
    return Milestone(_("Filed"), DONE, dossier.filed_at, dossier.receiving_unit.name)


def _received(dossier: Dossier) -> list[Milestone]:
    unit = dossier.receiving_unit.name
    if dossier.received_at is not None:
        received = Milestone(_("Received"), DONE, dossier.received_at, unit)
        if dossier.state != State.RECEIVED:
            return [received]
        return [received, Milestone(_("On its way to the unit in charge"), NOW, dossier.received_at, unit)]
    if dossier.state in BROKEN_OFF:
        return []
    return [Milestone(_("Intake: the papers are looked through"), NOW, None, unit)]


def _steps(dossier: Dossier, tasks: list[Task], *, at: datetime) -> list[Milestone]:
    """One milestone a step. A step that must be done again, because an earlier one was reopened, is to come."""
    latest = {task.step: task for task in tasks if task.outcome != CANCELLED}
    waits = dossier.paused_at is not None
    units = _units(dossier)
    milestones: list[Milestone] = []
    reopened_at: datetime | None = None
    net = document_of(dossier.version).net
    for step in net.steps.values():
        task = latest.get(step.id)
        if task is None and step.id not in net.steps_to_a_result:
            continue  # the way of a refusal is not what is to come
        unit = task.unit.name if task else units.get(step.id, Text(""))
        if task is None or (task.finished_at and reopened_at and task.finished_at <= reopened_at):
            milestones.append(Milestone(step.name, TODO, None, unit, step.limit))
            continue
        if task.finished_at is not None:
            milestones.append(Milestone(step.name, DONE, task.finished_at, unit, round=task.round))
            continue
        late = not waits and task.due_at is not None and task.due_at < at
        state = LATE if late else NOW
        milestones.append(
            Milestone(step.name, state, task.opened_at, unit, step.limit, task.due_at, task.round)
        )
        reopened_at = min(filter(None, (reopened_at, task.opened_at)))
    return milestones


def _units(dossier: Dossier) -> dict[str, Text]:
    """Who will do each step. A body that lacks a unit is its operator's matter: the applicant still sees his way."""
    try:
        return {step: unit.name for step, unit in places(dossier.version, dossier.body).items()}
    except Refusal:
        return {}


def _end(dossier: Dossier) -> Milestone:
    unit = dossier.receiving_unit.name
    if dossier.state in BROKEN_OFF:
        return Milestone(str(State(dossier.state).label), DONE, dossier.ended_at, dossier.body.name)
    if dossier.state == State.DELIVERED:
        return Milestone(_("Result returned"), DONE, dossier.moved_at, unit)
    if dossier.state == State.COMPLETED:
        return Milestone(_("The result is ready to be returned"), NOW, dossier.ended_at, unit)
    return Milestone(_("Return of the result"), TODO, None, unit, due_at=dossier.due_at)
