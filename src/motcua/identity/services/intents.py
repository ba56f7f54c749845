"""The same request sent twice has one outcome."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.identity.models import Intent
from motcua.kernel.refusals import Refusal

# Waits for whoever holds the key; no row means that he kept it.
_CLAIM = """
    INSERT INTO identity_intent (owner, key, fingerprint, outcome, made_at) VALUES (%s, %s, %s, '', %s)
    ON CONFLICT (owner, key) DO NOTHING RETURNING id
"""


def claim_intent(*, owner: str, key: str, content: Mapping[str, Any], at: datetime) -> Intent:
    """The intent of `owner` under `key`, locked until the caller's transaction ends.

    Who comes first does the work and settles; who comes at the same time waits here and then finds `outcome`
    set, which he returns instead of doing the work again. If the first fails, his row goes with his
    transaction and the next one is first. Raises Refusal `intent-reused` when the
    key was used for something else.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An intent is claimed inside the transaction that does the work.")
    fingerprint = _fingerprint(content)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [owner, key, fingerprint, at])
        if row := cursor.fetchone():
            return Intent(row[0], owner, key, fingerprint, "", at)
    intent = Intent.objects.select_for_update().get(owner=owner, key=key)
    if intent.fingerprint != fingerprint:
        raise Refusal(
            _("This request was already sent with other contents. Open the page again and send it anew."),
            code="intent-reused",
        )
    return intent


@transaction.atomic(savepoint=False)
def settle_intent(intent: Intent, *, outcome: str) -> None:
    """What the intent came to, once. It is said in the same transaction as the work itself."""
    if not Intent.objects.filter(pk=intent.pk, outcome="").update(outcome=outcome):
        raise RuntimeError(f"The intent {intent} is settled already.")
    intent.outcome = outcome


def _fingerprint(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
