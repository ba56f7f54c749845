"""Who is inside now, and who knocks how often."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from motcua.identity.models.accounts import Account


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that a person can end his others and a closed account has none."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    opened_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        from motcua.identity.sessions import SessionStore  # noqa: PLC0415 -- the store names this model

        return SessionStore


class Tally(models.Model):
    """How often something was tried until `ends_at`. The key is a keyed digest: no name, no address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
