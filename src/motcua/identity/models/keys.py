"""What an account proves itself with, beside its password."""

from django.db import models
from django.db.models import F, Q

from motcua.identity.models.accounts import Account


class OneTimeSecret(models.Model):
    """An officer's second factor (RFC 6238), sealed with the house's key. A step that was used is not taken again."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="one_time_secret")
    sealed = models.CharField(max_length=255)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.account}"


class ApiToken(models.Model):
    """A key for programs. Only its digest is kept; the token itself is shown once."""

    code = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_token_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name
