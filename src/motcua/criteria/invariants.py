"""What must always hold of criteria sets and published scores."""

from collections.abc import Iterator

from motcua.criteria.models import Figures, Run, SetVersion
from motcua.criteria.queries.runs import KIND
from motcua.criteria.rules.frozen import digest_of
from motcua.criteria.rules.sets import read
from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry

APPROVED = "criteria.set_approved"


@invariant("every criteria set that counts is the one that was approved")
def sets_are_as_approved() -> Iterator[str]:
    """What a version says is what its digest was taken of, and the ledger names that digest with its approval."""
    approved = Entry.objects.filter(kind=APPROVED).values_list("subject", "data__version", "data__digest")
    told = {(code, number): digest for code, number, digest in approved}
    for version in SetVersion.objects.filter(approved_at__isnull=False):
        if read(version.text).digest != version.digest:
            yield f"{version} does not match its digest"
        if told.get((version.code, version.number)) != version.digest:
            yield f"{version} is not the one whose approval stands in the ledger"


@invariant("every published score is the one that the ledger names")
def runs_are_as_published() -> Iterator[str]:
    """Answer and counters of a run are those whose digests stand in its entry."""
    told = {entry["run"]: entry for entry in Entry.objects.filter(kind=KIND).values_list("data", flat=True)}
    figures = {row.digest: digest_of(row.document) for row in Figures.objects.iterator()}
    for run in Run.objects.iterator():
        entry = told.get(run.number, {})
        if digest_of(run.answer) != entry.get("answer"):
            yield f"{run}: its score is not the one that was published"
        if figures.get(run.facts) != entry.get("facts"):
            yield f"{run}: its counters are not those that were published"
