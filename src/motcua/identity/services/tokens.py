"""Keys for programs."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.events import TokenIssued, TokenRevoked
from motcua.identity.models import Account, ApiToken
from motcua.identity.rules.scopes import open_to
from motcua.kernel.questions import Given, Question
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Now
from motcua.ledger.services import append

PREFIX = "mct_"
LONGEST = timedelta(days=366)
MOST = 20
SEEN_EVERY = timedelta(minutes=1)


_IN_FORCE = Question(
    lambda: (
        ApiToken.objects.select_related("account")
        .filter(digest=Given("digest"), revoked_at=None, expires_at__gt=Now(), account__is_active=True)
        .annotate(shown_at=Now())
    )
)


class Issued(NamedTuple):
    """`secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


class Shown(NamedTuple):
    token: ApiToken
    at: datetime


@transaction.atomic
def issue_token(
    account: Account, *, name: str, scopes: Collection[str], expires_at: datetime, by: Account, at: datetime
) -> Issued:
    """A new token for one's own account.

    Raises Refusal `not-yours`, `no-name`, `scopes` (none, or one that this kind of account cannot give), `expiry`
    (past, or more than a year away), `too-many-tokens`.
    """
    _check(account, name, scopes, expires_at, by, at)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        code=f"T-{secrets.token_hex(6)}",
        account=account,
        name=name.strip(),
        digest=_digest(secret),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=expires_at,
    )
    event = TokenIssued(token=token.code, scopes=tuple(token.scopes), expires_at=expires_at)
    append(event, subject=account.code, body="", actor=by.code, at=at)
    return Issued(token, secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Account, at: datetime) -> None:
    """Ends the token now. Raises Refusal `not-yours`, `revoked`."""
    if token.account_id != by.pk:
        raise Refusal(_("This token is not yours."), code="not-yours")
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise Refusal(_("This token was revoked already."), code="revoked")
    append(TokenRevoked(token=token.code), subject=by.code, body="", actor=by.code, at=at)


def authenticate_token(secret: str) -> Shown | None:
    """The token in force, with its account, and when it was shown, by the database's clock: one question.

    None for a token that is unknown, over, revoked, or of a closed account.
    """
    for token in _IN_FORCE(digest=_digest(secret)):
        at = timezone.localtime(token.shown_at)
        if token.last_used_at is None or token.last_used_at < at - SEEN_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
        return Shown(token, at)
    return None


def _check(
    account: Account, name: str, scopes: Collection[str], expires_at: datetime, by: Account, at: datetime
) -> None:
    if account.pk != by.pk:
        raise Refusal(_("You can make tokens only for yourself."), code="not-yours")
    if not name.strip():
        raise Refusal(
            _("Give the token a name by which you know it again."), code="no-name", fields={"name": "empty"}
        )
    if not scopes or not set(scopes) <= set(open_to(account.kind)):
        raise Refusal(_("Choose what the token may do."), code="scopes", fields={"scopes": "wrong"})
    if not at < expires_at <= at + LONGEST:
        raise Refusal(
            _("The token must end in the future, within a year."),
            code="expiry",
            fields={"expires_on": "wrong"},
        )
    if ApiToken.objects.filter(account=account, revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise Refusal(_("You have twenty tokens. Revoke one you do not need."), code="too-many-tokens")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
