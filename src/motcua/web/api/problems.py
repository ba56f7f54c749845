"""Refusals and mistakes as RFC 9457 problems."""

import json
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.kernel.refusals import Refusal

log = logging.getLogger("motcua.incidents")
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_noop("The request could not be read"),
    401: gettext_noop("A token is needed"),
    403: gettext_noop("You may not do this"),
    404: gettext_noop("There is nothing here"),
    409: gettext_noop("This cannot be done now"),
    422: gettext_noop("Something in the request needs mending"),
    429: gettext_noop("Too many calls"),
    500: gettext_noop("Something broke on our side"),
}
STATUS = {
    "scope-missing": 403,
    "applicants-only": 403,
    "officers-only": 403,
    "not-yours": 403,
    "not-your-counter": 403,
    "not-your-step": 403,
    "not-in-hand": 403,
    "not-in-charge": 403,
    "not-found": 404,
    "bad-cursor": 422,
    "unknown-paper": 422,
    "unknown-item": 422,
    "unknown-reason": 422,
    "no-such-outcome": 422,
    "opinion-needed": 422,
    "reason-needed": 422,
    "reason-too-short": 422,
    "respond-by-passed": 422,
    "too-many": 429,
}


def answer_with_problems(api: NinjaAPI) -> None:
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(AuthenticationError, _no_token)
    api.add_exception_handler(HttpError, _unread)
    api.add_exception_handler(Http404, _nothing)
    api.add_exception_handler(Exception, _broken)


def problem(
    status: int, code: str, detail: str, *, errors: Mapping[str, str] | None = None, **headers: str
) -> HttpResponse:
    """`type` is a name, not an address: it stays what it is when the house moves."""
    told = {
        "type": f"urn:motcua:problem:{code}",
        "title": _(TITLES[status]),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"where": where, "message": str(message)} for where, message in (errors or {}).items()],
    }
    content = json.dumps(told, ensure_ascii=False)
    answer = HttpResponse(content, status=status, content_type=MEDIA_TYPE)
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    file_is_at_fault = refusal.code.startswith("file-")
    status = STATUS.get(refusal.code, 422 if refusal.fields or file_is_at_fault else 409)
    headers = {"Retry_After": "60"} if status == 429 else {}
    return problem(status, refusal.code, str(refusal), errors=refusal.fields, **headers)


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = {".".join(map(str, each["loc"])): each["msg"] for each in error.errors}
    return problem(
        422, "not-valid", _("The request is not as the description of the API says."), errors=faults
    )


def _no_token(request: HttpRequest, error: Any) -> HttpResponse:
    detail = _(
        "Send a token that is in force: “Authorization: Bearer …”. You make one on your account's page."
    )
    return problem(401, "no-token", detail, WWW_Authenticate='Bearer realm="motcua"')


def _unread(request: HttpRequest, error: Any) -> HttpResponse:
    status = error.status_code if error.status_code in TITLES else 400
    return problem(status, "unreadable", _("The body of the request could not be read. Send JSON in UTF-8."))


def _nothing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "not-found", _("There is nothing under this address."))


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    incident = secrets.token_hex(4).upper()
    log.error("incident %s at %s", incident, request.path, exc_info=error)
    detail = _("Nothing was changed. Try again in a few minutes; if it happens again, tell us %(incident)s.")
    return problem(500, "broken", detail % {"incident": incident})
