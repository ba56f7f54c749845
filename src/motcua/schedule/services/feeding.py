"""The secret address of an officer's calendar."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.schedule.events import FeedOpened
from motcua.schedule.models import Feed

OCTETS = 24


@transaction.atomic
def open_feed(*, by: Officer, at: datetime) -> str:
    """A new secret, told this once; the one before it ends. 192 bits: nobody guesses it."""
    secret = secrets.token_urlsafe(OCTETS)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    Feed.objects.update_or_create(officer=by, defaults={"digest": digest, "made_at": at})
    append(FeedOpened(localdate(at)), subject=by.code, body=by.body.code, actor=by.code, at=at)
    return secret
