"""What the demo's identity provider remembers."""

from django.db import models


class DemoGrant(models.Model):
    """One consent at the demo's identity provider: a code that is good once and for a minute, then an access token."""

    code_digest = models.CharField(max_length=64, unique=True)
    token_digest = models.CharField(max_length=64, blank=True)
    client_id = models.CharField(max_length=64)
    redirect_uri = models.URLField(max_length=300)
    challenge = models.CharField(max_length=128)
    nonce = models.CharField(max_length=200)
    assurance = models.CharField(max_length=8)
    claims = models.JSONField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"grant to {self.client_id}"
