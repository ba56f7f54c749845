"""Adding to the ledger while things happen: two statements an act, however many entries it makes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.models import Entry
from motcua.ledger.rules.chain import BEGINNING, Fact, canonical, digest_of

# The clock is read with the head, so that an entry costs one round trip less; it never runs behind the head.
_HEAD = """
    SELECT coalesce(head.sequence, 0), head.digest, greatest(clock_timestamp(), head.recorded_at)
    FROM (SELECT) AS always
    LEFT JOIN LATERAL (
        SELECT sequence, digest, recorded_at FROM ledger_entry
        WHERE subject = %s ORDER BY sequence DESC LIMIT 1
    ) AS head ON true
"""
# DO NOTHING waits for whoever holds the place; fewer rows than asked for mean that he kept it.
_INSERT = """
    INSERT INTO ledger_entry
        (kind, subject, sequence, body, actor, occurred_at, recorded_at, data, previous, digest)
    VALUES {rows}
    ON CONFLICT (subject, sequence) DO NOTHING
    RETURNING id, transaction
"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"


def append(event: Event, *, subject: str, body: str, actor: str, at: datetime) -> Entry:
    """Write down one event. See `append_all`."""
    return append_all([event], subject=subject, body=body, actor=actor, at=at)[0]


def append_all(events: Sequence[Event], *, subject: str, body: str, actor: str, at: datetime) -> list[Entry]:
    """Write down what one act did to one subject, in order: all of it, in the caller's transaction.

    `at` is when it happened; when it was recorded is the database's own clock. Raises RuntimeError outside a
    transaction and Refusal `somebody-was-faster` if another act reached the subject in between: the caller's
    transaction is then marked to be rolled back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "append belongs into the transaction of the act that it records: use transaction.atomic"
        )
    if not events:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [subject])
        sequence, previous, recorded_at = cursor.fetchone()
        entries: list[Entry] = []
        for place, event in enumerate(events, start=sequence + 1):
            fact = Fact(_kind(event), subject, place, body, actor, at, recorded_at, event.data())
            entries.append(_entry(fact, previous or BEGINNING))
            previous = entries[-1].digest
        cursor.execute(_INSERT.format(rows=", ".join([_ROW] * len(entries))), _values(entries))
        kept = cursor.fetchall()
    if len(kept) < len(entries):
        transaction.set_rollback(True)
        raise Refusal(
            _("Somebody else was faster than you. Load the page again and look at what has changed."),
            code="somebody-was-faster",
        )
    for entry, (pk, number) in zip(entries, kept, strict=True):
        entry.pk, entry.transaction = pk, number
        entry._state.adding, entry._state.db = False, connection.alias
    return entries


def _kind(event: Event) -> str:
    if not event.kind:
        raise ValueError(f"{type(event).__name__} names no kind: an entry that nobody can read")
    return event.kind


def _entry(fact: Fact, previous: bytes) -> Entry:
    return Entry(**fact._asdict(), previous=previous, digest=digest_of(fact, previous))


def _values(entries: Sequence[Entry]) -> list[Any]:
    values: list[Any] = []
    for entry in entries:
        values += [entry.kind, entry.subject, entry.sequence, entry.body, entry.actor]
        values += [entry.occurred_at, entry.recorded_at, canonical(entry.data), entry.previous, entry.digest]
    return values
