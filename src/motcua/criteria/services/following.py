"""Keeping facts and counters a moment behind the ledger: one batch a transaction, each entry once.

A batch is as many entries as the ledger has, up to what memory should hold: who is far behind counts each fact once,
not once for each entry.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, TextField
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from motcua.clock.queries import now
from motcua.criteria.models import Reader, microseconds, moment_of
from motcua.criteria.queries.catalogue import offers, procedure_facts
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.groups import groups
from motcua.criteria.rules.facts import (
    DeclaredFact,
    DossierFact,
    Fact,
    OfferFact,
    PetitionFact,
    StepFact,
    digest_of,
)
from motcua.criteria.rules.folding import DECLARED, INSTANT, Known, Told, subjects_of
from motcua.criteria.services import keeping
from motcua.criteria.services.tallying import Moves
from motcua.criteria.services.totalling import Totals, digest, forget, total_anew
from motcua.ledger.queries import Bookmark, entries_after

FOLLOWER = "index"
AT_ONCE, MOST_FACTS, MANY = 20_000, 300_000, 5_000
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
RECOUNT = "motcua.criteria.services.recounting.recount"
"""By name: it brings Ibis with it, a second and 100 MB that only who recounts has to bear."""
CATALOGUE_MOVES = {"procedure.published", "catalogue.listed"}
_TABLES = (
    *(table._meta.db_table for table in keeping.TABLES.values()),
    *("criteria_daytally", "criteria_monthtally", "criteria_proceduretally"),
    *("criteria_grouptally", "criteria_pairtally"),
)
_ENTRY = ("kind", "subject", "body", "actor", "at", "text", "transaction", "pk")
_AT = Func(
    "recorded_at",
    template="(extract(epoch from %(expressions)s) * 1000000)::bigint",
    output_field=BigIntegerField(),
)
"""Microseconds since 1970, exactly: half a million of them are read three times as fast as moments."""
Key = tuple[Any, ...]


class Followed(NamedTuple):
    """What one batch did. `behind`: there is more to read at once."""

    entries: int
    moved: int
    behind: bool
    horizon: datetime


@dataclass
class _Batch:
    """The facts that a batch touches: as they were counted, and as they are now."""

    known: Known
    before: dict[str, dict[Key, keeping.Kept]] = field(
        default_factory=lambda: {kind: {} for kind in keeping.COUNTED}
    )
    after: dict[str, dict[Key, Fact]] = field(default_factory=dict)
    entries: int = 0
    seen: datetime = BEGINNING
    catalogue_moved: bool = False
    _looked_up: set[str] = field(default_factory=set)
    _stepping: set[str] = field(default_factory=set)
    """Subjects whose open steps were read: an earlier portion of the batch may have told of them without a step."""
    _steps: dict[Key, StepFact] = field(default_factory=dict)

    def fold(self, entries: Sequence[Told]) -> None:
        """Take in entries, on top of what the database keeps of their subjects."""
        self._look_up(entries)
        for entry in entries:
            self.known.fold(entry)
        self.entries += len(entries)
        self.seen = max(self.seen, *(entry.at for entry in entries))
        self.catalogue_moved |= not CATALOGUE_MOVES.isdisjoint(entry.kind for entry in entries)

    def _look_up(self, entries: Sequence[Told]) -> None:
        new = {subject for entry in entries for subject in subjects_of(entry)} - self._looked_up
        self._looked_up |= new
        for told, known in ((DossierFact, self.known.dossiers), (PetitionFact, self.known.petitions)):
            found = keeping.read(told.kind, told, "code = ANY(%s)", list(new)) if new else {}
            self.before[told.kind] |= found
            known.update((key[0], kept.fact) for key, kept in found.items())
        stepping = {entry.subject for entry in entries if entry.kind.startswith("step.")} - self._stepping
        self._stepping |= stepping
        if stepping:
            found_steps = keeping.read_steps(stepping)
            self._steps |= found_steps
            self.known.steps |= found_steps
        if bodies := {entry.body for entry in entries if entry.kind == DECLARED}:
            found = keeping.read("declared", DeclaredFact, "body = ANY(%s)", list(bodies))
            self.before["declared"] |= {
                key: kept for key, kept in found.items() if key not in self.known.declared
            }

    @property
    def is_full(self) -> bool:
        known = self.known
        return len(known.dossiers) + len(known.petitions) + len(known.steps) > MOST_FACTS

    def compare(self) -> None:
        """Of what is known now: what differs from what was counted."""
        known = self.known
        self.after |= {
            "dossier": self._changed("dossier", {(code,): one for code, one in known.dossiers.items()}),
            "petition": self._changed("petition", {(code,): one for code, one in known.petitions.items()}),
            "declared": self._changed("declared", known.declared),
        }

    def _changed(self, kind: str, facts: dict[Any, Any]) -> dict[Key, Fact]:
        before = self.before[kind]
        return {key: fact for key, fact in facts.items() if key not in before or before[key].fact != fact}

    def offer_anew(self, horizon: datetime) -> str:
        """What bodies offer is told by the catalogue as it is now; what it tells no more ends where it stands. The hash
        of it all.
        """
        kept = self.before["offer"] = keeping.read("offer", OfferFact)
        offered = {(fact.body, fact.procedure, fact.begins_at): fact for fact in offers()}
        self.after["offer"] = self._changed("offer", offered)
        for key in kept.keys() - offered.keys():
            old: OfferFact = kept[key].fact
            offered[key] = self.after["offer"][key] = replace(old, ends_at=old.ends_at or horizon)
        return digest_of(offered.values())

    def let_time_pass(self, horizon: datetime) -> None:
        """Facts whose next moment has come are counted again, as they are."""
        for kind, told in keeping.COUNTED.items():
            for key, kept in keeping.read(kind, told, "next_at < %s", microseconds(horizon)).items():
                self.before[kind].setdefault(key, kept)
                self.after.setdefault(kind, {}).setdefault(key, kept.fact)

    def write(self, horizon: datetime, number: int, totals: Totals | None) -> int:
        """Count the differences, keep the facts, and say how many they were."""
        moves = Moves(counters())
        for kind, facts in self.after.items():
            for key, fact in facts.items():
                if old := self.before[kind].get(key):
                    moves.add(old.fact, old.counted_at, -1)
                moves.add(fact, horizon, 1)
                if moves.are_many:
                    _move(moves, totals)
            timed = ((fact, moves.next_change(fact, horizon)) for fact in facts.values())
            keeping.write(kind, timed, counted_at=horizon, batch=number)
        _move(moves, totals)
        changed = [step for key, step in self.known.steps.items() if self._steps.get(key) is not step]
        keeping.write_steps(changed, batch=number)
        return sum(map(len, self.after.values()))


@transaction.atomic
def follow() -> Followed | None:
    """Read on in the ledger and let time pass; None if another follower is at it.

    Facts, counters and bookmark move in one transaction: an entry counts once, whatever is killed when. Where the
    flows are others than those that were counted, everything is counted anew in the same transaction; until it is
    over, everybody reads the figures as they were.
    """
    reader = _reader()  # no entry: who follows states nothing
    if reader is None:
        return None
    if reader.counters != counters().digest:
        if reader.batch:
            import_string(RECOUNT)(counters(), reader.horizon)
        reader.counters = counters().digest
    batch, behind = _read_on(reader)
    horizon = max(reader.horizon, batch.seen + INSTANT if behind else now())
    batch.compare()
    if reader.batch == 0 or batch.catalogue_moved:
        reader.offers = batch.offer_anew(horizon)
    batch.let_time_pass(horizon)
    moved = _write(batch, reader, horizon, behind=behind)
    if moved > MANY:
        _analyse()
    if batch.entries or moved:
        reader.batch += 1
    reader.horizon = horizon
    reader.save()
    return Followed(batch.entries, moved, behind, horizon)


def _write(batch: _Batch, reader: Reader, horizon: datetime, *, behind: bool) -> int:
    """What a batch changes, and the totals with it: moved; or counted anew where the tree or what is counted is another
    one than that by which they stand.
    """
    known = groups()
    meant = "" if behind else digest(counters(), known)
    totals = Totals(counters()) if meant and reader.totals == meant else None
    moved = batch.write(horizon, reader.batch + 1, totals)
    if totals:
        totals.write(known)
    elif meant:
        total_anew(counters(), known)
    elif reader.totals:
        forget()
    reader.totals = meant
    return moved


def _move(moves: Moves, totals: Totals | None) -> None:
    if totals:
        totals.note(moves)
    moves.write()


def _analyse() -> None:
    """After so many rows the planner knows nothing of the tables any more, and the next page would wait for it."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ANALYZE {table}")


def _read_on(reader: Reader) -> tuple[_Batch, bool]:
    """All that is new, or as much as should be in memory at once; and whether there is more."""
    batch = _Batch(Known(procedure_facts()))
    while True:
        unread = entries_after(Bookmark(reader.transaction, reader.entry))
        rows = list(unread.annotate(at=_AT, text=Cast("data", TextField())).values_list(*_ENTRY)[:AT_ONCE])
        if rows:
            batch.fold(_told(rows))
            reader.transaction, reader.entry = rows[-1][6:]
        if len(rows) < AT_ONCE or batch.is_full:
            return batch, len(rows) == AT_ONCE


def _told(rows: Iterable[tuple[Any, ...]]) -> list[Told]:
    return [
        Told(kind, subject, body, actor, moment_of(at), json.loads(text))
        for kind, subject, body, actor, at, text, *_place in rows
    ]


def _reader() -> Reader | None:
    found = Reader.objects.select_for_update(skip_locked=True).filter(name=FOLLOWER).first()
    if found is None and not Reader.objects.filter(name=FOLLOWER).exists():
        first = Reader(name=FOLLOWER)
        first.horizon = BEGINNING
        Reader.objects.bulk_create([first], ignore_conflicts=True)
        found = Reader.objects.select_for_update(skip_locked=True).filter(name=FOLLOWER).first()
    return found
