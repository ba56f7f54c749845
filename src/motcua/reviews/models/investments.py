"""IT investments: what they should mend, what they cost, how far they are, what they brought."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.organizations.models import Body, Officer
from motcua.reviews.models.findings import (
    COUNTED,
    FILE_AND_NAME,
    NAMED,
    NUMBERED_AND_DATED,
    UNCOUNTED,
    UNNAMED,
    ActNote,
    OfFinding,
)
from motcua.reviews.models.recommendations import Recommendation
from motcua.reviews.rules.investments import Cost, State

INVESTMENT_STATES = [
    (State.PROPOSED.value, pgettext_lazy("investment", "Proposed")),
    (State.APPROVED.value, _("Approved")),
    (State.PROCURING.value, _("Choosing a contractor")),
    (State.IN_DELIVERY.value, _("Being delivered")),
    (State.IN_USE.value, _("In use")),
    (State.CLOSED.value, _("Settled")),
    (State.STOPPED.value, _("Stopped")),
]
_UNDECIDED = Q(approved_number="", approved_on=None, approved_at=None, approved_by=None)
_DECIDED = ~Q(approved_number="") & Q(
    approved_on__isnull=False, approved_at__isnull=False, approved_by__isnull=False
)


class Investment(OfFinding):
    """Owned by `body`. Amounts are whole đồng: `planned` by the decision, `contracted`, `paid` so far.

    `task`, `funds`, `basis`: codes of data/investments.yaml. The figure that it should mend is named when it is
    proposed and frozen when it is approved; `target`: the rate to be reached, in percent. `ready_on`: from when its
    next window can be measured. `measured`: the first measure, `watched`: the last look at what was reached.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=16)
    funds = models.CharField(max_length=16)
    basis = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=INVESTMENT_STATES, default=State.PROPOSED.value)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_number = models.CharField(max_length=80, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    planned = models.PositiveBigIntegerField()
    contracted = models.PositiveBigIntegerField(null=True, blank=True)
    paid = models.PositiveBigIntegerField(default=0)
    target = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    contracted_on = models.DateField(null=True, blank=True)
    in_use_on = models.DateField(null=True, blank=True)
    window_months = models.PositiveSmallIntegerField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    measured = models.JSONField(null=True, blank=True)
    watched = models.JSONField(null=True, blank=True)
    recommendations = models.ManyToManyField(Recommendation, related_name="investments", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="investment_state_is_one_that_exists",
                condition=Q(state__in=[code for code, _name in INVESTMENT_STATES]),
            ),
            models.CheckConstraint(
                name="investment_decided_wholly_or_not_at_all",
                condition=_UNDECIDED & Q(state__in=["proposed", "stopped"]) | _DECIDED & ~Q(state="proposed"),
            ),
            models.CheckConstraint(
                name="investment_approved_by_another_than_its_proposer",
                condition=~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="investment_names_its_figure_wholly_or_not_at_all",
                condition=UNNAMED & Q(target=None, window_months=None)
                | NAMED & Q(target__gt=0, target__lte=100, window_months__gte=1, window_months__lte=12),
            ),
            models.CheckConstraint(
                name="investment_figure_frozen_when_approved",
                condition=UNCOUNTED & (UNNAMED | _UNDECIDED) | COUNTED & NAMED & _DECIDED,
            ),
            models.CheckConstraint(
                name="investment_contract_within_the_decision",
                condition=Q(planned__gt=0)
                & (Q(contracted=None) | Q(contracted__gt=0, contracted__lte=F("planned"))),
            ),
            models.CheckConstraint(
                name="investment_payments_within_the_contract",
                condition=Q(contracted=None, paid=0) | Q(contracted__isnull=False, paid__lte=F("contracted")),
            ),
            models.CheckConstraint(
                name="investment_contracted_when_it_says_so",
                condition=Q(
                    contracted=None,
                    contracted_on=None,
                    state__in=["proposed", "approved", "procuring", "stopped"],
                )
                | Q(
                    contracted__isnull=False,
                    contracted_on__isnull=False,
                    state__in=["in_delivery", "in_use", "closed", "stopped"],
                ),
            ),
            models.CheckConstraint(
                name="investment_in_use_when_it_says_so",
                condition=Q(in_use_on=None) & ~Q(state__in=["in_use", "closed"])
                | Q(
                    in_use_on__isnull=False,
                    in_use_on__gte=F("contracted_on"),
                    state__in=["in_use", "closed"],
                ),
            ),
            models.CheckConstraint(
                name="investment_measured_only_in_use_against_a_figure",
                condition=Q(ready_on=None, measured=None, watched=None) | NAMED & Q(in_use_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["criterion", "measured_body"], name="investment_of_finding")]

    def __str__(self) -> str:
        return self.code

    @property
    def cost(self) -> Cost:
        return Cost(self.planned, self.contracted, self.paid)


class InvestmentNote(ActNote):
    """A document, a payment or a text about an investment. `amount`: whole đồng."""

    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="notes")
    amount = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["investment", "entry"], name="investment_note_one_an_act"),
            models.CheckConstraint(name="investment_note_numbered_and_dated", condition=NUMBERED_AND_DATED),
            models.CheckConstraint(name="investment_file_has_its_name", condition=FILE_AND_NAME),
        ]

    def __str__(self) -> str:
        return f"{self.investment_id} {self.entry}"


class Milestone(models.Model):
    """Something that can be seen, and the day by which it should be there."""

    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["investment", "number"], name="investment_milestone_once")
        ]

    def __str__(self) -> str:
        return f"{self.investment_id} {self.number}"
