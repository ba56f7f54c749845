"""How often something may be tried. Counted in the database, so that all workers count together."""

import hashlib
import hmac
import math
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import ngettext

from motcua.identity.models import Tally
from motcua.kernel.refusals import Refusal

_COUNT = """
    INSERT INTO identity_tally (key, count, ends_at) VALUES (%(key)s, 1, %(end)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN identity_tally.ends_at <= %(at)s THEN 1 ELSE identity_tally.count + 1 END,
        ends_at = CASE WHEN identity_tally.ends_at <= %(at)s THEN %(end)s ELSE identity_tally.ends_at END
    RETURNING count, ends_at
"""


class Tries(NamedTuple):
    """How many are allowed, how many are left, and in how many seconds all are back."""

    limit: int
    left: int
    seconds: int


def throttle(key: str, *, limit: int, per_seconds: int, at: datetime) -> Tries:
    """Counts one try under the key and says what is left.

    Raises Refusal `too-many` from try `limit + 1` until the time is over.

    The time runs from the first try and is not made longer by more tries: nobody is locked out for good.
    Call it outside the transaction of the act, or a refusal of the act takes the count back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _digest(key), "at": at, "end": at + timedelta(seconds=per_seconds)})
        count, ends_at = cursor.fetchone()
        if count == 1:
            cursor.execute("DELETE FROM identity_tally WHERE ends_at < %s", [at - timedelta(hours=1)])
    if count > limit:
        minutes = math.ceil((ends_at - at).total_seconds() / 60)
        raise Refusal(
            ngettext(
                "Too many tries. Wait %(minutes)s minute and try again.",
                "Too many tries. Wait %(minutes)s minutes and try again.",
                minutes,
            )
            % {"minutes": minutes},
            code="too-many",
        )
    return Tries(limit, limit - count, math.ceil((ends_at - at).total_seconds()))


def relent(key: str) -> None:
    """Forgets the tries under the key: it went well."""
    Tally.objects.filter(key=_digest(key)).delete()


def _digest(key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"throttle {key}".encode(), hashlib.sha256).hexdigest()
