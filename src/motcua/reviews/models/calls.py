"""A call for review and the reports that answer it, version by version."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Body, Officer
from motcua.results.models import Instrument
from motcua.reviews.rules.states import State

STATES = [
    (State.ASKED.value, _("Not drafted yet")),
    (State.DRAFTED.value, _("Draft")),
    (State.EDITED.value, _("Draft, edited")),
    (State.SUBMITTED.value, _("Waiting for signature")),
    (State.SIGNED.value, _("Signed, not sent")),
    (State.SENT.value, _("Sent")),
    (State.RETURNED.value, _("Sent back")),
]


class CallBook(models.Model):
    """Calls are numbered without gaps within a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)


class Call(models.Model):
    """A call for review: what is asked of whom, about which period, before which day.

    `keeper`: the body that issues it, or, with `outside` naming who calls from outside the house (the Government
    Office), the one that recorded it and answers. `feeds`: the call from outside to which this one gathers the answers.
    `before_on`: in time is what is sent on an earlier day. `questions`: [{code, part, vi, en}].
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=160)
    source_on = models.DateField(null=True, blank=True)
    keeper = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    outside = models.CharField(max_length=200, blank=True)
    feeds = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="fed_by")
    criteria_set = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    questions = models.JSONField(default=list)
    before_on = models.DateField()
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_call_closed_wholly_or_not_at_all",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_call_follows_its_source",
                condition=Q(source_on=None) | Q(before_on__gt=F("source_on")),
            ),
            models.CheckConstraint(
                name="review_call_does_not_feed_itself", condition=Q(feeds=None) | ~Q(feeds=F("pk"))
            ),
        ]
        indexes = [models.Index(fields=["keeper", "before_on"], name="review_call_of_keeper")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Extension(models.Model):
    """The day before which reports are due was moved to a later one: from when to when, and why."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_extension_is_to_a_later_day", condition=Q(to_on__gt=F("from_on"))
            ),
            models.CheckConstraint(name="review_extension_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(fields=["call", "from_on"], name="review_extension_once_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.call} → {self.to_on}"


class Report(models.Model):
    """What one body answers to a call. Its content is in its versions; `version` is the number of the newest, 0: none.

    `first_sent_at` stays when it is returned: `late` is judged by it. `reminders`: how often it was asked for again.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=56, unique=True)
    state = models.CharField(max_length=16, choices=STATES, default=State.ASKED.value)
    version = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_sent_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "body"], name="review_report_one_a_body"),
            models.CheckConstraint(
                name="review_report_state_is_one_that_exists",
                condition=Q(state__in=[code for code, _name in STATES]),
            ),
            models.CheckConstraint(
                name="review_report_sent_when_it_says_so",
                condition=Q(
                    state="sent", sent_at__isnull=False, sent_by__isnull=False, first_sent_at__isnull=False
                )
                | ~Q(state="sent") & Q(sent_at=None, sent_by=None),
            ),
            models.CheckConstraint(
                name="review_report_late_only_once_sent",
                condition=Q(late=False) | Q(first_sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="review_report_has_a_version_from_its_draft_on",
                condition=Q(state="asked", version=0) | ~Q(state="asked") & Q(version__gt=0),
            ),
            models.CheckConstraint(
                name="review_report_reminded_when_it_says_so",
                condition=Q(reminders=0, reminded_at=None) | Q(reminders__gt=0, reminded_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="review_report_of_body")]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """A version of a report. `figures` were frozen when it was drafted and never change: `digest` is their SHA-256.

    `drafted`: the texts as the house wrote them; `texts`: as they are now. `horizon`: up to when was counted.
    `drafted_by` is empty where the house drafted by itself.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    horizon = models.DateTimeField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    drafted = models.JSONField()
    texts = models.JSONField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    instrument = models.OneToOneField(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="review_version_once"),
            models.CheckConstraint(name="review_version_counts_from_one", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"


class ReviewNote(models.Model):
    """What somebody wrote with an act on a report. `entry`: its number in the ledger."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notes")
    entry = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "entry"], name="review_note_one_an_act"),
            models.CheckConstraint(name="review_note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.entry}"


class Consolidation(models.Model):
    """The picture of all reports of a call, frozen: made of `versions` ({report code: digest}), `digest` its SHA-256.

    Signed when it is sent on; `sent_to` names who got it.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="consolidations")
    number = models.PositiveSmallIntegerField()
    picture = models.JSONField()
    digest = models.CharField(max_length=64)
    sent_to = models.CharField(max_length=200)
    instrument = models.OneToOneField(Instrument, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="review_consolidation_once"),
            models.CheckConstraint(name="review_consolidation_says_to_whom", condition=~Q(sent_to="")),
        ]

    def __str__(self) -> str:
        return f"{self.call} #{self.number}"
