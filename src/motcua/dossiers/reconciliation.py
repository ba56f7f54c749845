"""Do the tables still say what the ledger tells? Every dossier is told again from its entries and compared."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate, localtime

from motcua.catalog.queries import document_of
from motcua.clock.queries import calendar
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.rules.folding import Written, fold
from motcua.dossiers.rules.life import Life, Terms
from motcua.ledger.models import Entry
from motcua.ledger.reconciliation import Finding, register

CHUNK = 1000


def dossiers() -> Iterator[Finding]:
    """Yield every dossier's code, with a sentence for each fact that its entries tell otherwise."""
    pks = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        yield from _chunk(pks[start : start + CHUNK])


def differences(dossier: Dossier, told: Life) -> Iterator[str]:
    """What the table says against what the entries tell."""
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("state", dossier.state, told.state),
        ("received_at", _moment(dossier.received_at), _moment(told.received_at)),
        ("due_at", _moment(dossier.due_at), _moment(told.due_at)),
        ("paused_at", _moment(dossier.paused_at), _moment(told.paused_at)),
        ("ended_at", _moment(dossier.ended_at), _moment(told.ended_at)),
        ("open steps", _open_tasks(dossier), sorted((s.step, s.round, s.officer) for s in told.steps)),
    )
    for name, stands, follows in pairs:
        if stands != follows:
            yield f"{name} is {stands}, but the ledger tells {follows}"


def _chunk(pks: list[int]) -> Iterator[Finding]:
    tasks = Prefetch(
        "tasks",
        queryset=Task.objects.filter(finished_at=None).select_related("officer"),
        to_attr="open_tasks",
    )
    rows = list(
        Dossier.objects.filter(pk__in=pks)
        .select_related("version", "body", "receiving_unit")
        .prefetch_related(tasks)
        .order_by("pk")
    )
    entries: dict[str, list[Written]] = {row.code: [] for row in rows}
    written = Entry.objects.filter(subject__in=entries).order_by("subject", "sequence")
    for subject, kind, at, data in written.values_list("subject", "kind", "occurred_at", "data").iterator():
        entries[subject].append(Written(kind, at, data))
    for row in rows:
        yield from _compare(row, entries[row.code])


def _compare(dossier: Dossier, entries: list[Written]) -> Iterator[Finding]:
    yield dossier.code, ""
    received = next((e for e in entries if e.kind == "dossier.received"), None)
    known_on = localdate(received.occurred_at if received else dossier.filed_at)
    terms = Terms(
        document=document_of(dossier.version),
        calendar=calendar(dossier.body.calendar, as_known_on=known_on),
        calendar_code=dossier.body.calendar,
        receiving_unit=dossier.receiving_unit.code,
        units={},
    )
    try:
        told = fold(entries, terms)
    except ValueError as error:
        yield dossier.code, str(error)
        return
    for difference in differences(dossier, told):
        yield dossier.code, difference


def _open_tasks(dossier: Dossier) -> list[tuple[str, int, str]]:
    tasks: list[Task] = dossier.open_tasks  # type: ignore[attr-defined]
    return sorted((t.step, t.round, t.officer.code if t.officer else "") for t in tasks)


def _moment(moment: datetime | None) -> str | None:
    return localtime(moment).isoformat() if moment else None


register("dossiers", dossiers)
