"""Filing and receipt through the API in a process whose clock is days off.

    python -m tests.dossiers.wrong_clock DAYS DATABASE DRAFT TOKEN_OF_THE_CITIZEN TOKEN_OF_THE_COUNTER

The clock is set before anything else is imported, so that nobody in the process knows better.
"""

import datetime
import json
import sys
import time

off = datetime.timedelta(days=int(sys.argv[1]))
right_time, right_datetime, right_date = time.time, datetime.datetime, datetime.date


class Alike(type):
    """Moments that the database or the C library made are of the right type: they count as ours."""

    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


class WrongDatetime(right_datetime, metaclass=Alike):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(right_time() + off.total_seconds(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)


class WrongDate(right_date, metaclass=Alike):
    @classmethod
    def today(cls):
        return WrongDatetime.now().date()


time.time = lambda: right_time() + off.total_seconds()
datetime.datetime, datetime.date = WrongDatetime, WrongDate

import django  # noqa: E402 -- after the clock
from django.conf import settings  # noqa: E402

settings.DATABASES["default"]["NAME"] = sys.argv[2]
django.setup()

from django.test import Client  # noqa: E402
from django.utils.timezone import now  # noqa: E402

draft, citizen, counter = sys.argv[3:]


def post(path, token):
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "one-key"}
    answer = Client(headers=headers).post(f"/api/v1{path}")
    return answer.status_code, answer.json()


filed = post(f"/drafts/{draft}/filing", citizen)
received = post(f"/dossiers/{filed[1].get('code')}/receipt", counter)
sys.stdout.write(json.dumps({"clock": now().isoformat(), "filed": filed, "received": received}))
