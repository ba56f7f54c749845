"""Counters = facts counted anew = the ledger folded anew: whoever doubts a figure asks here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from motcua.criteria.models import (
    PAIR_SLOTS,
    SLOTS,
    DayTally,
    GroupTally,
    MonthTally,
    PairTally,
    ProcedureTally,
    Reader,
    Step,
)
from motcua.criteria.queries.catalogue import procedure_facts
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.groups import groups
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.facts import Fact, StepFact, columns
from motcua.criteria.rules.folding import Known, Told
from motcua.criteria.services import keeping
from motcua.criteria.services.tallying import day_and_month
from motcua.criteria.services.totalling import digest
from motcua.criteria.services.totalling_plainly import months_of_groups, pairs_of_all
from motcua.ledger.models import Entry

MOST_TOLD = 100
COUNTED_ANEW = "motcua.criteria.services.recounting.counted_anew"
"""By name: it brings Ibis with it, which no page needs."""
TALLIES = (DayTally, MonthTally, ProcedureTally)
Cells = dict[tuple[Any, ...], tuple[int, ...]]


class Reconciled(NamedTuple):
    """How much was compared, and every difference found (the first hundred of them)."""

    entries: int
    facts: int
    cells: int
    differences: list[str]


@transaction.atomic
def reconcile() -> Reconciled:
    """Fold the ledger anew up to the follower's bookmark and count it anew, twice; compare bit for bit.

    Three ways that share only the definition of the flows: the counters as they were moved; the kept facts added up
    by the measures in the database; entries folded one by one in the order of reading and added up in plain Python.
    Reads one snapshot of the database, so it may run while others work.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    reader = Reader.objects.first()
    if reader is None:
        return Reconciled(0, 0, 0, [])
    entries, known = _folded(reader)
    kept = _kept()
    unlike = [
        *_unlike("dossier", {(code,): one for code, one in known.dossiers.items()}, kept["dossier"]),
        *_unlike("petition", {(code,): one for code, one in known.petitions.items()}, kept["petition"]),
        *_unlike("declared", known.declared, kept["declared"]),
        *_unlike("step", known.steps, kept["step"]),
    ]
    told: list[Fact] = [*known.dossiers.values(), *known.petitions.values(), *known.declared.values()]
    told += kept["offer"].values()  # told by the catalogue
    plain, cells = added_up(told, counters(), reader.horizon), 0
    for table in TALLIES:
        found = _cells(table)
        cells += len(found)
        unlike += _unlike(f"{table.__name__} by the entries", plain[table], found)
        unlike += _unlike(f"{table.__name__} by the facts", _recounted(table, reader.horizon), found)
    unlike += _totals_unlike(reader, plain)
    return Reconciled(entries, sum(map(len, kept.values())), cells, list(islice(unlike, MOST_TOLD)))


def _totals_unlike(reader: Reader, plain: Mapping[type[models.Model], Cells]) -> Iterator[str]:
    """Of the totals that are kept; nothing while they wait for a follower to count them by another tree."""
    known = groups()
    if reader.totals == digest(counters(), known):
        sums = months_of_groups(plain[MonthTally], known)
        yield from _unlike("GroupTally by the entries", sums, _cells(GroupTally))
        pairs = pairs_of_all(plain[ProcedureTally], counters(), known)
        yield from _unlike("PairTally by the entries", pairs, _cells(PairTally))


def added_up(facts: Iterable[Fact], counters: Counters, horizon: datetime) -> dict[type[models.Model], Cells]:
    """The slow oracle: what each fact contributes at a horizon, added to three cells, one after the other."""
    sums: dict[type[models.Model], dict[tuple[Any, ...], list[int]]] = {
        table: defaultdict(lambda: [0] * len(SLOTS)) for table in TALLIES
    }
    for fact in facts:
        for (code, moment), amount in counters.contributions(fact, horizon).items():
            day, month = day_and_month(moment)
            slot = counters.flows[code].slot
            sums[DayTally][fact.body, day][slot] += amount
            sums[MonthTally][fact.body, month][slot] += amount
            sums[ProcedureTally][fact.body, fact.procedure, month][slot] += amount
    return {table: _standing(cells) for table, cells in sums.items()}


def _folded(reader: Reader) -> tuple[int, Known]:
    """The facts of everything that the follower has read, in the order in which it read."""
    seen = Q(transaction__lt=reader.transaction) | Q(transaction=reader.transaction, pk__lte=reader.entry)
    rows = Entry.objects.filter(seen).order_by("transaction", "pk")
    known, entries = Known(procedure_facts()), 0
    names = ("kind", "subject", "body", "actor", "recorded_at", "data")
    for row in rows.values_list(*names).iterator(chunk_size=10_000):
        known.fold(Told(*row))
        entries += 1
    return entries, known


def _kept() -> dict[str, dict[Any, Any]]:
    kept: dict[str, dict[Any, Any]] = {
        kind: {key: one.fact for key, one in keeping.read(kind, told).items()}
        for kind, told in keeping.COUNTED.items()
    }
    kept["step"] = {row[:3]: StepFact(*row) for row in Step.objects.values_list(*columns("step"))}
    return kept


def _recounted(table: type[models.Model], horizon: datetime) -> Cells:
    """The same by the measures, in the database; widened to all slots."""
    known, width = counters(), len(_key(table))
    slots = [flow.slot for flow in known.flows.values()]
    with connection.cursor() as cursor:
        cursor.execute(import_string(COUNTED_ANEW)(table._meta.db_table, known, horizon))
        rows = cursor.fetchall()
    wide: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        cell = wide[row[:width]] = [0] * len(SLOTS)
        for slot, amount in zip(slots, row[width:], strict=True):
            cell[slot] = amount
    return _standing(wide)


def _standing(cells: Mapping[tuple[Any, ...], list[int]]) -> Cells:
    return {cell: tuple(counts) for cell, counts in cells.items() if any(counts)}


def _cells(table: type[models.Model]) -> Cells:
    key = _key(table)
    rows = table._default_manager.values_list(*key, *_slots(table))
    return {row[: len(key)]: row[len(key) :] for row in rows if any(row[len(key) :])}


def _key(table: type[models.Model]) -> list[str]:
    return [
        field.name for field in table._meta.fields if field.name not in _slots(table) and field.name != "id"
    ]


def _slots(table: type[models.Model]) -> tuple[str, ...]:
    return PAIR_SLOTS if table is PairTally else SLOTS


def _unlike(what: str, meant: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in meant.keys() | found.keys():
        if meant.get(key) != found.get(key):
            yield f"{what} {key}: told {meant.get(key)}, kept {found.get(key)}"
