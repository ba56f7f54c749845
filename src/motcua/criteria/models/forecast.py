"""What a forecast said: of the open dossiers, and of the ends of periods."""

from django.db import models

from motcua.criteria.models.moments import MomentField


class Foretelling(models.Model):
    """One time that the forecast was made: as of when, and the model's coefficients (text, nothing that could run)."""

    number = models.BigAutoField(primary_key=True)
    at = MomentField()
    model = models.TextField()
    learned = models.PositiveIntegerField()
    learned_late = models.PositiveIntegerField()
    weak = models.BooleanField()
    made_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"as of {self.at}"


class ForetoldDossier(models.Model):
    """A dossier that was open when the forecast was made: its chance to be late, and why, as codes and numbers."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    unit = models.CharField(max_length=40)
    step = models.CharField(max_length=64)
    due_at = MomentField(null=True)
    late = models.BooleanField()
    probability = models.FloatField()
    reasons = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["body", "-probability"], name="criteria_foretold_likeliest")]

    def __str__(self) -> str:
        return f"{self.code}: {self.probability:.2f}"


class ForetoldEnd(models.Model):
    """Where a node will stand when a period ends: the total score and the share on time, each with its intervals.

    `score`, `ratio`: expected, low80, high80, low95, high95. `dossiers`, `late`: as they stood when it was made;
    `come`, `newly_late`: what was expected to be added.
    """

    node = models.CharField(max_length=32)
    period = models.CharField(max_length=10)
    set = models.CharField(max_length=40)
    score = models.JSONField()
    ratio = models.JSONField()
    score_now = models.FloatField()
    score_most = models.FloatField()
    dossiers = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    come = models.FloatField()
    newly_late = models.FloatField()
    assumptions = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "period"], name="criteria_foretold_once")]

    def __str__(self) -> str:
        return f"{self.node} {self.period}"
