"""Counters = facts counted anew = the ledger folded anew: whoever doubts a figure asks here."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Q

from motcua.criteria.models import SLOTS, DayTally, MonthTally, ProcedureTally, Reader
from motcua.criteria.queries.catalogue import procedure_facts
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.facts import Fact
from motcua.criteria.rules.folding import Known, Told
from motcua.criteria.services import keeping
from motcua.criteria.services.tallying import Moves
from motcua.ledger.models import Entry

MOST_TOLD = 100


class Reconciled(NamedTuple):
    """How much was compared, and every difference found (the first hundred of them)."""

    entries: int
    facts: int
    cells: int
    differences: list[str]


@transaction.atomic
def reconcile() -> Reconciled:
    """Fold the ledger anew up to the follower's bookmark and count it anew, in plain Python; compare bit for bit.

    Reads one snapshot of the database, so it may run while others work.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    reader = Reader.objects.first()
    if reader is None:
        return Reconciled(0, 0, 0, [])
    entries, known = _folded(reader)
    kept: dict[str, dict[tuple[Any, ...], Any]] = {
        kind: {key: one.fact for key, one in keeping.read(kind, fact).items()}
        for kind, fact in keeping.COUNTED.items()
    }
    differences = [
        *_unlike("dossier", known.dossiers, {key[0]: fact for key, fact in kept["dossier"].items()}),
        *_unlike("petition", known.petitions, {key[0]: fact for key, fact in kept["petition"].items()}),
    ]
    told: list[Fact] = [*known.dossiers.values(), *known.petitions.values()]
    told += [*kept["offer"].values(), *kept["declared"].values()]  # told by the catalogue and by papers
    moves = _counted(told, reader)
    cells = 0
    for table, meant in (
        (DayTally, moves.days),
        (MonthTally, moves.months),
        (ProcedureTally, moves.procedures),
    ):
        found = _cells(table)
        cells += len(found)
        differences += _unlike(table.__name__, _standing(meant), found)
    return Reconciled(entries, sum(map(len, kept.values())), cells, list(islice(differences, MOST_TOLD)))


def _folded(reader: Reader) -> tuple[int, Known]:
    """The facts of everything that the follower has read, in the order in which it read."""
    seen = Q(transaction__lt=reader.transaction) | Q(transaction=reader.transaction, pk__lte=reader.entry)
    rows = Entry.objects.filter(seen).order_by("transaction", "pk")
    known, entries = Known(procedure_facts()), 0
    columns = ("kind", "subject", "body", "actor", "recorded_at", "data")
    for row in rows.values_list(*columns).iterator(chunk_size=10_000):
        known.fold(Told(*row))
        entries += 1
    return entries, known


def _counted(facts: Iterable[Fact], reader: Reader) -> Moves:
    moves = Moves(counters())
    for fact in facts:
        moves.add(fact, reader.horizon, 1)
    return moves


def _standing(cells: Mapping[tuple[Any, ...], list[int]]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    return {cell: tuple(counts) for cell, counts in cells.items() if any(counts)}


def _cells(table: type[models.Model]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    key = [field.name for field in table._meta.fields if field.name not in SLOTS and field.name != "id"]
    rows = table._default_manager.values_list(*key, *SLOTS)
    return {row[: len(key)]: row[len(key) :] for row in rows if any(row[len(key) :])}


def _unlike(what: str, meant: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in meant.keys() | found.keys():
        if meant.get(key) != found.get(key):
            yield f"{what} {key}: told {meant.get(key)}, kept {found.get(key)}"
