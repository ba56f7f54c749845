"""The public look-up: code and secret, no account, no name."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.clock.queries import now
from motcua.dossiers.models import Dossier, State
from motcua.dossiers.queries.looking_up import code_as_written, dossier_by_secret
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.queries.promise import promise_of
from motcua.dossiers.queries.story import story_of
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import TOO_MANY, UNPROCESSABLE, Errors, page, see_other, typed
from motcua.dossiers.views.citizen.filed import intake_answer_by
from motcua.identity.access import address_of
from motcua.identity.services import throttle
from motcua.kernel.refusals import Refusal

NOT_FOUND, MINUTE, MOST_LETTERS = 404, 60, 60
CODE, SECRET = "code", "secret"


@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, code=request.GET.get("ma", "")[:MOST_LETTERS], secret="", errors=[])
    code, secret = typed(request, CODE)[:MOST_LETTERS], typed(request, SECRET)[:MOST_LETTERS]
    errors = [
        (field, message)
        for field, said, message in (
            (CODE, code, _("Type the code of the dossier.")),
            (SECRET, secret, _("Type the look-up secret.")),
        )
        if not said.strip()
    ]
    if errors:
        return _form(request, code=code, secret=secret, errors=errors, status=UNPROCESSABLE)
    found = _find(request, code, secret)
    if isinstance(found, Refusal):
        return _refused(request, found, code=code, secret=secret)
    if found is None:
        return _unknown(request, code=code, secret=secret, status=UNPROCESSABLE)
    plain = "".join(char for char in secret.upper() if char.isalnum())
    return _private(see_other(reverse("dossiers:lookup_result", args=[found.code, plain])))


@require_safe
def lookup_result(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    found = _find(request, code[:MOST_LETTERS], secret[:MOST_LETTERS])
    if isinstance(found, Refusal):
        return _refused(request, found, code=code, secret="")
    if found is None:
        return _unknown(request, code=code[:MOST_LETTERS], secret="", status=NOT_FOUND)
    return _private(page(request, "lookup_result", _facts(found, at=now())))


def _find(request: HttpRequest, code: str, secret: str) -> Dossier | Refusal | None:
    """The dossier, nothing, or the refusal of somebody who tries too often, from here or for this code."""
    at = now()
    written = code_as_written(code)
    most = norms(localdate(at)).lookups_per_minute
    try:
        for key in (f"lookup from {address_of(request)}", f"lookup of {written}"):
            throttle(key, limit=most, per_seconds=MINUTE, at=at)
    except Refusal as refusal:
        return refusal
    return dossier_by_secret(written, secret)


def _facts(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "procedure": dossier.version.procedure,
        "body": dossier.body,
        "state": State(dossier.state).label,
        "tone": words.TONES[State(dossier.state)],
        "waits_for_applicant": dossier.state == State.AWAITING_SUPPLEMENT,
        "filed_at": dossier.filed_at,
        "intake_by": intake_answer_by(dossier) if dossier.state == State.FILED else None,
        "promise": promise_of(dossier),
        "story": story_of(dossier, at=at),
        "limit_words": words.limit_words,
        "at": at,
    }


def _unknown(request: HttpRequest, *, code: str, secret: str, status: int) -> HttpResponse:
    message = _("No dossier has this code together with this secret. Compare both with the receipt.")
    return _form(request, code=code, secret=secret, errors=[(CODE, message)], status=status)


def _refused(request: HttpRequest, refusal: Refusal, *, code: str, secret: str) -> HttpResponse:
    return _form(request, code=code, secret=secret, errors=[("", str(refusal))], status=TOO_MANY)


def _form(request: HttpRequest, *, code: str, secret: str, errors: Errors, status: int = 200) -> HttpResponse:
    facts = {"code": code, "secret": secret, "errors": errors, "most": MOST_LETTERS}
    return _private(page(request, "lookup", facts, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
