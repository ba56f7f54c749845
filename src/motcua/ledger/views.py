"""The public ledger. It shows that an entry is there and what seals it, never what it says about anybody."""

from pathlib import Path

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.ledger import queries
from motcua.ledger import verifier as stand_alone
from motcua.ledger.keys import public_key
from motcua.ledger.models import Entry

HEADS_SHOWN = 10
DIGEST_LETTERS = 64


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _overview(request)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Look a digest up: from the form to its own address."""
    typed = request.GET.get("digest", "")
    digest = "".join(typed.split()).lower()
    if _bytes_of(digest) is None:
        return _overview(
            request, typed=typed, problem=_("Enter the 64 letters and digits printed under the QR code.")
        )
    return HttpResponseRedirect(reverse("ledger:entry", args=[digest]))


@require_safe
def entry(request: HttpRequest, digest: str) -> HttpResponse:
    known = _bytes_of(digest)
    found = queries.entry_by_digest(known) if known else None
    page = {
        "digest": digest[:DIGEST_LETTERS],
        "entry": found,
        "proof": queries.inclusion_proof(found) if found else None,
    }
    return render(request, "ledger/entry.jinja", page, status=200 if found else 404)


@require_safe
def proof(request: HttpRequest, digest: str) -> HttpResponse:
    found = _entry_or_404(digest)
    document = queries.proof_document(found)
    if document is None:
        raise Http404(_("This entry is not sealed yet. Come back in a minute."))
    answer = JsonResponse(document, json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="bang-chung-{digest[:12]}.json"'
    return answer


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The stand-alone verifier itself, as it stands in the house."""
    answer = HttpResponse(
        Path(stand_alone.__file__).read_bytes(), content_type="text/x-python; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="kiem-tra-so-cai.py"'
    return answer


def _overview(request: HttpRequest, *, typed: str = "", problem: str = "") -> HttpResponse:
    heads = queries.latest_heads(HEADS_SHOWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    page = {
        "heads": heads,
        "freshness": queries.freshness(heads[0] if heads else None, now).value,
        "key": public_key().hex(),
        "typed": typed,
        "problem": problem,
        "errors": [("digest", problem)] if problem else [],
    }
    return render(request, "ledger/overview.jinja", page, status=422 if problem else 200)


def _entry_or_404(digest: str) -> Entry:
    known = _bytes_of(digest)
    found = queries.entry_by_digest(known) if known else None
    if found is None:
        raise Http404(_("No entry with this digest stands in the ledger."))
    return found


def _bytes_of(digest: str) -> bytes | None:
    if len(digest) != DIGEST_LETTERS or not set(digest) <= set("0123456789abcdef"):
        return None
    return bytes.fromhex(digest)
