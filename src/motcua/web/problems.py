"""The pages that say no, or that something broke: what happened, and what to do now."""

import logging
import secrets
import sys
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.web.shell import Shell

log = logging.getLogger("motcua.incidents")


class Problem(NamedTuple):
    title: str
    advice: str


PROBLEMS = {
    400: Problem(
        gettext_noop("The page could not be read"),
        gettext_noop("Something in the address or the form was not understood. Go back and try again."),
    ),
    403: Problem(
        gettext_noop("You may not open this page"),
        gettext_noop("Sign in with the account that it belongs to, or call 1022."),
    ),
    404: Problem(
        gettext_noop("There is no such page"),
        gettext_noop("Check the address, search for the procedure, or look a dossier up by its code."),
    ),
    405: Problem(
        gettext_noop("This page cannot be opened in that way"),
        gettext_noop("Go back and use the button on the page before."),
    ),
    409: Problem(
        gettext_noop("This cannot be done now"), gettext_noop("Go back and look at the page again.")
    ),
    413: Problem(
        gettext_noop("The file is too large"),
        gettext_noop("Send one file at a time, or take the photo with a lower resolution."),
    ),
    429: Problem(
        gettext_noop("Too many tries"),
        gettext_noop("Wait a minute and try again. If you have lost the code, call 1022."),
    ),
    500: Problem(
        gettext_noop("Something broke on our side"),
        gettext_noop(
            "What you saved is kept. Try again in a few minutes. If it happens again, call 1022 and say:"
        ),
    ),
    503: Problem(
        gettext_noop("The service is resting"),
        gettext_noop("We are at work on it. Try again in a few minutes."),
    ),
}
FORM_TOO_OLD = gettext_noop(
    "The form was open too long, or was opened in another window. Go back, load the page again and send it."
)


def draw(request: HttpRequest, status: int, *, message: str = "") -> HttpResponse:
    """The page for a status, in the address's language. From 500 on, the database is asked nothing."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        body = get_template("web/problem.jinja").render(_said(request, status, message))
    return HttpResponse(
        body, status=status, headers={"Cache-Control": "no-store", "Content-Language": language}
    )


def _said(request: HttpRequest, status: int, message: str) -> dict[str, Any]:
    problem, broken = PROBLEMS[status], status >= 500
    return {
        "status": status,
        "title": _(problem.title),
        "advice": message or _(problem.advice),
        "incident": _note_incident(request) if broken else "",
        "request": request,
        "shell": Shell(request, account=not broken),
        "csrf_input": "" if broken else csrf_input_lazy(request),
    }


def _note_incident(request: HttpRequest) -> str:
    """The code that the page shows and the log keeps beside what went wrong."""
    code = secrets.token_hex(4).upper()
    log.error("incident %s at %s", code, request.path, exc_info=sys.exc_info()[0] is not None)
    return code
