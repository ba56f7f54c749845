"""Recomputing everything: chains, leaves, subtrees, roots, signatures, witnesses. Streams; memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import chain, groupby, islice
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from motcua.ledger.keys import is_signed, trusted_keys
from motcua.ledger.models import Entry, Head, Leaf
from motcua.ledger.queries.heads import latest_head, signed
from motcua.ledger.queries.tree import KEPT_FROM_LEVEL
from motcua.ledger.rules.chain import BEGINNING, Fact, digest_of
from motcua.ledger.rules.heads import SignedHead, digest_before
from motcua.ledger.rules.merkle import Growing, Place
from motcua.ledger.witnesses import HeadRefusedError, kept_heads, witnesses

CHUNK = 2_000


@dataclass(frozen=True)
class Verification:
    """How many entries stand, how many are sealed, and one sentence for each thing found broken."""

    entries: int
    sealed: int
    broken: list[str]


class _Claim(NamedTuple):
    """Somebody says that the tree had this root at this size."""

    tree_size: int
    root: bytes
    who: str
    sealed_at: datetime


def verify() -> Verification:
    """Recompute the whole ledger from the entries up."""
    checks = (broken_chains(), broken_tree(), broken_heads(), broken_witnesses(), broken_transactions())
    return Verification(Entry.objects.count(), Leaf.objects.count(), list(chain(*checks)))


def broken_chains() -> Iterator[str]:
    """Per subject: dense from 1, chained, digests recompute, recorded in order."""
    rows = Entry.objects.order_by("subject", "sequence").values_list(*Fact._fields, "previous", "digest")
    for _subject, entries in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[1]):
        last, before, recorded_at = 0, BEGINNING, None
        for *content, previous, digest in entries:
            fact = Fact(*content)
            name = f"entry {fact.sequence} of {fact.subject}"
            if fact.sequence != last + 1:
                yield f"{name} follows entry {last}: something between them is missing"
            elif bytes(previous) != before:
                yield f"{name} does not continue the entry before it"
            if digest_of(fact, bytes(previous)) != bytes(digest):
                yield f"{name} has been changed: its content does not give its digest"
            if recorded_at and fact.recorded_at < recorded_at:
                yield f"{name} was recorded before the entry before it"
            last, before, recorded_at = fact.sequence, bytes(digest), fact.recorded_at


def broken_tree() -> Iterator[str]:
    """Leaves dense, each with its entry, in an order without gaps; subtrees and roots as they were kept and signed."""
    last = latest_head()
    size = last.tree_size if last else 0
    claims = merge(_our_claims(last), *(_claims_of(witness, size) for witness in witnesses()))
    kept = _kept_nodes(size)
    tree, claim, newest = Growing(), next(claims, None), None
    for index, digest, recorded_at in _leaves(size):
        while claim and claim.tree_size <= tree.size:
            yield from _check_claim(claim, tree, newest)
            claim = next(claims, None)
        if digest is None or index != tree.size:
            yield f"leaf {tree.size}: its entry or the leaf itself is missing"
            return
        newest = max(newest, recorded_at) if newest else recorded_at
        for computed in tree.add(bytes(digest)):
            if computed[0].level >= KEPT_FROM_LEVEL and (found := next(kept, None)) != computed:
                yield f"subtree {tuple(computed[0])} was kept otherwise: {found and tuple(found[0])}"
    while claim:
        yield from _check_claim(claim, tree, newest)
        claim = next(claims, None)
    yield from _left_behind()


def broken_heads() -> Iterator[str]:
    """Numbers dense, each naming the one before, sizes and moments never falling, signed by a key of ours."""
    before: SignedHead | None = None
    trusted = trusted_keys()
    for row in Head.objects.order_by("number").iterator(chunk_size=CHUNK):
        head = signed(row)
        if head.key not in trusted or not is_signed(head):
            yield f"head {head.number} is not signed by a key of ours"
        if head.previous != digest_before(before) or head.number != (before.number if before else 0) + 1:
            yield f"head {head.number} does not continue the head before it"
        if before and (head.tree_size < before.tree_size or head.sealed_at < before.sealed_at):
            yield f"head {head.number} is smaller or older than the head before it"
        before = head


def broken_witnesses() -> Iterator[str]:
    """Every head that a witness kept is still ours, letter for letter."""
    for witness in witnesses():
        try:
            heads = kept_heads(witness)
            while chunk := list(islice(heads, CHUNK)):
                ours = {
                    row.number: signed(row)
                    for row in Head.objects.filter(number__in=[h.number for h in chunk])
                }
                for head in chunk:
                    if ours.get(head.number) != head:
                        yield f"witness {witness.name} kept another head {head.number} than ours"
        except (HeadRefusedError, OSError) as error:
            yield f"witness {witness.name} cannot be read: {error}"


def broken_transactions() -> Iterator[str]:
    """New entries come behind sealed ones. A dump restored into a new cluster begins counting anew."""
    highest = Entry.objects.order_by("-transaction", "-pk").values_list("transaction", flat=True).first()
    if highest is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        if cursor.fetchone()[0] < highest:
            yield (
                f"entries were written in transaction {highest}, which this cluster has not reached: new entries would "
                "never be sealed. Stop the server and raise its counter with pg_resetwal --epoch."
            )


def _leaves(size: int) -> Iterator[tuple[int, bytes | None, datetime]]:
    """Index, digest and moment of each leaf; the digest is None where the entry is gone, hence the outer join."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT leaf.index, entry.digest, entry.recorded_at FROM ledger_leaf leaf "
            "LEFT JOIN ledger_entry entry ON entry.id = leaf.entry_id WHERE leaf.index < %s ORDER BY leaf.index",
            [size],
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _kept_nodes(size: int) -> Iterator[tuple[Place, bytes]]:
    """The kept subtrees in the order in which they were completed."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT level, index, hash FROM ledger_node WHERE (index + 1) << level <= %s "
            "ORDER BY (index + 1) << level, level",
            [size],
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from ((Place(level, index), bytes(known)) for level, index, known in rows)


def _our_claims(last: SignedHead | None) -> Iterator[_Claim]:
    heads = Head.objects.filter(number__lte=last.number if last else 0).order_by("number")
    for head in heads.iterator(chunk_size=CHUNK):
        yield _Claim(head.tree_size, bytes(head.root), f"head {head.number}", head.sealed_at)


def _claims_of(witness: Path, size: int) -> Iterator[_Claim]:
    try:
        for head in kept_heads(witness):
            if head.tree_size <= size:
                who = f"head {head.number} kept by witness {witness.name}"
                yield _Claim(head.tree_size, head.root, who, head.sealed_at)
    except (HeadRefusedError, OSError):
        return  # broken_witnesses says it


def _check_claim(claim: _Claim, tree: Growing, newest: datetime | None) -> Iterator[str]:
    if claim.tree_size != tree.size:
        yield f"{claim.who} over {claim.tree_size} entries stands behind one over {tree.size}"
    elif claim.root != tree.root:
        yield f"{claim.who}: its {claim.tree_size} entries are not those that stand in the ledger now"
    elif newest and newest > claim.sealed_at:
        yield f"{claim.who} seals an entry that was recorded after it"


def _left_behind() -> Iterator[str]:
    """Entries that stand before a sealed one and have no leaf: written past the sealer."""
    last = Leaf.objects.select_related("entry").order_by("-index").first()
    if last is None:
        return
    before = Q(transaction__lt=last.entry.transaction) | Q(
        transaction=last.entry.transaction, pk__lt=last.entry_id
    )
    for subject, sequence in (
        Entry.objects.filter(before, leaf=None).values_list("subject", "sequence").iterator()
    ):
        yield f"entry {sequence} of {subject} stands before a sealed entry and is not sealed"
