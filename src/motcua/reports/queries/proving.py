"""Whether frozen reports still say what they said: digest, sums, numbers of versions, and what the ledger was told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from motcua.criteria.rules.frozen import digest_of
from motcua.ledger.models import Entry
from motcua.reports.events import ReportFrozen
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.making import faults


class Proof(NamedTuple):
    """How many versions were looked at, and what is wrong with them."""

    number: int
    faults: tuple[str, ...]


def proved(runs: Iterable[ReportRun] | None = None) -> Proof:
    """Of these versions, or of all that are frozen; numbers of versions only where all are looked at."""
    several = ReportRun.objects.filter(state=State.READY).order_by("pk").iterator() if runs is None else runs
    told = _told()
    number = 0
    found: list[str] = []
    for run in several:
        if run.state == State.READY:
            number += 1
            found += _wrong(run, told.get(run.pk, ""))
    return Proof(number, tuple([*found, *(_gaps() if runs is None else ())]))


def _told() -> dict[int, str]:
    """What the ledger was told of each version: its digest."""
    entries = Entry.objects.filter(kind=ReportFrozen.kind).values_list("data", flat=True)
    return {data["report"]: data["digest"] for data in entries.iterator()}


def _wrong(run: ReportRun, told: str) -> Iterator[str]:
    if digest_of(run.content) != run.digest:
        yield f"report {run.pk}: it does not say what its digest says"
    if told != run.digest:
        yield f"report {run.pk}: the ledger was told another digest"
    for fault in faults(run.content or {}, None):
        yield f"report {run.pk}: {fault.row}: {fault.check} does not hold"


def _gaps() -> Iterator[str]:
    numbers: dict[tuple[object, ...], list[int]] = defaultdict(list)
    columns = ("saved", "definition", "body", "grid", "period")
    for *key, version in ReportRun.objects.filter(state=State.READY).values_list(*columns, "version"):
        numbers[tuple(key)].append(version)
    for key, several in numbers.items():
        if sorted(several) != list(range(1, len(several) + 1)):
            yield f"{' '.join(str(part) for part in key[1:])}: versions {sorted(several)}"
