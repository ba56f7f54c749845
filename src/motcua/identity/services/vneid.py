"""Sign-in at the identity provider: Authlib speaks the protocol, this module says what must hold."""

from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from joserfc.errors import JoseError

from motcua.identity.rules.claims import Claims, read_claims
from motcua.kernel.refusals import Refusal

ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS = 30
TIMEOUT_SECONDS = 10
FAULTS = (
    AuthlibBaseError,
    JoseError,
    requests.RequestException,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,
)


def send_to_provider(request: HttpRequest, *, way_back: str) -> HttpResponse:
    """To the provider's page, with state, nonce and PKCE kept in the session. Raises Refusal `provider-away`."""
    try:
        answer: HttpResponse = _client().authorize_redirect(request, way_back, ui_locales=get_language())
    except FAULTS as fault:
        raise Refusal(
            _("VNeID does not answer now. Nothing is lost: try again in a few minutes."), code="provider-away"
        ) from fault
    return answer


def hear_from_provider(request: HttpRequest) -> Claims:
    """Who came back, after every check: state, issuer, PKCE, signature and its algorithm, audience, expiry, nonce,
    assurance, and that the claims are of the same subject.

    Raises Refusal `sign-in-failed`, or `assurance` when the identity account is of too low a level.
    """
    try:
        return _heard(request)
    except FAULTS as fault:
        raise Refusal(
            _("Signing in with VNeID did not succeed. Begin again from this page."), code="sign-in-failed"
        ) from fault


def _heard(request: HttpRequest) -> Claims:
    if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
        raise ValueError("another provider answered")
    client = _client()
    token = client.authorize_access_token(request, claims_options=_must_hold(), leeway=LEEWAY_SECONDS)
    proved = token.get("userinfo")
    if not proved:
        raise ValueError("no identity token came")
    told = client.userinfo(token=token)
    if told.get("sub") != proved["sub"]:
        raise ValueError("the claims are of another subject")
    level = str(proved.get("acr", ""))
    if not (level.isascii() and level.isdigit() and int(level) >= settings.OIDC_ASSURANCE):
        raise Refusal(
            _("Your identity account is of level 1. Raise it to level 2 at the police, then sign in again."),
            code="assurance",
        )
    return read_claims(told)


def _must_hold() -> dict[str, Any]:
    return {
        "iss": {"essential": True, "values": [settings.OIDC_ISSUER]},
        "aud": {"essential": True, "values": [settings.OIDC_CLIENT_ID]},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True},
    }


def _client() -> Any:
    """The client, whose provider must call itself what we call it; its own list of algorithms only narrows ours."""
    client = _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise ValueError("the provider calls itself something else")
    offered = metadata.get("id_token_signing_alg_values_supported", ALGORITHMS)
    client.server_metadata["id_token_signing_alg_values_supported"] = [a for a in ALGORITHMS if a in offered]
    return client


@lru_cache(maxsize=8)
def _registered(issuer: str, client_id: str, client_secret: str) -> Any:
    return OAuth().register(
        "vneid",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )
