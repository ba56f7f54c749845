"""Entries of one subject, and entries since a reader was here last."""

from typing import NamedTuple

from django.db.models import BigIntegerField, Func, Q, QuerySet

from motcua.ledger.models import Entry


class Watermark(Func):
    """The oldest transaction that is still open: below it nothing can appear any more."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    output_field = BigIntegerField()


class Bookmark(NamedTuple):
    """Where a reader stopped. He moves it in the same transaction as what he did with the entries."""

    transaction: int = 0
    entry: int = 0

    @classmethod
    def at(cls, entry: Entry) -> "Bookmark":
        return cls(entry.transaction, entry.pk)


def entries_of(subject: str) -> QuerySet[Entry]:
    """Everything that happened to a subject, in order."""
    return Entry.objects.filter(subject=subject).order_by("sequence")


def entries_after(bookmark: Bookmark) -> QuerySet[Entry]:
    """Entries that the reader has not seen, in an order to which nothing is ever added in front.

    Primary keys do not serve as bookmark: a lower key can commit later. Entries of transactions that may
    still be followed by an older one are held back; they come with the next call.
    """
    unseen = Q(transaction__gt=bookmark.transaction) | Q(
        transaction=bookmark.transaction, pk__gt=bookmark.entry
    )
    return Entry.objects.filter(
        unseen, transaction__gte=bookmark.transaction, transaction__lt=Watermark()
    ).order_by("transaction", "pk")
