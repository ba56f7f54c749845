"""The moment, and what an account has."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from motcua.identity.models import Account, ApiToken, Session


def moment() -> datetime:
    """The database's clock, for the pages of this room, which stands beside `clock` and cannot ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return timezone.localtime(cursor.fetchone()[0])


def tokens_of(account: Account) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(account=account, revoked_at=None).order_by("-made_at", "-pk")


def sessions_of(account: Account, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(account=account, expire_date__gt=at).order_by("-opened_at")
