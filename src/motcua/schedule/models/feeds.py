"""The secret addresses of calendars."""

from django.db import models

from motcua.organizations.models import Officer


class Feed(models.Model):
    """The secret address of an officer's calendar: only its SHA-256 is kept."""

    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer}: calendar"
