"""Sealing: entries that nothing can precede any more become leaves, and the new head is signed and witnessed."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from motcua.ledger.keys import public_key, sign
from motcua.ledger.models import Head, Leaf
from motcua.ledger.queries.heads import latest_head
from motcua.ledger.queries.tree import KEPT_FROM_LEVEL, consistency_path, frontier, tree_size
from motcua.ledger.rules.heads import SignedHead, Statement, digest_before
from motcua.ledger.rules.merkle import Growing
from motcua.ledger.witnesses import HeadRefusedError, keep, witnesses

logger = logging.getLogger(__name__)
QUIET_HEAD_EVERY = timedelta(minutes=5)
"""A quiet ledger is signed again this often: silence and a dead sealer must not look alike."""
_LOCK = 0x6D6F7463_75610001
_NEW_LEAVES = """
    INSERT INTO ledger_leaf (index, entry_id)
    SELECT %(size)s + row_number() OVER (ORDER BY transaction, id) - 1, id FROM ledger_entry
    WHERE (transaction, id) > (%(transaction)s, %(entry)s)
      AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""
_NEW_DIGESTS = """
    SELECT entry.digest FROM ledger_leaf leaf JOIN ledger_entry entry ON entry.id = leaf.entry_id
    WHERE leaf.index >= %s ORDER BY leaf.index
"""


@dataclass(frozen=True)
class Sealing:
    """What one round did. `refused` names each witness that did not keep the head, and why."""

    head: SignedHead | None
    leaves: int
    refused: tuple[str, ...]


def seal() -> Sealing | None:
    """Seal what has been committed, or return None because another sealer is at it.

    The head is committed before a witness sees it, so that no witness ever holds a head that we do not. A witness
    that could not be reached is given the next head, with the proof from the last one it kept.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s), clock_timestamp()", [_LOCK])
            alone, at = cursor.fetchone()
        if not alone:
            return None
        before = latest_head()
        size = tree_size()
        tree = _grow(size)
        head = before
        if before is None or tree.size > size or at - before.sealed_at >= QUIET_HEAD_EVERY:
            head = _sign(tree, before, max(at, before.sealed_at) if before else at)
    return Sealing(head, tree.size - size, tuple(_tell(head)) if head else ())


def _grow(size: int) -> Growing:
    last = Leaf.objects.select_related("entry").order_by("-index").first()
    after = (
        {"transaction": last.entry.transaction, "entry": last.entry_id}
        if last
        else {"transaction": 0, "entry": 0}
    )
    tree = Growing(size, frontier(size))
    with connection.cursor() as cursor:
        cursor.execute(_NEW_LEAVES, {"size": size, **after})
        if not cursor.rowcount:
            return tree
    with connection.chunked_cursor() as digests, connection.cursor() as cursor:
        digests.execute(_NEW_DIGESTS, [size])
        nodes = [row for batch in iter(lambda: digests.fetchmany(10_000), []) for row in _nodes(tree, batch)]
        with cursor.copy("COPY ledger_node (level, index, hash) FROM STDIN") as copy:
            for row in nodes:
                copy.write_row(row)
    return tree


def _nodes(tree: Growing, batch: list[tuple[bytes]]) -> Iterator[tuple[int, int, str]]:
    for (digest,) in batch:
        for place, known in tree.add(bytes(digest)):
            if place.level >= KEPT_FROM_LEVEL:
                yield place.level, place.number, "\\x" + known.hex()


def _sign(tree: Growing, before: SignedHead | None, at: datetime) -> SignedHead:
    statement = Statement(
        number=before.number + 1 if before else 1,
        tree_size=tree.size,
        root=tree.root,
        previous=digest_before(before),
        sealed_at=at,
        key=public_key(),
    )
    head = sign(statement)
    Head.objects.create(**vars(head))
    return head


def _tell(head: SignedHead) -> Iterator[str]:
    for witness in witnesses():
        try:
            keep(witness, head, prove=consistency_path)
        except (HeadRefusedError, OSError) as error:
            logger.error("Witness %s did not keep the head: %s", witness.name, error)
            yield f"{witness.name}: {error}"
