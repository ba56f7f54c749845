from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.files.models import StoredFile
from motcua.organizations.models import Body, Officer, Unit
from motcua.results.models import Instrument
from motcua.schedule.rules.answers import Answer, may_vote
from motcua.schedule.rules.states import Standing, State

STATES = [
    (State.DRAFTED.value, _("Draft")),
    (State.CALLED.value, _("Called")),
    (State.POSTPONED.value, _("Postponed")),
    (State.CANCELLED.value, _("Called off")),
    (State.HELD.value, _("Held")),
    (State.CONCLUDED.value, _("Concluded")),
]
ANSWERS = [
    (Answer.WAITING.value, _("No answer yet")),
    (Answer.ATTENDING.value, _("Will attend")),
    (Answer.STAND_IN.value, _("Sends a stand-in")),
    (Answer.LEAVE_ASKED.value, _("Asks for leave")),
    (Answer.LEAVE_GRANTED.value, _("Absent with leave")),
    (Answer.LEAVE_REFUSED.value, _("Leave not granted")),
]
_LEAVE = ["leave_asked", "leave_granted", "leave_refused"]


class Flag(models.TextChoices):
    """What became of a meeting that was known already: the mark that a schedule shows beside it."""

    NONE = "", ""
    ADDED = "added", _("Added to")
    CHANGED = "changed", _("Changed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Called off")


class Connection(models.TextChoices):
    UNCHECKED = "unchecked", _("Not checked")
    CONNECTING = "connecting", _("Connecting")
    CONNECTED = "connected", _("Connected")
    DISCONNECTED = "disconnected", _("No connection")


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


class Site(models.Model):
    """Where a part of the meeting sits. `came`: how many were counted there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sites")
    number = models.PositiveSmallIntegerField()
    is_main = models.BooleanField(default=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair_outside = models.CharField(max_length=200, blank=True)
    expected = models.PositiveSmallIntegerField(default=0)
    connection = models.CharField(
        max_length=12, choices=Connection.choices, default=Connection.UNCHECKED.value
    )
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    counted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="site_number_once_in_a_meeting"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_main=True), name="site_main_once_in_a_meeting"
            ),
            models.CheckConstraint(
                name="site_has_one_chair_at_most", condition=Q(chair=None) | Q(chair_outside="")
            ),
            models.CheckConstraint(
                name="site_checked_wholly_or_not_at_all",
                condition=Q(connection="unchecked", checked_at=None, checked_by=None)
                | ~Q(connection="unchecked") & Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="site_counted_wholly_or_not_at_all",
                condition=Q(came=None, counted_at=None, counted_by=None)
                | Q(came__isnull=False, counted_at__isnull=False, counted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chair_name(self) -> str:
        return f"{self.chair.title_vi} {self.chair.name}" if self.chair else self.chair_outside


class Invitation(models.Model):
    """An officer, a body that sends somebody, or a guest of another house in words.

    `delegate`: whom the body sends, or the stand-in of an officer. `came` is noted at the site.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    number = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.CharField(max_length=200, blank=True)
    has_vote = models.BooleanField(default=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=16, choices=ANSWERS, default=Answer.WAITING.value)
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)
    noted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="invitation_number_once_in_a_meeting"),
            models.UniqueConstraint(
                fields=["meeting", "officer"],
                condition=Q(officer__isnull=False),
                name="invitation_once_per_officer",
            ),
            models.UniqueConstraint(
                fields=["meeting", "body"],
                condition=Q(officer=None, body__isnull=False),
                name="invitation_once_per_body",
            ),
            models.UniqueConstraint(
                fields=["meeting", "delegate"],
                condition=Q(delegate__isnull=False),
                name="invitation_delegate_comes_for_one",
            ),
            models.CheckConstraint(
                name="invitation_is_of_somebody",
                condition=Q(body__isnull=False, guest="") | Q(body=None, officer=None) & ~Q(guest=""),
            ),
            models.CheckConstraint(
                name="invitation_answered_wholly_or_not_at_all",
                condition=Q(answer="waiting", answered_at=None, answered_by=None, delegate=None, reason="")
                | ~Q(answer="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_stand_in_is_named_with_a_reason",
                condition=~Q(answer="stand_in")
                | Q(delegate__isnull=False, officer__isnull=False)
                & ~Q(reason="")
                & ~Q(officer=F("delegate")),
            ),
            models.CheckConstraint(
                name="invitation_body_that_attends_says_by_whom",
                condition=~Q(answer="attending", officer=None, guest="") | Q(delegate__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_leave_has_a_reason",
                condition=~Q(answer__in=_LEAVE) | Q(delegate=None) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="invitation_noted_wholly_or_not_at_all",
                condition=Q(came=None, noted_at=None, noted_by=None)
                | Q(came__isnull=False, noted_at__isnull=False, noted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.number}"

    @property
    def votes(self) -> bool:
        return may_vote(has_vote=self.has_vote, answer=Answer(self.answer), came=self.came)


class Document(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    added_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="document_number_once_in_a_meeting")
        ]

    def __str__(self) -> str:
        return self.title


class Minutes(models.Model):
    """Who wrote them, and the chair's approval; from then on they stay as they are."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField()
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="minutes_say_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="minutes_approved_wholly_or_not_at_all",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: minutes"


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


class Feed(models.Model):
    """The secret address of an officer's calendar: only its SHA-256 is kept."""

    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer}: calendar"
