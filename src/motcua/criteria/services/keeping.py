"""Facts in the database: read as dataclasses, written back in bulk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from motcua.criteria import models
from motcua.criteria.rules.facts import (
    DeclaredFact,
    DossierFact,
    Fact,
    OfferFact,
    PetitionFact,
    StepFact,
    columns,
)

TABLES: Mapping[str, type[Model]] = {
    "dossier": models.Dossier,
    "petition": models.Petition,
    "offer": models.Offer,
    "declared": models.Declared,
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "dossier": ("code",),
    "petition": ("code",),
    "offer": ("body", "procedure", "begins_at"),
    "declared": ("body", "month_at", "name"),
}
COUNTED: Mapping[str, type[Fact]] = {
    "dossier": DossierFact,
    "petition": PetitionFact,
    "offer": OfferFact,
    "declared": DeclaredFact,
}
STEP_KEY = ("code", "step", "round")


class Kept(NamedTuple):
    """A fact, and the horizon at which it was counted last."""

    fact: Any
    counted_at: datetime


def read(kind: str, fact: type[Fact], **where: Any) -> dict[tuple[Any, ...], Kept]:
    """The kept facts of a kind, by key."""
    names, key = columns(kind), KEYS[kind]
    places = [names.index(name) for name in key]
    rows = TABLES[kind]._default_manager.filter(**where).values_list(*names, "counted_at")
    return {tuple(row[place] for place in places): Kept(fact(*row[:-1]), row[-1]) for row in rows}


def read_steps(codes: Collection[str]) -> dict[tuple[str, str, int], StepFact]:
    """The steps that may still change of these dossiers, and the closed ones: a step may be opened again."""
    rows = models.Step.objects.filter(code__in=codes, closed_at=None).values_list(*columns("step"))
    return {row[:3]: StepFact(*row) for row in rows}


def write(
    kind: str, facts: Iterable[tuple[Fact, datetime | None]], *, counted_at: datetime, batch: int
) -> None:
    """Keep facts as they are now; `next` is the moment at which time alone will change what they count."""
    names, table = columns(kind), TABLES[kind]
    rows = [
        table(
            **dict(zip(names, astuple(fact), strict=True)),
            counted_at=counted_at,
            next_at=following,
            moved_in=batch,
        )
        for fact, following in facts
    ]
    changing = [name for name in (*names, "counted_at", "next_at", "moved_in") if name not in KEYS[kind]]
    table._default_manager.bulk_create(
        rows, batch_size=2000, update_conflicts=True, unique_fields=list(KEYS[kind]), update_fields=changing
    )


def write_steps(steps: Iterable[StepFact], *, batch: int) -> None:
    names = columns("step")
    rows = [models.Step(**dict(zip(names, astuple(step), strict=True)), moved_in=batch) for step in steps]
    changing = [name for name in (*names, "moved_in") if name not in STEP_KEY]
    models.Step.objects.bulk_create(
        rows, batch_size=2000, update_conflicts=True, unique_fields=list(STEP_KEY), update_fields=changing
    )
