"""Facts folded from the ledger, as rows: what rules.facts says of each, and its place in the counters."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.criteria.models.moments import MomentField


class Counted(models.Model):
    """A fact's place in the counters: counted as at `counted_at`, to be counted again at `next_at`.

    `moved_in` is the batch in which it last changed: what an export has not seen yet is above its own batch.
    """

    counted_at = MomentField()
    next_at = MomentField(null=True)
    moved_in = models.BigIntegerField()

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="criteria_%(class)s_next"
            ),
            models.Index(fields=["moved_in"], name="criteria_%(class)s_moved"),
        ]


class Dossier(Counted):
    """rules.facts.DossierFact as a row."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    filed_at = MomentField()
    version = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=16)
    online_level = models.CharField(max_length=16)
    eligible = models.BooleanField()
    citizen = models.BooleanField()
    papers = models.PositiveIntegerField()
    digitised = models.PositiveIntegerField()
    reused = models.PositiveIntegerField()
    verified = models.BooleanField()
    fee = models.BigIntegerField()
    received_at = MomentField(null=True)
    refused_at_intake_at = MomentField(null=True)
    due_at = MomentField(null=True)
    late_at = MomentField(null=True)
    late_day_at = MomentField(null=True)
    paused_at = MomentField(null=True)
    supplements = models.PositiveSmallIntegerField()
    extended = models.BooleanField()
    ended_at = MomentField(null=True)
    ending = models.CharField(max_length=16)
    document = models.BooleanField()
    electronic = models.BooleanField()
    delivered_at = MomentField(null=True)
    paid_at = MomentField(null=True)
    paid_online = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True)
    rated_at = MomentField(null=True)
    rated_by = models.CharField(max_length=16)
    petitions = models.PositiveIntegerField()
    disliked = models.BooleanField()
    corrections = models.PositiveIntegerField()
    receiver = models.CharField(max_length=64)
    asker = models.CharField(max_length=64)
    finisher = models.CharField(max_length=64)
    applicant_mark = models.CharField(max_length=32)
    phone_mark = models.CharField(max_length=32)
    device_mark = models.CharField(max_length=32)
    scans = models.TextField()
    blank = models.PositiveIntegerField()

    class Meta(Counted.Meta):
        indexes = [
            *Counted.Meta.indexes,
            models.Index(fields=["body", "received_at"], name="criteria_dossier_received"),
            models.Index(fields=["body", "ended_at"], name="criteria_dossier_ended"),
            models.Index(fields=["body", "late_at"], name="criteria_dossier_late"),
        ]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """rules.facts.StepFact as a row. Steps are not counted: they say where the days of counted dossiers went."""

    code = models.CharField(max_length=64)
    step = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    step_kind = models.CharField(max_length=16)
    role = models.CharField(max_length=32)
    unit = models.CharField(max_length=40)
    opened_at = MomentField()
    due_at = MomentField(null=True)
    taken_at = MomentField(null=True)
    officer = models.CharField(max_length=64)
    closed_at = MomentField(null=True)
    outcome = models.CharField(max_length=64)
    moved_in = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "step", "round"], name="criteria_step_once")]
        indexes = [
            models.Index(fields=["moved_in"], name="criteria_step_moved"),
            models.Index(fields=["body", "closed_at"], name="criteria_step_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.step}/{self.round}"


class Petition(Counted):
    """rules.facts.PetitionFact as a row."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    about = models.CharField(max_length=16)
    sent_at = MomentField()
    dossier = models.CharField(max_length=64)
    procedure = models.CharField(max_length=32)
    due_at = MomentField(null=True)
    late_at = MomentField(null=True)
    transferred_at = MomentField(null=True)
    answered_at = MomentField(null=True)
    published_at = MomentField(null=True)
    liked = models.BooleanField(null=True)
    reopened = models.PositiveIntegerField()

    class Meta(Counted.Meta):
        indexes = [
            *Counted.Meta.indexes,
            models.Index(fields=["body", "sent_at"], name="criteria_petition_sent"),
        ]

    def __str__(self) -> str:
        return self.code


class Offer(Counted):
    """rules.facts.OfferFact as a row: derived from the catalogue, dated."""

    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    begins_at = MomentField()
    ends_at = MomentField(null=True)
    online_level = models.CharField(max_length=16)
    eligible = models.BooleanField()
    fee = models.BooleanField()
    document = models.BooleanField()
    citizen = models.BooleanField()
    complete = models.BooleanField()
    decided_at = MomentField(null=True)
    published_at = MomentField(null=True)
    decision_on_time = models.BooleanField(null=True)
    publication_on_time = models.BooleanField(null=True)

    class Meta(Counted.Meta):
        constraints = [
            models.UniqueConstraint(fields=["body", "procedure", "begins_at"], name="criteria_offer_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} → {self.procedure}"


class Declared(Counted):
    """rules.facts.DeclaredFact as a row, with the paper that the figure stands in."""

    body = models.CharField(max_length=32)
    month_at = MomentField()
    name = models.CharField(max_length=40)
    procedure = models.CharField(max_length=32, blank=True)
    amount = models.BigIntegerField()

    class Meta(Counted.Meta):
        constraints = [
            models.UniqueConstraint(fields=["body", "month_at", "name"], name="criteria_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.name}"
