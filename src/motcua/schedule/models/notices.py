"""Notices of conclusions and their instructions."""

from django.db import models
from django.db.models import Q

from motcua.organizations.models import Officer, Unit
from motcua.results.models import Instrument
from motcua.schedule.models.meetings import Meeting


class Notice(models.Model):
    """The notice of conclusions of a meeting: drafted, then signed and numbered once. `corrects`: the one it corrects.

    `opening`: what is said before the instructions. `number`: the document's, `12/TB-UBND`.
    """

    code = models.CharField(max_length=20, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notices")
    opening = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    number = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    instrument = models.OneToOneField(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_issued_wholly_or_not_at_all",
                condition=Q(number="", issued_at=None, issued_by=None, instrument=None)
                | ~Q(number="")
                & Q(issued_at__isnull=False, issued_by__isnull=False, instrument__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number or self.code


class Instruction(models.Model):
    """One numbered instruction: a task, who is to lead, and a date or “regularly” (`standing`).

    `origin`: the same instruction in the notice that this one's notice corrects.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="instructions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    supporting = models.ManyToManyField(Unit, related_name="+", blank=True)
    due_on = models.DateField(null=True, blank=True)
    standing = models.BooleanField(default=False)
    criterion = models.CharField(max_length=16, blank=True)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="instruction_number_once_in_a_notice"),
            models.CheckConstraint(
                name="instruction_has_a_date_or_stands",
                condition=Q(due_on=None, standing=True) | Q(due_on__isnull=False, standing=False),
            ),
            models.CheckConstraint(name="instruction_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.notice}, {self.number}"
