"""Who calls: a token of an account, good for some things, and for so many calls a minute."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from motcua.identity.services import authenticate_token, throttle
from motcua.kernel.refusals import Refusal

CALLS_A_MINUTE = 300


class Bearer(HttpBearer):
    """Lets a token in that has the scope. Raises Refusal `scope-missing`, `too-many`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        shown = authenticate_token(token)
        if shown is None:
            return None
        known, at = shown
        request.moment = at  # type: ignore[attr-defined]  # read once a call
        request.calls = throttle(  # type: ignore[attr-defined]  # for the headers of the answer
            f"api {known.code}", limit=CALLS_A_MINUTE, per_seconds=60, at=at
        )
        if self.scope not in known.scopes:
            raise Refusal(
                _("This token is not good for “%(scope)s”. Make one that is, on your account's page.")
                % {"scope": self.scope},
                code="scope-missing",
            )
        return known
