"""Criteria sets as they count from a day on, and the scores that were published by them."""

from django.db import models
from django.db.models import F, Q

from motcua.criteria.models.moments import MomentField


class SetVersion(models.Model):
    """A criteria set, as it counts from one day on. In force only after two persons agreed, and only later.

    `text` is the YAML as it was read; `digest` the SHA-256 of its canonical content. `base`: the newest approved
    version when it was proposed; None for the first, which came with the system. A proposal that came to nothing
    says who ended it, how and why. The database lets a text never change, and an approval never be taken back.
    """

    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    base = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="criteria_set_number_once"),
            models.CheckConstraint(
                name="criteria_set_approved_by_another",
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")) | Q(proposed_by="system"),
            ),
            models.CheckConstraint(
                name="criteria_set_approved_wholly_or_not_at_all",
                condition=Q(approved_by="", approved_at=None)
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="criteria_set_ended_wholly_or_not_at_all",
                condition=Q(ended_by="", ended_at=None, ending="")
                | (
                    ~Q(ended_by="")
                    & Q(ended_at__isnull=False, ending__in=["withdrawn", "rejected"], approved_by="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def is_open(self) -> bool:
        """Proposed, and neither approved nor ended."""
        return self.approved_at is None and self.ended_at is None


class Figures(models.Model):
    """The counters of every measured body in a period at a place of the ledger: what scores and ranks follow from.

    Public: bodies and whole numbers, nothing of a person. Kept once for all runs that rest on them.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:16]


class Basis(models.Model):
    """What was counted and does not stand in the ledger: offers, declared figures, what the catalogue said.

    `packed`: the canonical JSON, compressed; `digest` the SHA-256 of the JSON.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:16]


class Run(models.Model):
    """A score that was published: everything that it was computed from, so that it can be computed again.

    `transaction` and `entry`: the last entry that was read; `horizon`: up to when time was counted; `tree_size` and
    `root`: a signed head of the ledger that covers them. `facts`: digest of the counters that entered (Figures);
    `rests_on`: of what the ledger does not hold (Basis). `answer`: the score as published. Written once.
    """

    number = models.BigAutoField(primary_key=True)
    body = models.CharField(max_length=32)
    period = models.CharField(max_length=10)
    set_version = models.ForeignKey(SetVersion, on_delete=models.PROTECT, related_name="runs")
    catalogue = models.CharField(max_length=64)
    calendar = models.CharField(max_length=64)
    transaction = models.BigIntegerField()
    entry = models.BigIntegerField()
    tree_size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    horizon = MomentField()
    facts = models.CharField(max_length=64)
    rests_on = models.CharField(max_length=64, default="")
    answer = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["body", "period", "-number"], name="criteria_run_newest")]

    def __str__(self) -> str:
        return f"run {self.number}: {self.body} {self.period}"
