"""What the forecast knows of a dossier: facts, the moments at which its due moment changed, and its stays.

A course holds everything that was ever recorded, each with its moment; `History` answers how it stood before any.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from motcua.criteria.rules.facts import DossierFact, StepFact
from motcua.criteria.rules.folding import INSTANT, Told

MARKING = frozenset({"dossier.received", "supplement.requested", "supplement.given", "dossier.extended"})
"""The kinds of entries that move a due moment, or let the clock stand: all that facts alone do not tell."""


class Mark(NamedTuple):
    """How a dossier's clock stood from `at` on. `due_at` of a paused one is what it was before the pause."""

    at: datetime
    due_at: datetime | None
    paused: bool = False
    supplements: int = 0
    extended: bool = False


class Stay(NamedTuple):
    """One round of one step: work that lay with a unit from `opened_at` to `closed_at`."""

    step: str
    kind: str
    unit: str
    opened_at: datetime
    due_at: datetime | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    round: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """One received dossier. `late_at`: the first moment at which it was known to be late, if that ever comes."""

    code: str
    body: str
    procedure: str
    channel: str
    received_at: datetime
    marks: tuple[Mark, ...]
    stays: tuple[Stay, ...] = ()
    ended_at: datetime | None = None
    late_at: datetime | None = None


def courses(
    dossiers: Iterable[DossierFact], steps: Iterable[StepFact], marking: Iterable[Told]
) -> Iterator[Course]:
    """The courses of all received dossiers.

    `marking`: the ledger's entries of the kinds in MARKING, a subject's in their order; other kinds are passed over.
    """
    stays, marks = defaultdict[str, list[Stay]](list), defaultdict[str, list[Mark]](list)
    for step in steps:
        stays[step.code].append(_stay(step))
    for entry in marking:
        if entry.kind in MARKING:
            marks[entry.subject].append(_mark(entry, marks[entry.subject]))
    for fact in dossiers:
        if fact.received_at and (told := marks.get(fact.code)):
            yield Course(
                fact.code,
                fact.body,
                fact.procedure,
                fact.channel,
                fact.received_at,
                tuple(told),
                tuple(stays.get(fact.code, ())),
                fact.ended_at,
                known_late_at(fact.late_at, told),
            )


def known_late_at(late_at: datetime | None, marks: Iterable[Mark]) -> datetime | None:
    """When lateness could be seen: an act may set a due moment that has passed already."""
    if late_at is None:
        return None
    setting = (
        mark.at for mark in marks if not mark.paused and mark.due_at and mark.due_at + INSTANT == late_at
    )
    return max(late_at, min(setting, default=late_at))


def _stay(step: StepFact) -> Stay:
    return Stay(
        step.step,
        step.step_kind,
        step.unit,
        step.opened_at,
        step.due_at,
        step.taken_at,
        step.closed_at,
        step.round,
    )


def _mark(entry: Told, before: list[Mark]) -> Mark:
    last = before[-1] if before else Mark(entry.at, None)
    said = entry.data.get("due_at")
    due = datetime.fromisoformat(said) if said else last.due_at
    if entry.kind == "supplement.requested":
        return Mark(
            entry.at, last.due_at, paused=True, supplements=last.supplements + 1, extended=last.extended
        )
    extended = last.extended or entry.kind == "dossier.extended"
    return Mark(entry.at, due, paused=False, supplements=last.supplements, extended=extended)
