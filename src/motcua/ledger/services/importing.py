"""Loading a history that already happened: streamed, by COPY, with the chains computed on the way."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction

from motcua.ledger.rules.chain import BEGINNING, Fact, Record, canonical, digest_of, moment

BATCH = 20_000
_COPY = """
    COPY ledger_entry (kind, subject, sequence, body, actor, occurred_at, recorded_at, data, previous, digest)
    FROM STDIN
"""
_HEADS = """
    SELECT DISTINCT ON (subject) subject, sequence, digest, recorded_at FROM ledger_entry
    WHERE subject = ANY(%s) ORDER BY subject, sequence DESC
"""


class _End(NamedTuple):
    """Where a subject's chain ends so far."""

    sequence: int
    digest: bytes
    recorded_at: datetime | None


@transaction.atomic
def import_history(records: Iterable[Record]) -> int:
    """Load entries whose moments are given, and say how many; the chains of their subjects go on.

    Records of one subject come in the order of `recorded_at`. Memory holds one line a subject, never the
    history. Raises ValueError for a record older than the one before it on the subject, or from the future.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    ends: dict[str, _End] = {}
    stream, loaded = iter(records), 0
    while batch := list(islice(stream, BATCH)):
        _look_up_ends(ends, {record.subject for record in batch} - ends.keys())
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in _rows(batch, ends, now):
                copy.write_row(row)
        loaded += len(batch)
    return loaded


def _look_up_ends(ends: dict[str, _End], subjects: set[str]) -> None:
    ends.update(dict.fromkeys(subjects, _End(0, BEGINNING, None)))
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [list(subjects)])
        ends.update({subject: _End(*rest) for subject, *rest in cursor.fetchall()})


def _rows(batch: list[Record], ends: dict[str, _End], now: datetime) -> Iterator[tuple[str | int, ...]]:
    for record in batch:
        end = ends[record.subject]
        if record.recorded_at > now or (end.recorded_at is not None and record.recorded_at < end.recorded_at):
            raise ValueError(f"{record} was recorded before the entry before it, or has not happened yet")
        fact = Fact(
            record.kind, record.subject, end.sequence + 1, record.body, record.actor,
            record.occurred_at, record.recorded_at, record.data,
        )  # fmt: skip
        digest = digest_of(fact, end.digest)
        ends[record.subject] = _End(fact.sequence, digest, record.recorded_at)
        yield (
            *fact[:5], moment(fact.occurred_at), moment(fact.recorded_at), canonical(fact.data),
            "\\x" + end.digest.hex(), "\\x" + digest.hex(),
        )  # fmt: skip
