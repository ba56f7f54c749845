"""A meeting, its number, and what was taken out of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Body, Officer, Unit
from motcua.results.models import Instrument
from motcua.schedule.rules.states import Standing, State

STATES = [
    (State.DRAFTED.value, _("Draft")),
    (State.CALLED.value, _("Called")),
    (State.POSTPONED.value, _("Postponed")),
    (State.CANCELLED.value, _("Called off")),
    (State.HELD.value, _("Held")),
    (State.CONCLUDED.value, _("Concluded")),
]


class Flag(models.TextChoices):
    """What became of a meeting that was known already: the mark that a schedule shows beside it."""

    NONE = "", ""
    ADDED = "added", _("Added to")
    CHANGED = "changed", _("Changed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Called off")


class Book(models.Model):
    """Meetings and notices are numbered without gaps within a year."""

    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="schedule_book_once_per_series_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}"


class Meeting(models.Model):
    """A meeting that `host` calls. The chair is an officer, or somebody of another house in words.

    `sequence` grows with every change that those invited have to hear of; `told_at` is when it last did. `is_open`:
    the officers of the host see it in the weekly schedule. `reason`: why it was postponed or called off. `letter`: the
    signed letter of invitation.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)
    host = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair_outside = models.CharField(max_length=200, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    agenda = models.TextField(blank=True)
    video_link = models.URLField(max_length=400, blank=True)
    preparing = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=STATES, default=State.DRAFTED.value)
    flag = models.CharField(max_length=12, choices=Flag.choices, blank=True, default="")
    sequence = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    called_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at"))
            ),
            models.CheckConstraint(
                name="meeting_state_is_one_that_exists", condition=Q(state__in=[code for code, _n in STATES])
            ),
            models.CheckConstraint(
                name="meeting_has_one_chair_at_most", condition=Q(chair=None) | Q(chair_outside="")
            ),
            models.CheckConstraint(
                name="meeting_called_has_its_chair",
                condition=Q(called_at=None) | Q(chair__isnull=False) | ~Q(chair_outside=""),
            ),
            models.CheckConstraint(
                name="meeting_called_wholly_or_not_at_all",
                condition=Q(called_at=None, called_by=None, letter=None, state__in=["drafted", "cancelled"])
                | Q(called_at__isnull=False, called_by__isnull=False, letter__isnull=False)
                & ~Q(state="drafted"),
            ),
            models.CheckConstraint(
                name="meeting_put_off_says_why",
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="meeting_held_when_it_says_so",
                condition=Q(state__in=["held", "concluded"], held_at__isnull=False)
                | ~Q(state__in=["held", "concluded"]) & Q(held_at=None),
            ),
            models.CheckConstraint(
                name="meeting_video_link_is_encrypted",
                condition=Q(video_link="") | Q(video_link__startswith="https://"),
            ),
        ]
        indexes = [models.Index(fields=["host", "begins_at"], name="meeting_of_host")]

    def __str__(self) -> str:
        return self.code

    @property
    def chair_name(self) -> str:
        """`Trưởng Ban Trần Văn An`, or as it was written."""
        return f"{self.chair.title_vi} {self.chair.name}" if self.chair else self.chair_outside

    @property
    def standing(self) -> Standing:
        minutes = getattr(self, "minutes", None)
        return Standing(
            State(self.state),
            self.begins_at,
            has_chair=bool(self.chair_id or self.chair_outside),
            minutes_written=minutes is not None,
            minutes_approved=minutes is not None and minutes.approved_at is not None,
        )


class What(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    SITE = "site", _("Site")


class TakenOut(models.Model):
    """An invitation taken back or a site removed: `name` as it was, and why. The row itself is gone; its number is
    never given again.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="taken_out")
    what = models.CharField(max_length=12, choices=What.choices)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "number"], name="taken_out_once"),
            models.CheckConstraint(
                name="taken_out_is_of_a_kind_that_exists", condition=Q(what__in=["invitation", "site"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.what} {self.number}"
