"""Keeping facts and counters a moment behind the ledger: one batch a transaction, each entry once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import transaction

from motcua.clock.queries import now
from motcua.criteria.models import Reader
from motcua.criteria.queries.catalogue import offers, procedure_facts
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.facts import DossierFact, Fact, OfferFact, PetitionFact
from motcua.criteria.rules.folding import INSTANT, Known, Told, subjects_of
from motcua.criteria.services import keeping
from motcua.criteria.services.tallying import Moves
from motcua.ledger.queries import Bookmark, entries_after

FOLLOWER = "index"
AT_ONCE = 20_000
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
CATALOGUE_MOVES = {"procedure.published", "catalogue.listed"}
_ENTRY = ("kind", "subject", "body", "actor", "recorded_at", "data", "transaction", "pk")
Key = tuple[Any, ...]


class Followed(NamedTuple):
    """What one batch did. `behind`: there is more to read at once."""

    entries: int
    moved: int
    behind: bool
    horizon: datetime


@dataclass
class _Batch:
    """The facts that a batch touches: as they were counted, and as they are now (None: gone)."""

    before: dict[str, dict[Key, keeping.Kept]] = field(default_factory=dict)
    after: dict[str, dict[Key, Fact]] = field(default_factory=dict)

    def let_time_pass(self, horizon: datetime) -> None:
        """Facts whose next moment has come are counted again, as they are."""
        for kind, fact in keeping.COUNTED.items():
            for key, kept in keeping.read(kind, fact, next_at__lt=horizon).items():
                self.before.setdefault(kind, {}).setdefault(key, kept)
                self.after.setdefault(kind, {}).setdefault(key, kept.fact)

    def write(self, horizon: datetime, number: int) -> int:
        """Count the differences, keep the facts, and say how many they were."""
        moves = Moves(counters())
        for kind, facts in self.after.items():
            kept = self.before.get(kind, {})
            for key, fact in facts.items():
                if old := kept.get(key):
                    moves.add(old.fact, old.counted_at, -1)
                moves.add(fact, horizon, 1)
            timed = [(fact, moves.next_change(fact, horizon)) for fact in facts.values()]
            keeping.write(kind, timed, counted_at=horizon, batch=number)
        moves.write()
        return sum(map(len, self.after.values()))


@transaction.atomic
def follow() -> Followed | None:
    """Read on in the ledger and let time pass; None if another follower is at it.

    Facts, counters and bookmark move in one transaction: an entry counts once, whatever is killed when.
    """
    reader = _reader()  # no entry: who follows states nothing
    if reader is None:
        return None
    rows = list(entries_after(Bookmark(reader.transaction, reader.entry)).values_list(*_ENTRY)[:AT_ONCE])
    behind = len(rows) == AT_ONCE
    seen = max((row[4] for row in rows), default=BEGINNING) + INSTANT
    horizon = max(reader.horizon, seen if behind else now())
    told, number = [Told(*row[:6]) for row in rows], reader.batch + 1
    batch, known = _folded(told)
    if reader.batch == 0 or any(entry.kind in CATALOGUE_MOVES for entry in told):
        _offers_anew(batch, horizon)
    batch.let_time_pass(horizon)
    moved = batch.write(horizon, number)
    keeping.write_steps(known.steps.values(), batch=number)
    if rows:
        reader.transaction, reader.entry = rows[-1][6:]
    if rows or moved:
        reader.batch = number
    reader.horizon = horizon
    reader.save()
    return Followed(len(rows), moved, behind, horizon)


def _reader() -> Reader | None:
    found = Reader.objects.select_for_update(skip_locked=True).filter(name=FOLLOWER).first()
    if found is None and not Reader.objects.filter(name=FOLLOWER).exists():
        first = Reader(name=FOLLOWER)
        first.horizon = BEGINNING
        Reader.objects.bulk_create([first], ignore_conflicts=True)
        found = Reader.objects.select_for_update(skip_locked=True).filter(name=FOLLOWER).first()
    return found


def _folded(told: Sequence[Told]) -> tuple[_Batch, Known]:
    subjects = {subject for entry in told for subject in subjects_of(entry)}
    batch, known = _Batch(), Known({})
    if not subjects:
        return batch, known
    batch.before = {
        "dossier": keeping.read("dossier", DossierFact, code__in=subjects),
        "petition": keeping.read("petition", PetitionFact, code__in=subjects),
    }
    known = Known(
        procedure_facts() if any(entry.kind == "dossier.filed" for entry in told) else {},
        dossiers={key[0]: kept.fact for key, kept in batch.before["dossier"].items()},
        petitions={key[0]: kept.fact for key, kept in batch.before["petition"].items()},
        steps=keeping.read_steps(subjects) if any(e.kind.startswith("step.") for e in told) else {},
    )
    for entry in told:
        known.fold(entry)
    batch.after = {
        "dossier": _changed(known.dossiers, batch.before["dossier"]),
        "petition": _changed(known.petitions, batch.before["petition"]),
    }
    return batch, known


def _changed(after: Mapping[str, Fact], before: Mapping[Key, keeping.Kept]) -> dict[Key, Fact]:
    return {
        (code,): fact
        for code, fact in after.items()
        if (old := before.get((code,))) is None or old.fact != fact
    }


def _offers_anew(batch: _Batch, horizon: datetime) -> None:
    """What bodies offer is told by the catalogue as it is now; what it tells no more ends where it stands."""
    kept = keeping.read("offer", OfferFact)
    now_offered = {_offer_key(fact): fact for fact in offers()}
    batch.before["offer"] = kept
    batch.after["offer"] = {
        key: fact for key, fact in now_offered.items() if key not in kept or kept[key].fact != fact
    }
    for key in kept.keys() - now_offered.keys():
        batch.after["offer"][key] = replace(kept[key].fact, ends_at=kept[key].fact.ends_at or horizon)


def _offer_key(fact: OfferFact) -> Key:
    return (fact.body, fact.procedure, fact.begins_at)
