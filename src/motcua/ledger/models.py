from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Func


class Now(Func):
    """The database's clock: the only clock that a legal moment may come from."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class TransactionNumber(Func):
    """The number of the transaction that writes: readers with a bookmark order by it (`entries_after`)."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Entry(models.Model):
    """One thing that happened, written once: the database refuses UPDATE, DELETE and TRUNCATE.

    Codes, never foreign keys and never names: the ledger outlives every room above it and holds nothing that
    a citizen could ask us to erase. `digest` = SHA-256 over the canonical JSON of the entry and `previous`, the
    digest of the entry before it on the same subject.
    """

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    body = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    transaction = models.BigIntegerField(db_default=TransactionNumber())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="entry_sequence_once_per_subject"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="entry_sequence_begins_at_one"),
        ]
        indexes = [
            models.Index(fields=["kind", "occurred_at"], name="entry_kind_occurred"),
            models.Index(fields=["body", "occurred_at"], name="entry_body_occurred"),
            models.Index(fields=["transaction", "id"], name="entry_transaction"),
            HashIndex(fields=["digest"], name="entry_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Leaf(models.Model):
    """Which entry stands at which place of the tree: given by the sealer, when nothing older can appear.

    The entry is named without a foreign key in the database: entries are never deleted, and `verify` looks.
    """

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, db_constraint=False, related_name="leaf")

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """The hash over the complete subtree of 2**level leaves that begins at leaf `index` * 2**level.

    Kept so that sealing and proofs read a logarithmic number of rows; small ones are computed from leaves.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["level", "index"]
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="node_once_per_place")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class Head(models.Model):
    """A signed statement: these leaves, in this order, at this moment, and this head before me."""

    number = models.BigIntegerField(primary_key=True)
    tree_size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["tree_size"], name="head_tree_size")]

    def __str__(self) -> str:
        return f"head {self.number} over {self.tree_size}"
