"""A run as the facts that were folded from the ledger tell it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def run_of(dossier: DossierFact, steps: Sequence[StepFact], around: Around) -> Run:
    """The run of one dossier. What happened after `around.until` is not told."""

    def moment(step: StepFact) -> tuple[bool, datetime, int, datetime]:
        number = around.order.get((step.code, step.step, step.round), 0)
        return step.closed_at is None, step.closed_at or step.opened_at, number, step.opened_at

    doings = (_doing(step, around) for step in sorted(steps, key=moment))
    until = min(around.until, dossier.ended_at) if dossier.ended_at else around.until
    return Run(
        dossier.code,
        tuple(doings),
        ended=dossier.ending in OWN_ENDS,
        until=until,
        body=dossier.body,
        pauses=around.pauses.get(dossier.code, ()),
    )


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
