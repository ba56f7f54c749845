"""What a client asks of the provider, checked before anybody is shown a page."""

import base64
import hashlib
import re
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class BadClient(Exception):  # noqa: N818 -- a verdict on the request
    """The client or its way back is not known: tell the person here, and send him nowhere."""


@dataclass(frozen=True)
class Asking:
    client_id: str
    redirect_uri: str
    response_type: str
    scope: str
    state: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    @property
    def fault(self) -> str:
        """The OAuth error code, or nothing."""
        if self.response_type != "code":
            return "unsupported_response_type"
        if "openid" not in self.scope.split():
            return "invalid_scope"
        if self.code_challenge_method != "S256" or not CHALLENGE.fullmatch(self.code_challenge):
            return "invalid_request"
        return "" if self.state and self.nonce else "invalid_request"

    def way_back(self, **answer: str) -> str:
        """`iss` tells the client which provider answered (RFC 9207)."""
        told = {**answer, "state": self.state, "iss": settings.OIDC_ISSUER}
        return f"{self.redirect_uri}?{urlencode(told)}"


def read(told: QueryDict) -> Asking:
    """Raises BadClient. Everything else that is wrong is told to the client."""
    asking = Asking(**{field.name: told.get(field.name, "") for field in fields(Asking)})
    if asking.client_id != settings.OIDC_CLIENT_ID or asking.redirect_uri != registered_way_back():
        raise BadClient
    return asking


def registered_way_back() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_ADDRESS + reverse("identity:vneid-back")


def matches(verifier: str, challenge: str) -> bool:
    """PKCE, S256 only (RFC 7636)."""
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
