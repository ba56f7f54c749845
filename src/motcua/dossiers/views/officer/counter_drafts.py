"""A counter draft on the officer's screen: whose it is, and the way from part to part."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalog.queries import document_of
from motcua.dossiers.models import Draft
from motcua.dossiers.views.officer.opening import SEE_OTHER
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import Role

at_counter = role_required(Role.ONE_STOP)


def draft_of_counter(request: OfficerRequest, code: str, *, filed: bool = False) -> Draft:
    """A draft of this officer's own; others' do not exist for him."""
    mine = Draft.objects.filter(officer=request.officer)
    if not filed:
        mine = mine.filter(dossier=None)
    return get_object_or_404(mine.select_related("version__procedure", "body"), code=code)


def head_of(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "procedure": draft.version.procedure, "document": document_of(draft.version)}


def part_title(code: str, title: str) -> str:
    own = {"applicant": _("Applicant"), "papers": _("Papers"), "delivery": _("How the result is returned")}
    return own.get(code, title)


def to_part(draft: Draft, part: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("dossiers:counter_part", args=[draft.code, part]), status=SEE_OTHER)
