"""What the work page shows of a dossier, as plain rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from motcua.catalog.rules.document import papers_asked
from motcua.catalog.rules.process import REFUSE
from motcua.clock.queries import say
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import Line, due_at, explain
from motcua.clock.rules.limits import Pause
from motcua.dossiers.models import Attachment, PaperCheck, Task, Verdict
from motcua.dossiers.queries.duties import colleagues_for
from motcua.dossiers.queries.history import opinion_words, outcome_words
from motcua.dossiers.queries.papers import spoken
from motcua.dossiers.queries.steps import steps_after
from motcua.dossiers.queries.timeleft import TimeLeft, time_left
from motcua.dossiers.rules.life import SUPPLEMENT_CAUSE
from motcua.dossiers.views.officer.opening import Opened
from motcua.kernel.bilingual import Text

VERDICTS = (Verdict.UNCHECKED, Verdict.VALID, Verdict.LACKING, Verdict.NOT_NEEDED)
VERDICT_TONES = {"valid": "green", "lacking": "red", "not_needed": "grey", "unchecked": "amber"}


class Answer(NamedTuple):
    label: Text
    value: str
    is_changed: bool


class Paper(NamedTuple):
    code: str
    name: Text
    required: bool
    files: list[Attachment]
    verdict: str
    reason: str
    tone: str
    is_asked: bool


class Way(NamedTuple):
    """A way out of a step: what it is called, and the steps that it leads to."""

    outcome: str
    label: str
    leads_to: str


class Step(NamedTuple):
    """An open step as this officer meets it. `standing`: mine, free, theirs (may be taken over), closed (not his)."""

    task: Task
    name: Text
    standing: str
    left: TimeLeft
    checklist: list[dict[str, Any]]
    ways: list[Way]
    onward: str
    colleagues: list[dict[str, str]]


class Remark(NamedTuple):
    who: str
    at: datetime
    text: str


def answer_groups(o: Opened) -> list[tuple[Text, list[Answer]]]:
    """The answers by section; what the supplement changed is marked."""
    supplement = o.supplement
    asked = {item["code"] for item in supplement.items} if supplement and supplement.answered_at else set()
    groups = []
    for section in o.document.sections:
        rows = [
            Answer(field.label, spoken(field, o.dossier.answers[field.code]), field.code in asked)
            for field in section.fields
            if field.code in o.dossier.answers
        ]
        if rows:
            groups.append((section.title, rows))
    return groups


def papers(o: Opened, typed: Mapping[str, str]) -> list[Paper]:
    """Every paper that the answers ask for, with its files and what was found about it. Two queries."""
    files: dict[str, list[Attachment]] = {}
    for attachment in o.dossier.attachments.select_related("file").order_by("pk"):
        files.setdefault(attachment.paper, []).append(attachment)
    checks: dict[str, PaperCheck] = {check.paper: check for check in o.dossier.checks.all()}
    rows = []
    for paper in papers_asked(o.document, o.dossier.answers):
        check = checks.get(paper.code)
        verdict = typed.get(f"verdict-{paper.code}") or (check.verdict if check else Verdict.UNCHECKED.value)
        reason = typed.get(f"reason-{paper.code}", check.reason if check else "")
        tone = VERDICT_TONES.get(verdict, "grey")
        given = files.get(paper.code, [])
        rows.append(
            Paper(paper.code, paper.name, paper.required, given, verdict, reason, tone, paper.required)
        )
    return rows


def open_steps(o: Opened, known: Calendar, typed: Mapping[str, Any]) -> list[Step]:
    rows = []
    others = colleagues_for([task for task in o.open_tasks if o.duties.may_assign(task)], o.at)
    for task in o.open_tasks:
        step = o.document.net.steps[task.step]
        ticked = typed.getlist("checklist") if hasattr(typed, "getlist") else []
        rows.append(
            Step(
                task=task,
                name=step.name,
                standing=_standing(o, task),
                left=time_left(task.due_at, at=o.at, calendar=known, paused_at=o.dossier.paused_at),
                checklist=[
                    {"value": str(index), "label": words, "ticked": str(index) in ticked}
                    for index, words in enumerate(step.checklist)
                ],
                ways=[_way(o, task.step, outcome) for outcome in step.outcomes if outcome != "done"],
                onward=_leads_to(o, task.step, "done") if "done" in step.outcomes else "",
                colleagues=[
                    {
                        "value": code,
                        "label": _("%(name)s – %(count)s in hand") % {"name": name, "count": load},
                    }
                    for code, name, load in others.get(task.pk, [])
                    if task.officer is None or task.officer.code != code
                ],
            )
        )
    order = {"mine": 0, "free": 1, "theirs": 2, "closed": 3}
    return sorted(rows, key=lambda row: order[row.standing])


def _standing(o: Opened, task: Task) -> str:
    if task.officer_id == o.officer.pk:
        return "mine"
    if not o.duties.covers(task):
        return "closed"
    return "free" if task.officer_id is None else "theirs"


def _way(o: Opened, step: str, outcome: str) -> Way:
    labels = {"return": _("Return for more work"), REFUSE: _("Propose a refusal")}
    if o.document.net.refuses(step, outcome):
        labels[REFUSE] = _("Refuse")
    return Way(outcome, labels.get(outcome, outcome_words(outcome)), _leads_to(o, step, outcome))


def _leads_to(o: Opened, step: str, outcome: str) -> str:
    names = [str(o.document.net.steps[after].name) for after in steps_after(o.document.net, step, outcome)]
    return ", ".join(names)


def opinions(o: Opened) -> list[dict[str, Any]]:
    """Opinions given, newest round last."""
    return [
        {
            "unit": task.unit.body.name,
            "opinion": opinion_words(task.opinion),
            "tone": {"agree": "green", "disagree": "red"}.get(task.opinion, "amber"),
            "note": task.note,
            "who": _name(task),
            "at": task.finished_at,
            "round": task.round,
        }
        for task in o.tasks
        if task.opinion
    ]


def notes(o: Opened) -> list[Remark]:
    """What colleagues wrote when they finished their steps."""
    names = o.document.net.steps
    return [
        Remark(
            f"{_name(task)} – {names[task.step].name}: {outcome_words(task.outcome)}",
            task.finished_at,
            task.note,
        )
        for task in o.tasks
        if task.finished_at and task.note and not task.opinion
    ]


def _name(task: Task) -> str:
    return task.finished_by.name if task.finished_by else ""


def done_by(o: Opened) -> list[dict[str, Any]]:
    """Who did what and when, for the one-page brief of the one who signs."""
    names = o.document.net.steps
    return [
        {
            "step": names[task.step].name,
            "who": _name(task),
            "unit": task.unit.name,
            "at": task.finished_at,
            "outcome": opinion_words(task.opinion) if task.opinion else outcome_words(task.outcome),
            "note": task.note,
            "left": task.due_at is not None and task.finished_at > task.due_at,
        }
        for task in o.tasks
        if task.finished_at
    ]


def due_explained(o: Opened, known: Calendar) -> tuple[datetime, list[tuple[Line, str]]]:
    """The due date and why: of a received dossier as it stands; of a filed one as it would be if received now."""
    dossier, limit = o.dossier, o.document.time_limit
    start = dossier.received_at or o.at
    pauses = _pauses(o)
    extension = getattr(dossier, "extension", None)
    reset = pauses[-1].until if pauses else None
    moved = extension.due_at if extension else None
    facts = (start, limit.limit, limit.policy, known)
    lines = explain(*facts, pauses=pauses, reset_at=reset, extended_to=moved)
    due = due_at(*facts, pauses=pauses, reset_at=reset, extended_to=moved)
    return due, [(line, say(line)) for line in lines]


def _pauses(o: Opened) -> tuple[Pause, ...]:
    supplement, received = o.supplement, o.dossier.received_at
    if supplement is None or supplement.answered_at is None or received is None:
        return ()
    if supplement.requested_at < received:
        return ()
    return (Pause(supplement.requested_at, supplement.answered_at, SUPPLEMENT_CAUSE),)
