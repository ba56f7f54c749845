from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.directives.rules.states import Asked, Standing, State
from motcua.files.models import StoredFile
from motcua.organizations.models import Officer, Unit
from motcua.schedule.models import Instruction

STATES = [
    (State.OPENED.value, _("New")),
    (State.CONTESTED.value, _("Contested")),
    (State.ACCEPTED.value, _("Accepted")),
    (State.IN_PROGRESS.value, _("Being worked on")),
    (State.REPORTED.value, _("Reported done")),
    (State.MEASURING.value, _("Measuring the effect")),
    (State.VERIFIED.value, _("Verified")),
    (State.REOPENED.value, _("Reopened")),
    (State.WITHDRAWN.value, _("Taken back")),
]
EXTENSIONS = [
    (Asked.NOT.value, _("Not asked for")),
    (Asked.OPEN.value, _("Asked for")),
    (Asked.GRANTED.value, _("Granted")),
    (Asked.REFUSED.value, _("Not granted")),
]
_REPORTED = Q(state__in=["reported", "measuring", "verified"])
_MEASURED = Q(state__in=["measuring", "verified", "reopened"])


class Book(models.Model):
    """Directives are numbered without gaps within a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)


class Directive(models.Model):
    """A task with one lead and one date. With a criterion, the number that was found when it was opened is frozen here.

    `found_*`: numerator, denominator and points of the criterion at `body` in `period` by the set, as counted up to
    `found_horizon`. `target`: the rate to be reached, in percent. `ready_on`: from when its window can be measured, and
    later when the next watch is due. `measured`: the last measure, as shown and as told to the ledger.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    task = models.TextField()
    cause = models.TextField(blank=True)
    source = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=16, choices=STATES, default=State.OPENED.value)
    giver = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    supporting = models.ManyToManyField(Unit, related_name="+", blank=True)
    due_on = models.DateField()
    asked = models.CharField(max_length=8, choices=EXTENSIONS, blank=True, default="")
    asked_due_on = models.DateField(null=True, blank=True)
    contested = models.BooleanField(default=False)
    escalated = models.PositiveSmallIntegerField(default=0)

    criteria_set = models.CharField(max_length=40, blank=True)
    criterion = models.CharField(max_length=16, blank=True)
    body = models.CharField(max_length=32, blank=True)
    procedure = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=10, blank=True)
    found_numerator = models.BigIntegerField(null=True, blank=True)
    found_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    found_points = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    found_horizon = models.DateTimeField(null=True, blank=True)
    target = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    window_months = models.PositiveSmallIntegerField(null=True, blank=True)

    reported_at = models.DateTimeField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    inconclusive = models.BooleanField(default=False)
    measured = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directive_state_is_one_that_exists",
                condition=Q(state__in=[code for code, _name in STATES]),
            ),
            models.CheckConstraint(
                name="directive_finding_told_wholly_or_not_at_all",
                condition=Q(
                    criterion="",
                    criteria_set="",
                    body="",
                    procedure="",
                    period="",
                    found_numerator=None,
                    found_denominator=None,
                    found_points=None,
                    found_horizon=None,
                    target=None,
                    window_months=None,
                )
                | ~Q(criterion="")
                & ~Q(criteria_set="")
                & ~Q(body="")
                & ~Q(period="")
                & Q(
                    found_numerator__isnull=False,
                    found_denominator__gt=0,
                    found_horizon__isnull=False,
                    target__gt=0,
                    target__lte=100,
                    window_months__gte=1,
                    window_months__lte=12,
                ),
            ),
            models.CheckConstraint(
                name="directive_reported_when_it_says_so",
                condition=(_REPORTED & Q(reported_at__isnull=False)) | (~_REPORTED & Q(reported_at=None)),
            ),
            models.CheckConstraint(
                name="directive_measured_only_against_a_finding",
                condition=Q(criterion="", ready_on=None, inconclusive=False, measured=None)
                & ~Q(state="measuring")
                | ~Q(criterion=""),
            ),
            models.CheckConstraint(
                name="directive_in_measuring_knows_when_it_is_ready",
                condition=~Q(state="measuring") | Q(ready_on__isnull=False),
            ),
            models.CheckConstraint(
                name="directive_measured_only_after_its_report", condition=Q(inconclusive=False) | _MEASURED
            ),
            models.CheckConstraint(
                name="directive_extension_names_its_day",
                condition=Q(asked="", asked_due_on=None) | ~Q(asked="") & Q(asked_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="directive_extension_granted_is_the_deadline",
                condition=~Q(asked="granted") | Q(due_on=F("asked_due_on")),
            ),
            models.CheckConstraint(name="directive_is_not_given_to_oneself", condition=~Q(giver=F("lead"))),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="directive_due"),
            models.Index(fields=["criterion", "body"], name="directive_of_finding"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def standing(self) -> Standing:
        return Standing(
            State(self.state),
            self.due_on,
            measurable=bool(self.criterion),
            contested=self.contested,
            asked=Asked(self.asked),
            ready_on=self.ready_on,
            inconclusive=self.inconclusive,
        )


class Note(models.Model):
    """What somebody wrote with an act, and the file that he gave as evidence. `entry`: its number in the ledger."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="notes")
    entry = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "entry"], name="directive_note_one_an_act"),
            models.CheckConstraint(
                name="directive_note_says_something", condition=~Q(text="") | Q(file__isnull=False)
            ),
            models.CheckConstraint(
                name="directive_file_has_its_name",
                condition=Q(file=None, file_name="") | Q(file__isnull=False) & ~Q(file_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.entry}"


class Reminder(models.Model):
    """That a directive is nearly due or late, brought to an officer's mind on a day.

    `days`: working days left on that day; negative: late by so many.
    """

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="reminders")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    days = models.SmallIntegerField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "officer", "on"], name="directive_reminder_once_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["officer"], condition=Q(read_at=None), name="directive_reminder_unread")
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.officer_id} {self.on}"


class Concluded(models.Model):
    """The directive that an instruction of a notice of conclusions became, one at a time.

    `instruction` is the one that was issued first: corrected ones follow it. `round` counts on where a directive was
    taken back, and each year where the instruction stands (“regularly”).
    """

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    directive = models.OneToOneField(Directive, on_delete=models.PROTECT, related_name="concluded")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "round"], name="directive_one_an_instruction_and_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instruction}: {self.directive}"
