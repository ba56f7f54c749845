from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The database's clock, in UTC: the only clock that a legal moment may come from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
