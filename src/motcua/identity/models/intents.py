"""What was asked for once."""

from django.db import models


class Intent(models.Model):
    """What somebody asked for once: the same key gives the same outcome, however often it is sent."""

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    outcome = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="intent_once_per_owner_and_key")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
