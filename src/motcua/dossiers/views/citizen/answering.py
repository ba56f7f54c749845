"""How these pages answer: a page, the same page with what is to be mended, or the way on."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from motcua.kernel.refusals import Refusal

SEE_OTHER, CONFLICT, UNPROCESSABLE, TOO_MANY = 303, 409, 422, 429
LONGEST = 20_000
Errors = list[tuple[str, str]]
STATUSES = {"changed-elsewhere": CONFLICT, "wrong-state": CONFLICT, "too-many": TOO_MANY}


def page(request: HttpRequest, name: str, facts: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"dossiers/citizen/{name}.jinja", dict(facts), status=status)


def see_other(way: str) -> HttpResponse:
    return HttpResponseRedirect(way, status=SEE_OTHER)


def status_of(refusal: Refusal) -> int:
    return STATUSES.get(refusal.code, UNPROCESSABLE)


def typed(request: HttpRequest, name: str) -> str:
    """What stands in a field, as typed; only what no database keeps is taken out (NUL, halves of characters)."""
    said = request.POST.get(name, "")[:LONGEST]
    return "".join(c for c in said if c != "\0" and unicodedata.category(c) != "Cs")
