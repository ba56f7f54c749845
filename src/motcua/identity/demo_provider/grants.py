"""Consents, codes and tokens of the provider. Not acts on anybody's matter: they leave no entry in the ledger."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from motcua.identity.demo_provider import keys
from motcua.identity.demo_provider.asking import Asking, matches
from motcua.identity.demo_provider.people import Somebody
from motcua.identity.models import DemoGrant

CODE_GOOD_FOR = timedelta(seconds=60)
TOKEN_GOOD_FOR = timedelta(seconds=300)


class BadGrant(Exception):  # noqa: N818 -- a verdict on the request
    """The code is unknown, too old, used, another client's, or its verifier is wrong."""


def consent(asking: Asking, person: Somebody, *, at: datetime) -> str:
    """The code that the client may change once into tokens."""
    code = secrets.token_urlsafe(32)
    DemoGrant.objects.create(
        code_digest=digest(code),
        client_id=asking.client_id,
        redirect_uri=asking.redirect_uri,
        challenge=asking.code_challenge,
        nonce=asking.nonce,
        assurance=person.level,
        claims=person.claims,
        made_at=at,
    )
    DemoGrant.objects.filter(made_at__lt=at - timedelta(days=1)).delete()
    return code


def exchange(*, code: str, redirect_uri: str, verifier: str, at: datetime) -> dict[str, Any]:
    """Tokens for the code. A code that comes twice takes away what it gave the first time. Raises BadGrant."""
    with transaction.atomic():
        grant = DemoGrant.objects.select_for_update().filter(code_digest=digest(code)).first()
        if not grant:
            raise BadGrant
        again, grant.used_at, grant.token_digest = grant.used_at, at, ""
        good = (
            not again
            and at - grant.made_at <= CODE_GOOD_FOR
            and redirect_uri == grant.redirect_uri
            and matches(verifier, grant.challenge)
        )
        token = secrets.token_urlsafe(32)
        grant.token_digest = digest(token) if good else ""
        grant.save(update_fields=["used_at", "token_digest"])
    if not good:
        raise BadGrant
    return _tokens(grant, token, at)


def claims_for(token: str, *, at: datetime) -> dict[str, str] | None:
    grant = DemoGrant.objects.filter(token_digest=digest(token), used_at__gt=at - TOKEN_GOOD_FOR).first()
    return dict(grant.claims) if token and grant else None


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _tokens(grant: DemoGrant, token: str, at: datetime) -> dict[str, Any]:
    issued = int(at.timestamp())
    id_token = {
        "iss": settings.OIDC_ISSUER,
        "sub": grant.claims["sub"],
        "aud": grant.client_id,
        "iat": issued,
        "exp": issued + int(TOKEN_GOOD_FOR.total_seconds()),
        "auth_time": int(grant.made_at.timestamp()),
        "nonce": grant.nonce,
        "acr": grant.assurance,
    }
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_GOOD_FOR.total_seconds()),
        "id_token": keys.sign(id_token),
    }
