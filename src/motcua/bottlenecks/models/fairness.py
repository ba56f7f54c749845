"""Figures of officers and units, adjusted for what they could not choose, and what officers say against their own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.criteria.models import MomentField
from motcua.organizations.models import Officer

_BOUNDS = ("expected", "adjusted", "low", "high", "pace", "pace_low", "pace_high")
_NONE = Q(**dict.fromkeys(_BOUNDS))
_ALL = Q(**{f"{name}__isnull": False for name in _BOUNDS})


class FairFigure(models.Model):
    """What finished steps of one period say of a holder: an officer in a role, or a unit (`role` empty).

    Shares of one. `expected`: what the same work gives with everybody; `adjusted`, `low`, `high`: the holder's share
    over the limit with everybody's work, and its 95 % interval; `usual`: of all together; `pace`: his time as a
    multiple of others' at the same work. All of these but `usual` are empty where there are too few steps. `minutes`:
    working minutes that count; `off`: those that do not, by reason; `set_aside`: steps taken out by an answer. `asks`:
    a talk may be worth while, decided with all others of the role (rules.fairness.prompting).
    """

    period = models.CharField(max_length=10)
    kind = models.CharField(max_length=8)
    holder = models.CharField(max_length=64)
    role = models.CharField(max_length=32, blank=True)
    unit = models.CharField(max_length=40)
    body = models.CharField(max_length=32)
    steps = models.PositiveIntegerField()
    over = models.PositiveIntegerField()
    expected = models.FloatField(null=True)
    adjusted = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    pace = models.FloatField(null=True)
    pace_low = models.FloatField(null=True)
    pace_high = models.FloatField(null=True)
    usual = models.FloatField()
    minutes = models.BigIntegerField()
    off = models.JSONField(default=dict)
    set_aside = models.PositiveIntegerField(default=0)
    asks = models.BooleanField(default=False)
    horizon = MomentField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kind", "holder", "role"], name="bottlenecks_fairfigure_once"
            ),
            models.CheckConstraint(
                name="fairfigure_is_of_an_officer_or_a_unit",
                condition=(Q(kind="officer") & ~Q(role="")) | Q(kind="unit", role="", holder=F("unit")),
            ),
            models.CheckConstraint(name="fairfigure_told_wholly_or_not_at_all", condition=_NONE | _ALL),
            models.CheckConstraint(
                name="fairfigure_lies_in_its_interval",
                condition=Q(adjusted=None) | Q(low__lte=F("adjusted"), high__gte=F("adjusted")),
            ),
            models.CheckConstraint(
                name="fairfigure_asks_only_if_told", condition=Q(asks=False) | Q(adjusted__isnull=False)
            ),
            models.CheckConstraint(
                name="fairfigure_over_is_part_of_steps", condition=Q(over__lte=F("steps"))
            ),
        ]
        indexes = [models.Index(fields=["body", "period"], name="bottlenecks_fair_of_body")]

    def __str__(self) -> str:
        return f"{self.period} {self.holder} {self.role}".strip()


class ContestState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    UPHELD = "upheld", _("The figure stands")
    CORRECTED = "corrected", _("Corrected")


class Contest(models.Model):
    """What an officer says against his own figure of a period, once; and the answer of somebody above him.

    `figure`: the numbers as he saw them. `steps`: those (code, step, round) that he says were not in his hands; none:
    the whole figure is doubted. Corrected: these steps are taken out of the count, or the figure is not used at all.
    """

    period = models.CharField(max_length=10)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    figure = models.JSONField()
    steps = models.JSONField(default=list)
    reason = models.TextField()
    contested_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ContestState.choices, default=ContestState.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "officer", "role"], name="contest_once_a_figure"),
            models.CheckConstraint(
                name="contest_state_is_one_that_exists", condition=Q(state__in=ContestState.values)
            ),
            models.CheckConstraint(name="contest_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="contest_answered_wholly_or_not_at_all",
                condition=Q(state="open", answer="", answered_by=None, answered_at=None)
                | ~Q(state="open")
                & ~Q(answer="")
                & Q(answered_by__isnull=False, answered_at__gte=F("contested_at")),
            ),
            models.CheckConstraint(
                name="contest_is_answered_by_another", condition=~Q(answered_by=F("officer"))
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="open"), name="bottlenecks_contest_open")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.officer_id} {self.role}"

    @property
    def subject(self) -> str:
        """What the ledger calls it."""
        return f"fair/{self.period}/{self.officer.code}/{self.role}"
