from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    PENDING = "pending", _("Waiting for the virus check")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")


class StoredFile(models.Model):
    """Bytes kept by their own SHA-256, once however often they are sent. Only clean ones can be opened."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    scan = models.CharField(max_length=16, choices=Scan.choices, default=Scan.PENDING)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
