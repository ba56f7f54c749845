"""The signed heads, and how fresh the last one is."""

from datetime import datetime, timedelta
from enum import StrEnum

from motcua.ledger.models import Head
from motcua.ledger.rules.heads import SignedHead

LATE_AFTER = timedelta(minutes=10)
SUSPENDED_AFTER = timedelta(hours=4)
"""The interval after which X-Road's servers stop accepting: figures are then no longer published (trust.md 2.2)."""


class Freshness(StrEnum):
    FRESH = "fresh"
    LATE = "late"
    SUSPENDED = "suspended"
    NEVER = "never"


def signed(head: Head) -> SignedHead:
    return SignedHead(
        number=head.number,
        tree_size=head.tree_size,
        root=bytes(head.root),
        previous=bytes(head.previous),
        sealed_at=head.sealed_at,
        key=bytes(head.key),
        signature=bytes(head.signature),
    )


def latest_heads(count: int) -> list[SignedHead]:
    """The newest heads, newest first."""
    return [signed(head) for head in Head.objects.order_by("-number")[:count]]


def latest_head() -> SignedHead | None:
    return next(iter(latest_heads(1)), None)


def freshness(head: SignedHead | None, at: datetime) -> Freshness:
    """Whether sealing keeps up at the moment `at`. Receiving dossiers never waits for it."""
    if head is None:
        return Freshness.NEVER
    age = at - head.sealed_at
    if age > SUSPENDED_AFTER:
        return Freshness.SUSPENDED
    return Freshness.LATE if age > LATE_AFTER else Freshness.FRESH
