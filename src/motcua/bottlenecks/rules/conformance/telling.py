"""A run as the facts that were folded from the ledger tell it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from motcua.bottlenecks.rules.conformance.runs import Doing, Run
from motcua.clock.rules.limits import Pause
from motcua.criteria.rules.facts import DossierFact, StepFact
from motcua.dossiers.rules.life import SUPPLEMENT_CAUSE

OWN_ENDS = ("completed", "refused")
"""Endings that the process itself brings about; the others break it off."""
CANCELLED = "cancelled"
ASKED = "supplement.requested"


class Place(NamedTuple):
    """A unit: its kind, and the body that it is of."""

    kind: str
    body: str


class Around(NamedTuple):
    """What runs are told with: units by their codes, the roles that a step's doer held when he finished it (None if
    nobody knows), the moment up to which the facts go, waits by dossier, and, for steps that were finished in the same
    instant, which came first (`order`: by dossier, step and round).
    """

    places: Mapping[str, Place]
    held: Callable[[StepFact], frozenset[str] | None]
    until: datetime
    pauses: Mapping[str, tuple[Pause, ...]]
    order: Mapping[tuple[str, str, int], int]


def known_by(
    dossier: DossierFact, steps: Iterable[StepFact], until: datetime
) -> tuple[DossierFact, list[StepFact]]:
    """A dossier and its steps as they stood at a moment: what happened later has not happened."""
    if dossier.ended_at and dossier.ended_at >= until:
        dossier = replace(dossier, ended_at=None, ending="")
    return dossier, [_by(step, until) for step in steps if step.opened_at < until]


def _by(step: StepFact, until: datetime) -> StepFact:
    if step.closed_at is None or step.closed_at < until:
        return step
    return replace(step, closed_at=None, outcome="")


def run_of(
    dossier: DossierFact, steps: Sequence[StepFact], around: Around
) -> tuple[Run, tuple[StepFact, ...]]:
    """The run of one dossier, and the facts behind its doings, in the same order."""

    def moment(step: StepFact) -> tuple[bool, datetime, int, datetime]:
        number = around.order.get((step.code, step.step, step.round), 0)
        lies_open = step.closed_at is None or step.outcome == CANCELLED
        return lies_open, step.closed_at or step.opened_at, number, step.opened_at

    told = tuple(sorted(steps, key=moment))
    until = min(around.until, dossier.ended_at) if dossier.ended_at else around.until
    run = Run(
        dossier.code,
        tuple(_doing(step, around) for step in told),
        ended=dossier.ending in OWN_ENDS,
        until=until,
        body=dossier.body,
        pauses=around.pauses.get(dossier.code, ()),
    )
    return run, told


def waits_of(entries: Iterable[tuple[str, datetime]]) -> tuple[Pause, ...]:
    """The waits of one dossier for its applicant: its entries' kinds and moments, in order.

    A wait ends with the answer, or with the dossier.
    """
    waits: list[Pause] = []
    since: datetime | None = None
    for kind, at in entries:
        if kind == ASKED:
            since = at
        elif since is not None:
            waits.append(Pause(since, at, SUPPLEMENT_CAUSE))
            since = None
    return (*waits, Pause(since, None, SUPPLEMENT_CAUSE)) if since else tuple(waits)


def in_one_instant(steps: Sequence[StepFact]) -> bool:
    """Whether only the ledger can tell which of a dossier's steps was finished first."""
    closed = [step.closed_at for step in steps if step.closed_at and step.outcome != CANCELLED]
    return len(closed) != len(set(closed))


def _doing(step: StepFact, around: Around) -> Doing:
    place = around.places.get(step.unit, Place("", ""))
    cancelled = step.outcome == CANCELLED
    return Doing(
        step=step.step,
        outcome="" if cancelled else step.outcome,
        roles=around.held(step),
        unit=place.kind,
        body=place.body,
        opened_at=step.opened_at,
        closed_at=step.closed_at,
        due_at=step.due_at,
        cancelled=cancelled,
    )
