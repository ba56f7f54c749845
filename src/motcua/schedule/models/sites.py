"""Where the parts of a meeting sit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Body, Officer
from motcua.schedule.models.meetings import Meeting


class Connection(models.TextChoices):
    UNCHECKED = "unchecked", _("Not checked")
    CONNECTING = "connecting", _("Connecting")
    CONNECTED = "connected", _("Connected")
    DISCONNECTED = "disconnected", _("No connection")


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
