"""From ledger entries to facts: pure, one entry at a time, in the order of a subject's sequence.

Only the moment of recording counts. `late_at` is kept by three rules: while the clock runs it is the first instant
after the due moment; while it stands it is None unless it has passed; what has passed stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.facts import (
    DeclaredFact,
    DossierFact,
    PetitionFact,
    StepFact,
    columns,
)
from motcua.criteria.rules.periods import period

F = TypeVar("F", DossierFact, PetitionFact, StepFact)
INSTANT = timedelta(microseconds=1)
"""The resolution of moments: late begins one instant after due."""
DECLARED = "criteria.figure_declared"
"""A figure from outside: it needs nothing but its own entry, the latest of its subject holds."""


class Told(NamedTuple):
    """What folding reads of a ledger entry."""

    kind: str
    subject: str
    body: str
    actor: str
    at: datetime
    data: Mapping[str, Any]


class ProcedureFacts(NamedTuple):
    """What a version of a procedure says and the ledger does not. What is published never changes."""

    eligible: bool = False
    citizen: bool = False


@dataclass
class Known:
    """The facts of the subjects that a batch of entries touches; `fold` moves them on."""

    procedures: Mapping[tuple[str, int], ProcedureFacts]
    dossiers: dict[str, DossierFact] = field(default_factory=dict)
    petitions: dict[str, PetitionFact] = field(default_factory=dict)
    steps: dict[tuple[str, str, int], StepFact] = field(default_factory=dict)
    declared: dict[tuple[str, datetime, str], DeclaredFact] = field(default_factory=dict)

    def fold(self, entry: Told) -> None:
        """Take in one entry. Kinds that say nothing of a measured fact change nothing."""
        if change := _DOSSIER.get(entry.kind):
            if dossier := self.dossiers.get(entry.subject):
                self.dossiers[entry.subject] = change(dossier, entry)
        elif change_petition := _PETITION.get(entry.kind):
            if petition := self.petitions.get(entry.subject):
                self.petitions[entry.subject] = change_petition(petition, entry)
        elif take_in := _TAKE_IN.get(entry.kind):
            take_in(self, entry)

    def _filed(self, entry: Told) -> None:
        self.dossiers[entry.subject] = _filed(entry, self.procedures)

    def _declared(self, entry: Told) -> None:
        fact = _declared(entry)
        self.declared[fact.body, fact.month_at, fact.name] = fact

    def _sent(self, entry: Told) -> None:
        about = str(entry.data.get("dossier") or "")
        dossier = self.dossiers.get(about)
        if dossier:
            self.dossiers[about] = replaced(dossier, petitions=dossier.petitions + 1)
        due = _moment(entry, "due_at")
        self.petitions[entry.subject] = PetitionFact(
            code=entry.subject,
            body=entry.body,
            about=entry.data["about"],
            sent_at=entry.at,
            dossier=about,
            procedure=dossier.procedure if dossier else "",
            due_at=due,
            late_at=due and due + INSTANT,
        )

    def _step(self, entry: Told) -> None:
        key = (entry.subject, entry.data["step"], entry.data["round"])
        dossier = self.dossiers.get(entry.subject)
        if entry.kind == "step.opened" and dossier:
            self.steps[key] = StepFact(
                *key,
                body=entry.body,
                procedure=dossier.procedure,
                step_kind=entry.data["step_kind"],
                role=entry.data["role"],
                unit=entry.data["unit"],
                opened_at=entry.at,
                due_at=_moment(entry, "due_at"),
            )
        elif step := self.steps.get(key):
            self.steps[key] = _STEP_CHANGES[entry.kind](step, entry)


def replaced(fact: F, **changes: Any) -> F:
    """`dataclasses.replace` in half the time: a year of a province is folded with 400,000 of them."""
    names, values = _columns(fact.kind)
    return type(fact)(**dict(zip(names, values(fact), strict=True)) | changes)


@cache
def _columns(kind: str) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The columns of a kind of fact, and what reads them all."""
    names = columns(kind)
    return names, attrgetter(*names)


def subjects_of(entry: Told) -> tuple[str, ...]:
    """The subjects whose facts an entry may move: its own, and the dossier that a petition is about."""
    if entry.kind == "petition.sent" and entry.data.get("dossier"):
        return (entry.subject, entry.data["dossier"])
    return (entry.subject,)


def midnight_after(moment: datetime) -> datetime:
    """The first instant of the next day, by the legal zone."""
    local = moment.astimezone(ZONE)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _moment(entry: Told, name: str) -> datetime | None:
    said = entry.data.get(name)
    return datetime.fromisoformat(said) if said else None


def _declared(entry: Told) -> DeclaredFact:
    said = entry.data
    return DeclaredFact(entry.body, period(said["month"]).starts_at, said["name"], said["amount"])


def _filed(entry: Told, procedures: Mapping[tuple[str, int], ProcedureFacts]) -> DossierFact:
    said = entry.data
    listed = procedures.get((said["procedure"], said["version"]), ProcedureFacts())
    return DossierFact(
        code=entry.subject,
        body=entry.body,
        procedure=said["procedure"],
        filed_at=entry.at,
        version=said["version"],
        channel=said["channel"],
        online_level=said["online_level"],
        eligible=listed.eligible,
        citizen=listed.citizen,
        papers=said["papers"],
        digitised=said["digitised"],
        reused=said["reused"],
        verified=said["identity_verified"],
        fee=said["fee_total"],
        applicant_mark=said.get("applicant_mark", ""),
        phone_mark=said.get("phone_mark", ""),
        device_mark=said.get("device_mark", ""),
        scans=" ".join(said.get("scans", ())),
        blank=said.get("blank", 0),
    )


def _due(fact: DossierFact, due: datetime | None, at: datetime) -> DossierFact:
    """The due moment is now this one. What has been late by `at` stays late."""
    return replaced(
        fact,
        due_at=due,
        late_at=_scheduled(fact.late_at, due and due + INSTANT, at),
        late_day_at=_scheduled(fact.late_day_at, due and midnight_after(due), at),
    )


def _scheduled(before: datetime | None, now: datetime | None, at: datetime) -> datetime | None:
    return before if before is not None and before <= at else now


def _halted(fact: DossierFact, at: datetime) -> DossierFact:
    """The clock stands, or the end has come: nothing becomes late any more, what is late stays."""
    return replaced(
        fact,
        late_at=_scheduled(fact.late_at, None, at),
        late_day_at=_scheduled(fact.late_day_at, None, at),
    )


def _received(fact: DossierFact, entry: Told) -> DossierFact:
    fact = replaced(fact, received_at=entry.at, receiver=entry.actor)
    return _due(fact, _moment(entry, "due_at"), entry.at)


def _refused_at_intake(fact: DossierFact, entry: Told) -> DossierFact:
    return replaced(fact, refused_at_intake_at=entry.at, receiver=entry.actor)


def _asked(fact: DossierFact, entry: Told) -> DossierFact:
    """The clock stands. A second request makes the dossier late at once (domain.md 2.4, rule 2)."""
    fact = replaced(
        _halted(fact, entry.at), paused_at=entry.at, supplements=fact.supplements + 1, asker=entry.actor
    )
    if fact.supplements < 2 or fact.received_at is None:
        return fact
    return replaced(fact, late_at=fact.late_at or entry.at, late_day_at=fact.late_day_at or entry.at)


def _given(fact: DossierFact, entry: Told) -> DossierFact:
    return _due(replaced(fact, paused_at=None), _moment(entry, "due_at") or fact.due_at, entry.at)


def _extended(fact: DossierFact, entry: Told) -> DossierFact:
    return _due(replaced(fact, extended=True), _moment(entry, "due_at"), entry.at)


def _ended(fact: DossierFact, entry: Told) -> DossierFact:
    if fact.ended_at is not None:
        return fact
    return replaced(
        _halted(fact, entry.at),
        ended_at=entry.at,
        paused_at=None,
        ending=entry.kind.removeprefix("dossier."),
        finisher=entry.actor,
        document=bool(entry.data.get("document", False)),
        electronic=bool(entry.data.get("electronic", False)),
    )


def _paid(fact: DossierFact, entry: Told) -> DossierFact:
    return replaced(fact, paid_at=entry.at, paid_online=entry.data["method"] == "online")


def _rated(fact: DossierFact, entry: Told) -> DossierFact:
    stars = int(entry.data["stars"])
    return replaced(
        fact, stars=stars, rated_at=entry.at, rated_by=entry.data["asked_by"], disliked=stars <= 2
    )


Change = Callable[[Any, Told], Any]
_DOSSIER: Mapping[str, Change] = {
    "dossier.received": _received,
    "dossier.intake_refused": _refused_at_intake,
    "dossier.extended": _extended,
    "dossier.stopped": _ended,
    "dossier.withdrawn": _ended,
    "dossier.refused": _ended,
    "dossier.completed": _ended,
    "dossier.delivered": lambda fact, entry: replaced(fact, delivered_at=entry.at),
    "dossier.corrected": lambda fact, entry: replaced(fact, corrections=fact.corrections + 1),
    "dossier.rated": _rated,
    "supplement.requested": _asked,
    "supplement.given": _given,
    "invoice.settled": _paid,
}


def _answered(fact: PetitionFact, entry: Told) -> PetitionFact:
    late = fact.late_at if fact.late_at is not None and fact.late_at <= entry.at else None
    return replaced(fact, answered_at=entry.at, late_at=late)


_PETITION: Mapping[str, Change] = {
    "petition.transferred": lambda fact, entry: replaced(
        fact, transferred_at=entry.at, body=entry.data["to_body"]
    ),
    "petition.answered": _answered,
    "petition.published": lambda fact, entry: replaced(fact, published_at=entry.at),
    "petition.rated": lambda fact, entry: replaced(fact, liked=bool(entry.data["liked"])),
    "petition.reopened": lambda fact, entry: replaced(fact, reopened=fact.reopened + 1),
}


def _closed(step: StepFact, entry: Told) -> StepFact:
    outcome = "cancelled" if entry.kind == "step.cancelled" else entry.data["outcome"]
    officer = step.officer or (entry.actor if entry.kind == "step.finished" else "")
    return replaced(step, closed_at=entry.at, outcome=outcome, officer=officer)


_STEP_CHANGES: Mapping[str, Change] = {
    "step.taken": lambda step, entry: replaced(step, taken_at=entry.at, officer=entry.data["officer"]),
    "step.finished": _closed,
    "step.cancelled": _closed,
}
_TAKE_IN: Mapping[str, Callable[[Known, Told], None]] = {
    "dossier.filed": Known._filed,
    "petition.sent": Known._sent,
    **dict.fromkeys(("step.opened", *_STEP_CHANGES), Known._step),
    DECLARED: Known._declared,
}
