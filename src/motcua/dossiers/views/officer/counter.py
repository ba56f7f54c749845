"""Filing at the counter for somebody who came in person. The channel is what the session is, never a choice."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalog.models import Competence, Procedure, Version
from motcua.catalog.queries import document_of, version_in_force
from motcua.catalog.queries.search import search
from motcua.catalog.rules.document import fees_due
from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Draft
from motcua.dossiers.queries.progress import parts_of
from motcua.dossiers.views.officer.counter_drafts import (
    at_counter,
    draft_of_counter,
    head_of,
    part_title,
    to_part,
)
from motcua.dossiers.views.officer.opening import SEE_OTHER, UNPROCESSABLE, errors_of, status_of
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest
from motcua.organizations.models import Body

MOST_SHOWN = 20
MOST_DRAFTS = 20


@require_http_methods(["GET", "POST"])
@at_counter
def counter(request: OfficerRequest) -> HttpResponse:
    """Choose the procedure, then the body; and the drafts that were left."""
    if request.method == "POST":
        return _begin(request)
    return _choose(request, [])


def _begin(request: OfficerRequest) -> HttpResponse:
    at = now()
    try:
        procedure = Procedure.objects.get(code=request.POST.get("thu-tuc", ""))
        version = version_in_force(procedure, localdate(at))
    except (Procedure.DoesNotExist, Version.DoesNotExist):
        return _choose(request, [("q", _("Choose a procedure that can be filed today."))])
    body = Body.objects.filter(code=request.POST.get("co-quan", "")).first()
    if body is None:
        return _choose(request, [("co-quan", _("Choose the body that decides."))])
    try:
        draft = services.start_draft(version, body=body, officer=request.officer, at=at)
    except Refusal as refusal:
        return _choose(request, errors_of(refusal))
    return to_part(draft, "applicant")


def _choose(request: OfficerRequest, errors: list[tuple[str, str]]) -> HttpResponse:
    at = now()
    words = request.GET.get("q", "").strip()[:200]
    chosen = request.GET.get("thu-tuc", "") or request.POST.get("thu-tuc", "")
    procedure = Procedure.objects.filter(code=chosen).first() if chosen else None
    bodies = []
    if procedure:
        competent = Competence.objects.filter(procedure=procedure).select_related("body")
        bodies = [one.body for one in competent.order_by("body__sort_key")]
    found = search(words, on=localdate(at), per_page=MOST_SHOWN) if words and not procedure else None
    drafts = Draft.objects.filter(officer=request.officer, dossier=None, expires_at__gte=at)
    facts = {
        "words": words,
        "rows": [row for row in found.rows if row.is_runnable] if found else [],
        "found": found,
        "procedure": procedure,
        "bodies": [{"value": body.code, "label": body.name} for body in bodies],
        "mine": request.officer.body.code,
        "drafts": drafts.select_related("version__procedure").order_by("-saved_at")[:MOST_DRAFTS],
        "errors": errors,
    }
    return render(request, "dossiers/officer/counter.jinja", facts, status=UNPROCESSABLE if errors else 200)


@require_safe
@at_counter
def overview(request: OfficerRequest, code: str) -> HttpResponse:
    return _overview(request, draft_of_counter(request, code), [])


def _overview(
    request: OfficerRequest, draft: Draft, errors: list[tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    document = document_of(draft.version)
    parts = parts_of(draft)
    facts = {
        **head_of(draft),
        "parts": [(part, part_title(part.code, part.title)) for part in parts],
        "ready": all(part.status == "done" for part in parts),
        "fees": fees_due(document, draft.answers),
        "key": f"{draft.code}-{draft.revision}",
        "errors": errors,
    }
    return render(request, "dossiers/officer/counter_draft.jinja", facts, status=status)


@require_POST
@at_counter
def submit(request: OfficerRequest, code: str) -> HttpResponse:
    """File it; the receipt is offered on the next page."""
    draft = draft_of_counter(request, code, filed=True)
    try:
        key = request.POST.get("key", "")[:100] or draft.code
        dossier = services.file(draft, key=key, by=request.officer, at=now())
    except Refusal as refusal:
        errors = [(f"part-{name}", words) for name, words in refusal.fields.items()]
        return _overview(request, draft, [("", str(refusal)), *errors], status=status_of(refusal))
    messages.success(request, _("The dossier is filed. Receive it now, and print the receipt."))
    address = f"{reverse('dossiers:work', args=[dossier.code])}?muc=cho-tiep-nhan"
    return HttpResponseRedirect(address, status=SEE_OTHER)


@require_POST
@at_counter
def discard(request: OfficerRequest, code: str) -> HttpResponse:
    services.discard_draft(draft_of_counter(request, code), at=now())
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("dossiers:counter"), status=SEE_OTHER)
