"""The public check: by the code of the QR, or by the file itself. Nothing is changed and nothing sent is
kept.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.identity.access import address_of
from motcua.identity.services import throttle
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.results import verification
from motcua.results.forms import LARGEST, CodeForm, FileForm
from motcua.results.models import Instrument
from motcua.results.queries import by_token
from motcua.results.rules import verdicts
from motcua.results.rules.masking import masked
from motcua.results.rules.tokens import grouped, read
from motcua.results.rules.verdicts import Reason, Verdict
from motcua.results.wording import reason_text, tone, verdict_title

LOOKS_PER_MINUTE = 30
FILES_PER_MINUTE = 10
ROOM_FOR_FRAME = 64 * 1024
View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """At most so many looks and files a minute from one address; more are answered with 429 and when to come
    back.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at, address = now(), address_of(request)
        try:
            throttle(f"verify {address}", limit=LOOKS_PER_MINUTE, per_seconds=60, at=at)
            if request.method == "POST":
                throttle(f"verify file {address}", limit=FILES_PER_MINUTE, per_seconds=60, at=at)
        except Refusal as refusal:
            return _page(request, errors=[("", str(refusal))], status=429)
        return view(request, *args, at=at, **kwargs)

    return guarded


# A check changes nothing, so nothing is gained by forging one; and reading a token would parse the body first.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited
def verify(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Type a code, or send a PDF. A right code leads to its page."""
    if request.method == "POST":
        return _with_file(request, None, at=at)
    if "ma" not in request.GET:
        return _page(request)
    form = CodeForm(request.GET)
    if form.is_valid():
        return redirect("results:result", form.cleaned_data["ma"])
    return _page(request, errors=_errors(form), typed=request.GET["ma"], status=422)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited
def result(request: HttpRequest, token: str, *, at: datetime) -> HttpResponse:
    """What became of the result with this code. A wrong code and a draft's code look the same: not found."""
    found = by_token(read(token))
    if found is None:
        return _page(request, missing=True, status=404)
    if request.method == "POST":
        return _with_file(request, found, at=at)
    return _page(request, found=_shown(found, at=at))


def _with_file(request: HttpRequest, found: Instrument | None, *, at: datetime) -> HttpResponse:
    shown = _shown(found, at=at) if found else None
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM_FOR_FRAME:
        too_large = _("The file is larger than 25 MB. Results issued here are smaller.")
        return _page(request, found=shown, errors=[("tep", too_large)], status=413)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found=shown, errors=_errors(form), status=422)
    verdict = verification.verify(form.cleaned_data["tep"].read(), at=at)
    return _page(request, found=shown, checked=_checked(verdict, found))


def _shown(found: Instrument, *, at: datetime) -> dict[str, Any]:
    finding, reasons = verdicts.of_issued(found.standing, found.valid_until, localdate(at))
    return {
        "token": found.token,
        "title": verdict_title(finding),
        "tone": tone(finding),
        "reasons": [reason_text(reason) for reason in reasons],
        "facts": _facts(found),
        "successor": found.replaced_by,
    }


def _facts(found: Instrument) -> list[dict[str, Any]]:
    """What a stranger may see. The holder's name is masked, unless it is an organisation's."""
    signer = found.signed_by.name if found.signed_by else ""
    pairs = [
        (_("Result"), Text(found.title)),
        (_("Number"), found.number),
        (_("Holder"), masked(found.holder)),
        (_("Issued by"), found.body.name),
        (_("Signed by"), signer),
        (_("Signed at"), _moment(found.signed_at)),
        (_("Valid until"), f"{found.valid_until:%d/%m/%Y}" if found.valid_until else _("No end is set")),
        (_("Revoked at"), _moment(found.revoked_at)),
        (_("Verification code"), grouped(found.token)),
        (_("Checksum of the signed file (SHA-256)"), found.digest),
    ]
    return [{"key": key, "value": value} for key, value in pairs if value]


def _checked(verdict: Verdict, found: Instrument | None) -> dict[str, Any]:
    is_other = found is not None and verdict.is_genuine and verdict.token != found.token
    reasons = (Reason.OTHER_RESULT, *verdict.reasons) if is_other else verdict.reasons
    pairs = [
        (_("Number"), verdict.number),
        (_("Signed by"), verdict.signer),
        (_("Signed at"), _moment(verdict.signed_at)),
        (_("Checksum of your file (SHA-256)"), verdict.sha256),
    ]
    return {
        "title": verdict_title(verdict.verdict),
        "tone": "red" if is_other else tone(verdict.verdict),
        "reasons": [reason_text(reason) for reason in reasons],
        "facts": [{"key": key, "value": value} for key, value in pairs if value],
    }


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%H:%M, %d/%m/%Y}" if at else ""


def _errors(form: CodeForm | FileForm) -> list[tuple[str, str]]:
    return [(name, str(messages[0])) for name, messages in form.errors.items()]


def _page(
    request: HttpRequest,
    *,
    found: dict[str, Any] | None = None,
    checked: dict[str, Any] | None = None,
    errors: list[tuple[str, str]] | None = None,
    typed: str = "",
    missing: bool = False,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "found": found,
        "checked": checked,
        "errors": errors or [],
        "typed": typed,
        "missing": missing,
        "host": request.get_host(),
    }
    return render(request, "results/verify.jinja", facts, status=status)
