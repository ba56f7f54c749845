"""What heads and editors of sheets decided about departures from a sheet."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Officer


class Decision(models.TextChoices):
    CORRECTED = "corrected", _("To be corrected")
    ADOPTED = "adopted", _("Adopted as a new version of the sheet")


class DeviationDecision(models.Model):
    """One decision about one pattern (procedure and version, step, kind) in the dossiers of a body and those below it.

    `number` counts the decisions about the same pattern; the last holds. `period`, `runs` and `dossiers`: what was seen
    when it was decided. `change`: what the draft of the next version says otherwise (`rules.conformance.adopting`).
    """

    procedure = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    body = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=12, choices=Decision.choices)
    reason = models.TextField()
    change = models.JSONField(default=dict)
    period = models.CharField(max_length=10)
    runs = models.PositiveIntegerField()
    dossiers = models.PositiveIntegerField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "version", "step", "kind", "body", "number"],
                name="deviation_decisions_follow_one_another",
            ),
            models.CheckConstraint(
                name="deviation_decision_is_one_that_exists", condition=Q(decision__in=Decision.values)
            ),
            models.CheckConstraint(name="deviation_decision_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deviation_adopted_with_a_change_and_only_then",
                condition=Q(decision="adopted") & ~Q(change={}) | ~Q(decision="adopted") & Q(change={}),
            ),
            models.CheckConstraint(
                name="deviation_was_seen_when_it_was_decided",
                condition=Q(dossiers__gte=1, dossiers__lte=F("runs")),
            ),
        ]
        indexes = [models.Index(fields=["body", "-decided_at"], name="bottlenecks_decisions_of_body")]

    def __str__(self) -> str:
        return f"{self.procedure} v{self.version} {self.step} {self.kind} {self.body} {self.number}"
