"""A published score computed again from the ledger alone, in plain Python: the same bits, or every difference."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Run
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.runs import (
    Kept,
    calendar_digest,
    catalogue_digest,
    entry_of,
    figures_of,
    kept_basis,
    run_of,
)
from motcua.criteria.rules.counters import Cell, Counters
from motcua.criteria.rules.facts import Fact
from motcua.criteria.rules.folding import Known, Told
from motcua.criteria.rules.frozen import Counts, Document, Scored, digest_of, figures, places_of, unlike
from motcua.criteria.rules.periods import Period, period
from motcua.criteria.rules.sets import CriteriaSet, read
from motcua.ledger.models import Entry
from motcua.ledger.rules.chain import Fact as Written
from motcua.ledger.rules.chain import digest_of as entry_digest
from motcua.ledger.rules.merkle import Growing

MOST_TOLD = 100


class Replayed(NamedTuple):
    """What the run comes to today. `changed`: rule books that are not as they were; the frozen ones were used."""

    run: int
    entries: int
    differences: list[str]
    changed: list[str]
    answer: Document


@transaction.atomic
def replay(number: int) -> Replayed:
    """Fold the ledger anew up to the run's place and horizon, count it, score it by the frozen version, compare.

    Every entry under the run's signed head is read and its digest computed: a changed row is told even where it
    moves no score. Refused: a run that was never published.
    """
    run = run_of(number)
    kept = kept_basis(run.rests_on)
    by = read(run.set_version.text, kept.counters)
    known = Known(kept.procedures)
    ledger = _Ledger(run)
    for told in ledger:
        known.fold(told)
    facts: tuple[Fact, ...] = (
        *known.dossiers.values(),
        *known.petitions.values(),
        *known.declared.values(),
        *kept.offers,
    )
    computed = _figures(run, by, facts, kept.counters)
    found = _answer(run, by, computed, kept.counters)
    frozen = figures_of(run)
    differences = [
        *ledger.faults(),
        *_digests(run, by, kept.document, frozen),
        *(f"figures{line}" for line in unlike(_by_body(computed), _by_body(frozen))),
        *(f"answer{line}" for line in unlike(found, run.answer)),
    ]
    return Replayed(number, ledger.entries, list(islice(differences, MOST_TOLD)), _changed(run, kept), found)


class _Ledger:
    """The entries under the run's head, in their order; folds ask for those up to its place."""

    def __init__(self, run: Run) -> None:
        self.entries = 0
        self._run, self._tree, self._wrong = run, Growing(), list[str]()

    def __iter__(self) -> Iterator[Told]:
        last = (self._run.transaction, self._run.entry)
        rows = Entry.objects.filter(leaf__index__lt=self._run.tree_size).order_by("leaf__index")
        columns = rows.values_list(*Written._fields, "previous", "digest", "transaction", "pk")
        for *content, previous, digest, number, key in columns.iterator(chunk_size=10_000):
            written = Written(*content)
            computed = entry_digest(written, bytes(previous))
            if computed != bytes(digest):
                self._wrong.append(f"ledger: entry {key} of {written.subject} does not fit its digest")
            list(self._tree.add(computed))
            if (number, key) <= last:
                self.entries += 1
                yield Told(
                    written.kind,
                    written.subject,
                    written.body,
                    written.actor,
                    written.recorded_at,
                    written.data,
                )

    def faults(self) -> list[str]:
        if self._tree.size != self._run.tree_size:
            size = self._run.tree_size
            return [*self._wrong, f"ledger: {self._tree.size} entries of {size} under the head are there"]
        if self._tree.root.hex() != self._run.root:
            return [*self._wrong, "ledger: the entries do not give the root that was signed"]
        return self._wrong


def _figures(run: Run, by: CriteriaSet, facts: Iterable[Fact], known: Counters) -> Document:
    over = period(run.period)
    year = Period(over.first // 12 * 12 - 12, 12)
    frozen = figures_of(run)
    within, last = _counts(facts, (over, year), run.horizon, known)
    return figures(by, places_of(frozen), within, last, known)


def _counts(
    facts: Iterable[Fact], periods: tuple[Period, ...], horizon: datetime, known: Counters
) -> list[dict[str, Counts]]:
    """Every counter of every body in each period, one fact after another."""
    cells: dict[tuple[str, int], tuple[dict[Cell, int], dict[Cell, int]]] = defaultdict(
        lambda: (defaultdict(int), defaultdict(int))
    )
    for fact in facts:
        for (code, moment), amount in known.contributions(fact, horizon).items():
            cell = (code, fact.body, fact.procedure)
            for place, over in enumerate(periods):
                if moment < over.ends_at:
                    within, ever = cells[fact.body, place]
                    ever[cell] += amount
                    within[cell] += amount if moment in over else 0
    return [
        {body: known.of_cells(*both) for (body, number), both in cells.items() if number == place}
        for place in range(len(periods))
    ]


def _answer(run: Run, by: CriteriaSet, computed: Document, known: Counters) -> Document:
    scored = Scored(by, computed, period(run.period).count, known)
    horizon = run.horizon.astimezone(ZONE).isoformat(timespec="microseconds")
    return scored.answer(run.body, period=run.period, version=run.set_version.number, horizon=horizon)


def _digests(run: Run, by: CriteriaSet, document: Document, frozen: Document) -> Iterator[str]:
    """What is kept with the run must still be what its entry of the ledger named."""
    entry = entry_of(run)
    told: Mapping[str, Any] = entry.data if entry else {}
    kept = {
        "digest": by.digest,
        "facts": digest_of(frozen),
        "rests_on": digest_of(document),
        "answer": digest_of(run.answer),
        "catalogue": run.catalogue,
        "calendar": run.calendar,
        "last": run.entry,
        "transaction": run.transaction,
        "tree_size": run.tree_size,
        "root": run.root,
    }
    for name, value in kept.items():
        if told.get(name) != value:
            yield f"run/{name}: kept {value}, the ledger tells {told.get(name)}"


def _changed(run: Run, kept: Kept) -> list[str]:
    now = {"catalogue": catalogue_digest(), "calendar": calendar_digest(), "counters": counters().digest}
    then = {"catalogue": run.catalogue, "calendar": run.calendar, "counters": kept.counters.digest}
    return [name for name, digest in now.items() if digest != then[name]]


def _by_body(document: Document) -> dict[str, Any]:
    return {one["code"]: one for one in document["bodies"]}
