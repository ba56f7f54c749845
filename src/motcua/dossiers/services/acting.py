"""How every verb works: open the case under a lock, let the pure rules decide, store the difference, write it down.

The lock makes parallel opinions wait for each other instead of failing; what the waiting one finds changed is
refused by the rules in words.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from motcua.catalog.rules.process import Marking
from motcua.clock.rules.limits import Pause
from motcua.dossiers.models import Dossier, Extension, Supplement, Task
from motcua.dossiers.queries.terms import UnitCodes, terms_of
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import SUPPLEMENT_CAUSE, Act, Life, OpenStep, Terms
from motcua.dossiers.services.saying import spoken
from motcua.kernel.questions import Given, Question
from motcua.ledger.services import append_all
from motcua.organizations.models import Officer

AT_ONCE = timedelta(seconds=30)
FIXED = ("version", "body", "receiving_unit")


@dataclass
class Case:
    """A dossier under our lock, and its life as the rules see it.

    `at` is the moment of the act. Who read the clock and then waited for a lock acts after the one he waited for: his
    moment is brought up to that one's. What is older than `AT_ONCE` is left as it is, for the rules to refuse.
    """

    dossier: Dossier
    life: Life
    terms: Terms
    tasks: dict[tuple[str, int], Task]
    places: UnitCodes
    at: datetime


@dataclass
class StepEnd:
    """What is kept of a finished step besides its outcome."""

    outcome: str = ""
    note: str = ""
    checklist: list[str] = field(default_factory=list)
    opinion: str = ""


def open_case(dossier: Dossier, *, at: datetime) -> Case:
    """Lock the dossier until the transaction ends, and read its life afresh."""
    locked = _locked(dossier)
    # on whom nobody has acted yet has had no steps
    tasks = list(locked.tasks.select_related("unit", "officer").order_by("pk")) if locked.revision else []
    places = UnitCodes(locked)
    waited = timedelta(0) < locked.moved_at - at <= AT_ONCE
    return Case(
        locked,
        _life_of(locked, tasks),
        terms_of(locked, on=localdate(at), units=places),
        {(t.step, t.round): t for t in tasks},
        places,
        locked.moved_at if waited else at,
    )


@cache
def _locking(others: tuple[str, ...]) -> Question[Dossier]:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("supplement", "extension", *others)
    return Question(lambda: rows.filter(pk=Given("pk")))


def _locked(dossier: Dossier) -> Dossier:
    """The row as it is under our lock. What a dossier never changes is taken over from who read it before."""
    known = [name for name in FIXED if Dossier._meta.get_field(name).is_cached(dossier)]  # type: ignore[union-attr]
    others = tuple(name for name in FIXED if name not in known)
    (locked,) = _locking(others)(pk=dossier.pk)
    for name in known:
        setattr(locked, name, getattr(dossier, name))
    return locked


def require_still_open(case: Case, task: Task) -> None:
    """A page that was opened in an earlier round of a step must not act on the round of now."""
    with spoken():
        if case.life.open_step(task.step).round != task.round:
            raise Breach("step-not-open", step=task.step)


def settle(
    case: Case, act: Act, *, by: str, at: datetime, officer: Officer | None = None, end: StepEnd | None = None
) -> Dossier:
    """Store what the act changed and append what happened, in the caller's transaction."""
    dossier, life = case.dossier, act.life
    changes: dict[str, Any] = {
        "state": life.state,
        "received_at": life.received_at,
        "due_at": life.due_at,
        "paused_at": life.paused_at,
        "ended_at": life.ended_at,
        "moved_at": life.moved_at,
        "marking": {"open": list(life.marking.open), "waiting": list(life.marking.waiting)},
        "revision": dossier.revision + 1,
    }
    if life.received_at is not None and dossier.received_by_id is None and officer is not None:
        changes["received_by"] = officer
    Dossier.objects.filter(pk=dossier.pk).update(**changes)
    for name, value in changes.items():
        setattr(dossier, name, value)
    _forget_what_belongs_to(dossier)
    _store_steps(case, life, at=at, officer=officer, end=end or StepEnd())
    append_all(act.events, subject=dossier.code, body=dossier.body.code, actor=by, at=at)
    return dossier


def _forget_what_belongs_to(dossier: Dossier) -> None:
    """The supplement, the extension, the ending: this very act may have made one."""
    for relation in dossier._meta.related_objects:
        if relation.is_cached(dossier):
            relation.delete_cached_value(dossier)


def _life_of(dossier: Dossier, tasks: list[Task]) -> Life:
    supplement: Supplement | None = getattr(dossier, "supplement", None)
    extension: Extension | None = getattr(dossier, "extension", None)
    rounds: dict[str, int] = {}
    for task in tasks:
        rounds[task.step] = max(task.round, rounds.get(task.step, 0))
    pauses = _pauses(dossier, supplement)
    return Life(
        state=dossier.state,
        moved_at=dossier.moved_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        paused_at=dossier.paused_at,
        ended_at=dossier.ended_at,
        pauses=pauses,
        reset_at=pauses[-1].until if pauses else None,
        extended_to=extension.due_at if extension else None,
        supplements=int(supplement is not None),
        extensions=int(extension is not None),
        marking=Marking(tuple(dossier.marking.get("open", ())), tuple(dossier.marking.get("waiting", ()))),
        steps=tuple(
            OpenStep(t.step, t.round, t.unit.code, t.opened_at, t.due_at, t.officer.code if t.officer else "")
            for t in tasks
            if t.finished_at is None
        ),
        rounds=tuple(rounds.items()),
    )


def _pauses(dossier: Dossier, supplement: Supplement | None) -> tuple[Pause, ...]:
    if supplement is None or supplement.answered_at is None or dossier.received_at is None:
        return ()
    if supplement.requested_at < dossier.received_at:  # asked before receipt: the clock did not run yet
        return ()
    return (Pause(supplement.requested_at, supplement.answered_at, SUPPLEMENT_CAUSE),)


def _store_steps(case: Case, life: Life, *, at: datetime, officer: Officer | None, end: StepEnd) -> None:
    before = {(s.step, s.round): s for s in case.life.steps}
    after = {(s.step, s.round): s for s in life.steps}
    for key, step in before.items():
        task = case.tasks[key]
        if key not in after:
            _close(task, at=at, officer=officer, end=end)
        elif after[key] != step:
            task.due_at = after[key].due_at
            if after[key].officer != step.officer:
                task.officer, task.taken_at = officer, at
            task.save(update_fields=["due_at", "officer", "taken_at"])
    if fresh := [step for key, step in after.items() if key not in before]:
        _open(case, fresh)


def _close(task: Task, *, at: datetime, officer: Officer | None, end: StepEnd) -> None:
    task.finished_at, task.finished_by, task.outcome = at, officer, end.outcome or "cancelled"
    task.note, task.checklist, task.opinion = end.note, end.checklist, end.opinion
    task.save(update_fields=["finished_at", "finished_by", "outcome", "note", "checklist", "opinion"])


def _open(case: Case, steps: list[OpenStep]) -> None:
    units = case.places.units
    net = case.terms.document.net
    Task.objects.bulk_create(
        Task(
            dossier=case.dossier,
            step=step.step,
            round=step.round,
            kind=net.steps[step.step].kind,
            role=net.steps[step.step].role,
            unit=units[step.step],
            opened_at=step.opened_at,
            due_at=step.due_at,
        )
        for step in steps
    )
