"""What-ifs that were asked for, with what they were answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Officer


class WhatIfState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Being played")
    DONE = "done", _("Played")
    REFUSED = "refused", _("Not possible")


class WhatIf(models.Model):
    """A scenario and its answer. The same `scenario`, `seed` and facts as of `as_of` give the same answer again.

    `scenario`: the YAML as it was asked; `played`: replications done so far; `refusal`: why there is no answer.
    """

    number = models.BigAutoField(primary_key=True)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32, blank=True)
    period = models.CharField(max_length=10)
    scenario = models.TextField()
    seed = models.BigIntegerField()
    replications = models.PositiveIntegerField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=WhatIfState.choices, default=WhatIfState.WAITING)
    played = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="whatif_done_has_its_answer",
                condition=Q(state="done", answer__isnull=False, as_of__isnull=False, ended_at__isnull=False)
                | (~Q(state="done") & Q(answer=None)),
            ),
            models.CheckConstraint(
                name="whatif_refused_says_why",
                condition=(Q(state="refused", ended_at__isnull=False) & ~Q(refusal=""))
                | (~Q(state="refused") & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="whatif_open_has_not_ended",
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "refused"]),
            ),
            models.CheckConstraint(
                name="whatif_plays_no_more_than_asked", condition=Q(played__lte=F("replications"))
            ),
        ]
        indexes = [models.Index(fields=["body", "-number"], name="bottlenecks_whatif_of_body")]

    def __str__(self) -> str:
        return f"{self.number}: {self.body} {self.period}"

    @property
    def is_open(self) -> bool:
        return self.state in (WhatIfState.WAITING, WhatIfState.RUNNING)
