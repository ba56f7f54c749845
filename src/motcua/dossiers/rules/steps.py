"""Working through the ISO sheet: steps opened, taken, finished; and the end that the last of them brings."""

from dataclasses import replace
from datetime import datetime

from motcua.catalog.rules.process import Marking, NoSuchOutcome, finish
from motcua.dossiers.events import (
    DossierCompleted,
    DossierRefused,
    OpinionGiven,
    StepCancelled,
    StepFinished,
    StepOpened,
    StepTaken,
)
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import (
    COMPLETED,
    IN_PROGRESS,
    REFUSED,
    Act,
    Life,
    OpenStep,
    Terms,
    at_moment,
    require,
    step_due_at,
)
from motcua.ledger.events import Event

REFUSE = "refuse"
OPINIONS = ("agree", "disagree", "remarks")


def opened(
    life: Life, terms: Terms, steps: tuple[str, ...], *, at: datetime
) -> tuple[Life, tuple[Event, ...]]:
    """Put steps before their units, each in its next round."""
    events: list[Event] = []
    for step_id in steps:
        step, unit, round_ = (
            terms.document.net.steps[step_id],
            terms.units[step_id],
            life.round_of(step_id) + 1,
        )
        now_open = OpenStep(step_id, round_, unit, at, step_due_at(step.limit, at, life, terms))
        rounds = (*(pair for pair in life.rounds if pair[0] != step_id), (step_id, round_))
        life = replace(life, steps=(*life.steps, now_open), rounds=rounds)
        events.append(
            StepOpened(
                step=step_id,
                round=round_,
                step_kind=step.kind,
                role=step.role,
                unit=unit,
                due_at=now_open.due_at,
            )
        )
    return life, tuple(events)


def take_step(life: Life, *, step: str, officer: str, at: datetime) -> Act:
    """An officer takes an open step, or takes it over from a colleague of the same unit."""
    life = at_moment(life, at)
    require(life, IN_PROGRESS)
    mine = life.open_step(step)
    if mine.officer == officer:
        raise Breach("already-yours")
    taken = replace(mine, officer=officer)
    life = replace(life, steps=tuple(taken if s is mine else s for s in life.steps))
    return Act(life, (StepTaken(step=step, round=mine.round, officer=officer),))


def finish_step(
    life: Life,
    terms: Terms,
    *,
    step: str,
    outcome: str,
    officer: str,
    at: datetime,
    opinion: str = "",
    reasons: tuple[str, ...] = (),
) -> Act:
    """Finish a step by one of its outcomes, open what follows, and end the dossier where the sheet ends.

    A consultation is finished by an opinion; the outcome `refuse` by reasons.
    """
    life = at_moment(life, at)
    require(life, IN_PROGRESS)
    mine = life.open_step(step)
    if mine.officer != officer:
        raise Breach("taken-by-another" if mine.officer else "not-taken", officer=mine.officer)
    if terms.document.net.steps[step].kind == "consult" and opinion not in OPINIONS:
        raise Breach("opinion-needed")
    if outcome == REFUSE and not reasons:
        raise Breach("reason-needed")
    try:
        marking, opens = finish(terms.document.net, life.marking, step, outcome)
    except NoSuchOutcome as no:
        raise Breach("no-such-outcome", outcome=outcome) from no
    events: list[Event] = [StepFinished(step=step, round=mine.round, unit=mine.unit, outcome=outcome)]
    if opinion:
        events.insert(0, OpinionGiven(step=step, round=mine.round, unit=mine.unit, opinion=opinion))
    life = replace(life, marking=marking, steps=tuple(s for s in life.steps if s is not mine))
    life, more = opened(life, terms, opens, at=at)
    events += more
    if marking.ended:
        life, end = _ended(life, terms, refused=outcome == REFUSE, reasons=reasons, at=at)
        events.append(end)
    return Act(life, tuple(events))


def cancelled(life: Life) -> tuple[Life, tuple[Event, ...]]:
    """Take every open step back, because the dossier ended otherwise."""
    events = tuple(StepCancelled(step=s.step, round=s.round, unit=s.unit) for s in life.steps)
    return replace(life, steps=(), marking=Marking()), events


def _ended(
    life: Life, terms: Terms, *, refused: bool, reasons: tuple[str, ...], at: datetime
) -> tuple[Life, Event]:
    if refused:
        return replace(life, state=REFUSED, ended_at=at), DossierRefused(reasons=reasons)
    document = terms.document.result.document
    if life.due_at is None:
        raise Breach("not-received")
    completed = DossierCompleted(due_at=life.due_at, document=document, electronic=document)
    return replace(life, state=COMPLETED, ended_at=at), completed
