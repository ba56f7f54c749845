"""Who is invited, what he answers, who comes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Body, Officer
from motcua.schedule.models.meetings import Meeting
from motcua.schedule.models.sites import Site
from motcua.schedule.rules.answers import Answer, may_vote

ANSWERS = [
    (Answer.WAITING.value, _("No answer yet")),
    (Answer.ATTENDING.value, _("Will attend")),
    (Answer.STAND_IN.value, _("Sends a stand-in")),
    (Answer.LEAVE_ASKED.value, _("Asks for leave")),
    (Answer.LEAVE_GRANTED.value, _("Absent with leave")),
    (Answer.LEAVE_REFUSED.value, _("Leave not granted")),
]
_LEAVE = ["leave_asked", "leave_granted", "leave_refused"]


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
