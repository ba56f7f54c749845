"""The officer's queue, and working on a step. Signing is not done over the API: it needs the person and his device."""

from typing import Annotated, Any, Literal

from django.db.models import F, Q
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from motcua.catalog.queries import document_of
from motcua.dossiers import services
from motcua.dossiers.api.callers import TaskNumber, moment_of, officer, seen_task
from motcua.dossiers.models import Dossier, State, Task
from motcua.dossiers.queries.duties import duties_of
from motcua.identity.api import Bearer
from motcua.identity.rules.scopes import TASKS_READ, TASKS_WRITE
from motcua.kernel.api import MOST_A_PAGE, REFUSALS, Bilingual, Moment, Page, Paged, cursor_of, place_of

router = Router(tags=["tasks"], auth=Bearer(TASKS_READ))
DECIDES = Bearer(TASKS_WRITE)
Note = Annotated[str, Field(max_length=5_000, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Field(max_length=64, pattern=r"^[^\x00]+$")]


class QueuedStep(Schema):
    """A step that lies with the officer's unit. `officer`: who has taken it. `outcomes`: the ways out of it."""

    number: int
    dossier: str
    step: str
    name: Bilingual
    round: int
    kind: str
    role: str
    unit: str
    outcomes: list[str]
    officer: str | None = None
    opened_at: Moment
    taken_at: Moment | None = None
    due_at: Moment | None = None
    dossier_due_at: Moment | None = None
    finished_at: Moment | None = None


class Ended(Schema):
    """How a step is finished. `reasons` (of the list) and `text` (the letter) are needed to refuse."""

    outcome: Word = "done"
    note: Note = ""
    checklist: list[Word] = []
    reasons: list[Word] = []
    text: Note = ""


class Opinion(Schema):
    opinion: Literal["agree", "disagree", "remarks"]
    note: Note = ""


class Stands(Schema):
    """Where the dossier stands after the act."""

    code: str
    state: State
    due_at: Moment | None = None
    open_steps: list[str]


@router.get("", response={200: Page[QueuedStep], **REFUSALS}, operation_id="listTasks")
def list_tasks(request: HttpRequest, paged: Query[Paged]) -> Any:
    """The open steps that the officer has or may take, by what is due first."""
    by = officer(request)
    reach = duties_of(by, moment_of(request)).reach()
    still_open = Task.objects.filter(reach, finished_at=None).select_related(
        "dossier__version", "unit", "officer"
    )
    rows = list(
        _behind(still_open, paged.cursor).order_by(F("due_at").asc(nulls_last=True), "pk")[: MOST_A_PAGE + 1]
    )
    last = rows[MOST_A_PAGE - 1] if len(rows) > MOST_A_PAGE else None
    more = cursor_of([last.due_at and last.due_at.isoformat(), last.pk]) if last else None
    return {"items": [_step(row) for row in rows[:MOST_A_PAGE]], "next": more}


@router.get("/{number}", response={200: QueuedStep, **REFUSALS}, operation_id="readTask")
def read_task(request: HttpRequest, number: TaskNumber) -> Any:
    return _step(seen_task(officer(request), number, at=moment_of(request)))


@router.post(
    "/{number}/taking", auth=DECIDES, response={200: QueuedStep, **REFUSALS}, operation_id="takeTask"
)
def take_task(request: HttpRequest, number: TaskNumber) -> Any:
    """Take a step, or take it over from a colleague of the same unit and role."""
    at, by = moment_of(request), officer(request)
    return _step(services.take_step(seen_task(by, number, at=at), by=by, at=at))


@router.post("/{number}/finish", auth=DECIDES, response={200: Stands, **REFUSALS}, operation_id="finishTask")
def finish_task(request: HttpRequest, number: TaskNumber, ended: Ended) -> Any:
    """Finish a step that one has taken, by one of its outcomes."""
    at, by = moment_of(request), officer(request)
    finding = services.Finding(
        outcome=ended.outcome,
        note=ended.note,
        checklist=tuple(ended.checklist),
        reasons=tuple(ended.reasons),
        text=ended.text,
    )
    return stands(services.finish_step(seen_task(by, number, at=at), finding=finding, by=by, at=at))


@router.post(
    "/{number}/opinion", auth=DECIDES, response={200: Stands, **REFUSALS}, operation_id="giveOpinion"
)
def give_opinion(request: HttpRequest, number: TaskNumber, opinion: Opinion) -> Any:
    """Give the opinion that another body has asked for."""
    at, by = moment_of(request), officer(request)
    finding = services.Finding(opinion=opinion.opinion, note=opinion.note)
    return stands(services.finish_step(seen_task(by, number, at=at), finding=finding, by=by, at=at))


def stands(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "state": dossier.state,
        "due_at": dossier.due_at,
        "open_steps": list(dossier.marking.get("open", ())),
    }


def _behind(tasks: Any, cursor: str) -> Any:
    place = place_of(cursor, parts=2)
    if place is None:
        return tasks
    due, number = place
    if due is None:
        return tasks.filter(due_at=None, pk__gt=number)
    return tasks.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=number) | Q(due_at=None))


def _step(task: Task) -> dict[str, Any]:
    step = document_of(task.dossier.version).net.steps[task.step]
    return {
        "number": task.pk,
        "dossier": task.dossier.code,
        "step": task.step,
        "name": Bilingual.of(step.name),
        "round": task.round,
        "kind": task.kind,
        "role": task.role,
        "unit": task.unit.code,
        "outcomes": list(step.outcomes),
        "officer": task.officer.code if task.officer else None,
        "opened_at": task.opened_at,
        "taken_at": task.taken_at,
        "due_at": task.due_at,
        "dossier_due_at": task.dossier.due_at,
        "finished_at": task.finished_at,
    }
