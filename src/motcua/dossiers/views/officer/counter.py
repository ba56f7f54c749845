"""Filing at the counter for somebody who came in person. The channel is what the session is, never a choice."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalog.models import Competence, Procedure, Version
from motcua.catalog.queries import document_of, version_in_force
from motcua.catalog.queries.search import search
from motcua.catalog.rules.document import Field, Section, fees_due, papers_asked
from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.forms.citizen import fields_shown, shown
from motcua.dossiers.forms.officer_counter import APPLICANT, applicant_answers, check_applicant
from motcua.dossiers.models import Attachment, Channel, Draft
from motcua.dossiers.queries.progress import attachments_by_paper, missing_papers, parts_of
from motcua.dossiers.services.drafts import MOST_FILES_PER_PAPER
from motcua.dossiers.views.officer.opening import SEE_OTHER, UNPROCESSABLE, errors_of, status_of
from motcua.files.receiving import received
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import Body, Role

MOST_SHOWN = 20
MOST_DRAFTS = 20
at_counter = role_required(Role.ONE_STOP)


class PaperLine(NamedTuple):
    code: str
    name: Text
    required: bool
    accepts: str
    files: list[Attachment]


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
    return _to(draft, "applicant")


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
    return _overview(request, _draft(request, code), [])


def _overview(
    request: OfficerRequest, draft: Draft, errors: list[tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    document = document_of(draft.version)
    parts = parts_of(draft)
    facts = {
        **_head(draft),
        "parts": [(part, _part_title(part.code, part.title)) for part in parts],
        "ready": all(part.status == "done" for part in parts),
        "fees": fees_due(document, draft.answers),
        "key": f"{draft.code}-{draft.revision}",
        "errors": errors,
    }
    return render(request, "dossiers/officer/counter_draft.jinja", facts, status=status)


@require_http_methods(["GET", "POST"])
@at_counter
def part(request: OfficerRequest, code: str, part: str) -> HttpResponse:
    """One part of the dossier on one page."""
    draft = _draft(request, code)
    if part == "papers":
        return _papers(request, draft, [])
    if part == "applicant":
        return _applicant(request, draft)
    if part == "delivery":
        return _delivery(request, draft)
    section = next((s for s in document_of(draft.version).sections if s.code == part), None)
    if section is None:
        raise Http404
    return _section(request, draft, section)


def _applicant(request: OfficerRequest, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _fields(request, draft, "applicant", "", APPLICANT, applicant_answers(draft.applicant), [])
    kept, wrong = check_applicant(request.POST)
    if wrong:
        return _fields(request, draft, "applicant", "", APPLICANT, request.POST, list(wrong.items()))
    try:
        services.save_applicant(draft, applicant=kept, revision=_revision(request), at=now())
    except Refusal as refusal:
        return _fields(request, draft, "applicant", "", APPLICANT, request.POST, errors_of(refusal), refusal)
    return _onward(draft, "applicant")


def _section(request: OfficerRequest, draft: Draft, section: Section) -> HttpResponse:
    asked = tuple(fields_shown(section, draft.answers))
    if request.method != "POST":
        kept = {field.code: shown(field, draft.answers.get(field.code)) for field in asked}
        return _fields(request, draft, section.code, str(section.title), asked, kept, [])
    try:
        wrong = services.save_section(
            draft, section=section.code, answers=request.POST.dict(), revision=_revision(request), at=now()
        )
    except Refusal as refusal:
        errors = errors_of(refusal)
        return _fields(request, draft, section.code, str(section.title), asked, request.POST, errors, refusal)
    if wrong:
        errors = [(code, str(error)) for code, error in wrong.items()]
        return _fields(request, draft, section.code, str(section.title), asked, request.POST, errors)
    return _onward(draft, section.code)


def _delivery(request: OfficerRequest, draft: Draft) -> HttpResponse:
    said = request.POST.get("result_by", draft.result_by)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if said in Channel.values:
            try:
                services.choose_delivery(
                    draft, result_by=Channel(said), revision=_revision(request), at=now()
                )
            except Refusal as refusal:
                errors = errors_of(refusal)
            else:
                return _onward(draft, "delivery")
        else:
            errors = [("result_by", _("Say how the applicant wants the result."))]
    facts = {
        **_head(draft),
        "value": said,
        "channels": [{"value": c.value, "label": c.label} for c in Channel],
        "errors": errors,
    }
    status = UNPROCESSABLE if errors else 200
    return render(request, "dossiers/officer/counter_delivery.jinja", facts, status=status)


def _papers(
    request: OfficerRequest, draft: Draft, errors: list[tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    document, attached = document_of(draft.version), attachments_by_paper(draft)
    lines = [
        PaperLine(
            paper.code, paper.name, paper.required, _accept(paper.accepts), attached.get(paper.code, [])
        )
        for paper in papers_asked(document, draft.answers)
    ]
    facts = {**_head(draft), "papers": lines, "missing": missing_papers(draft), "errors": errors}
    return render(request, "dossiers/officer/counter_papers.jinja", facts, status=status)


@require_POST
@at_counter
def attach(request: OfficerRequest, code: str, paper: str) -> HttpResponse:
    """Scanned files, or the tick that the paper was handed in and not scanned."""
    draft, at = _draft(request, code), now()
    asked = next((p for p in document_of(draft.version).papers if p.code == paper), None)
    if asked is None:
        raise Http404
    try:
        if "on_paper" in request.POST:
            services.attach(draft, paper=paper, file=None, name="", at=at)
        else:
            owner = request.officer.account.code
            files = received(
                request, "file", owner=owner, accepts=asked.accepts, limit=MOST_FILES_PER_PAPER, at=at
            )
            for stored, name in files:
                services.attach(draft, paper=paper, file=stored, name=name, at=at)
    except Refusal as refusal:
        errors = [(f"file-{paper}", f"{asked.name}: {refusal}")]
        return _papers(request, draft, errors, status=status_of(refusal))
    return _to(draft, "papers")


@require_POST
@at_counter
def detach(request: OfficerRequest, code: str, paper: str, attachment: int) -> HttpResponse:
    draft = _draft(request, code)
    services.detach(draft, attachment=attachment, at=now())
    return _to(draft, "papers")


@require_POST
@at_counter
def submit(request: OfficerRequest, code: str) -> HttpResponse:
    """File it; the receipt is offered on the next page."""
    draft = _draft(request, code, filed=True)
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
    services.discard_draft(_draft(request, code), at=now())
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("dossiers:counter"), status=SEE_OTHER)


def _draft(request: OfficerRequest, code: str, *, filed: bool = False) -> Draft:
    """A draft of this officer's own; others' do not exist for him."""
    mine = Draft.objects.filter(officer=request.officer)
    if not filed:
        mine = mine.filter(dossier=None)
    return get_object_or_404(mine.select_related("version__procedure", "body"), code=code)


def _head(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "procedure": draft.version.procedure, "document": document_of(draft.version)}


def _fields(  # noqa: PLR0913 -- a page of questions is what it asks, what was said, and what was wrong
    request: OfficerRequest,
    draft: Draft,
    code: str,
    title: str,
    fields: tuple[Field, ...],
    values: Mapping[str, Any],
    errors: list[tuple[str, str]],
    refusal: Refusal | None = None,
) -> HttpResponse:
    facts = {
        **_head(draft),
        "part": code,
        "title": _part_title(code, title),
        "fields": fields,
        "values": values,
        "errors": errors,
    }
    status = status_of(refusal) if refusal else UNPROCESSABLE if errors else 200
    return render(request, "dossiers/officer/counter_fields.jinja", facts, status=status)


def _part_title(code: str, title: str) -> str:
    own = {"applicant": _("Applicant"), "papers": _("Papers"), "delivery": _("How the result is returned")}
    return own.get(code, title)


def _onward(draft: Draft, code: str) -> HttpResponse:
    """To the next part that is not done; when all are, to the overview."""
    codes = [p.code for p in parts_of(draft) if p.status != "done" or p.code == code]
    after = codes[codes.index(code) + 1 :] if code in codes else codes
    if after:
        return _to(draft, after[0])
    return HttpResponseRedirect(reverse("dossiers:counter_draft", args=[draft.code]), status=SEE_OTHER)


def _to(draft: Draft, part: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("dossiers:counter_part", args=[draft.code, part]), status=SEE_OTHER)


def _revision(request: OfficerRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdigit() else -1


def _accept(kinds: tuple[str, ...]) -> str:
    known = {"pdf": ".pdf", "image": ".jpg,.jpeg,.png", "docx": ".docx", "xlsx": ".xlsx"}
    return ",".join(known.get(kind, f".{kind}") for kind in kinds)
