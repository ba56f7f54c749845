from django.db import models
from django.db.models import F, Func


class Now(Func):
    """The database's clock: the only clock that a legal moment may come from."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class Entry(models.Model):
    """One thing that happened, written once: the database refuses UPDATE, DELETE and TRUNCATE.

    Codes, never foreign keys and never names: the ledger outlives every room above it and holds nothing that a
    citizen could ask us to erase. `digest` = SHA-256 over the canonical JSON of the entry and `previous`, the
    digest of the entry before it on the same subject.
    """

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    body = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    data = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    transaction = models.BigIntegerField(
        db_default=Func(Func(function="pg_current_xact_id"), function="", template="(%(expressions)s)::text::bigint")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="entry_sequence_once_per_subject"),
        ]
        indexes = [
            models.Index(fields=["kind", "occurred_at"], name="entry_kind_occurred"),
            models.Index(fields=["body", "occurred_at"], name="entry_body_occurred"),
            models.Index(F("transaction"), name="entry_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
