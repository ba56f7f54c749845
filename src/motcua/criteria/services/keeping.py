"""Facts in the database: read as dataclasses, written back in bulk."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from motcua.criteria import models
from motcua.criteria.models import MomentField, microseconds, moment_of
from motcua.criteria.rules.facts import (
    DeclaredFact,
    DossierFact,
    Fact,
    OfferFact,
    PetitionFact,
    StepFact,
    columns,
)
from motcua.criteria.services.pouring import pour

TABLES: Mapping[str, type[Model]] = {
    "dossier": models.Dossier,
    "step": models.Step,
    "petition": models.Petition,
    "offer": models.Offer,
    "declared": models.Declared,
}
COUNTED: Mapping[str, type[Fact]] = {
    "dossier": DossierFact,
    "petition": PetitionFact,
    "offer": OfferFact,
    "declared": DeclaredFact,
}
KEYS: Mapping[str, tuple[str, ...]] = {kind: told.key for kind, told in COUNTED.items()}
EACH = "TRUE"
_READ_AT_ONCE = 5_000
_PLACE = ("counted_at", "next_at", "moved_in")


class Kept(NamedTuple):
    """A fact, the horizon at which it was counted last, and the moment at which time alone changes what it counts."""

    fact: Any
    counted_at: datetime
    next_at: datetime | None


def read(kind: str, told: type[Fact], condition: str = EACH, *values: Any) -> dict[tuple[Any, ...], Kept]:
    """The kept facts of a kind that satisfy a condition (SQL of the house's own), by key."""
    places = [columns(kind).index(name) for name in KEYS[kind]]
    rows = _rows(kind, ("counted_at", "next_at"), condition, values)
    return {tuple(row[place] for place in places): Kept(told(*row[:-2]), *row[-2:]) for row in rows}


def read_steps(codes: Collection[str]) -> dict[tuple[str, str, int], StepFact]:
    """The steps of these dossiers that are open: a closed one changes no more."""
    rows = _rows("step", (), "code = ANY(%s) AND closed_at IS NULL", [list(codes)])
    return {row[:3]: StepFact(*row) for row in rows}


def write(
    kind: str, facts: Iterable[tuple[Fact, datetime | None]], *, counted_at: datetime, batch: int
) -> None:
    """Keep facts as they are now; `next` is the moment at which time alone will change what they count."""
    timed, at = list(facts), microseconds(counted_at)
    rows = (
        (*_plain(kind, fact), at, None if following is None else microseconds(following), batch)
        for fact, following in timed
    )
    _pour(kind, (*columns(kind), *_PLACE), rows, len(timed))


def write_steps(steps: Iterable[StepFact], *, batch: int) -> None:
    every = list(steps)
    _pour(
        "step", (*columns("step"), "moved_in"), ((*_plain("step", one), batch) for one in every), len(every)
    )


def _pour(kind: str, names: Sequence[str], rows: Iterable[Sequence[Any]], count: int) -> None:
    key = StepFact.key if kind == "step" else KEYS[kind]
    pour(TABLES[kind]._meta.db_table, key, names, rows, count=count)


def _rows(kind: str, more: Sequence[str], condition: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    names = (*columns(kind), *more)
    moments = [place for place, name in enumerate(names) if name in _moments(kind)]
    table = TABLES[kind]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {condition}", values)  # noqa: S608 -- our own words
        while rows := cursor.fetchmany(_READ_AT_ONCE):
            for row in rows:
                told = list(row)
                for place in moments:
                    if told[place] is not None:
                        told[place] = moment_of(told[place])
                yield tuple(told)


def _plain(kind: str, fact: Fact) -> list[Any]:
    """A fact as the database keeps it."""
    read_all, moments = _columns(kind)
    row = list(read_all(fact))
    for place in moments:
        if row[place] is not None:
            row[place] = microseconds(row[place])
    return row


@cache
def _columns(kind: str) -> tuple[Callable[[Fact], tuple[Any, ...]], tuple[int, ...]]:
    """What reads all columns of a fact, and which of them are moments."""
    names = columns(kind)
    return attrgetter(*names), tuple(place for place, name in enumerate(names) if name in _moments(kind))


@cache
def _moments(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in TABLES[kind]._meta.fields if isinstance(field, MomentField))
