"""The parts of a dossier at the counter, one page each."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Field, Section, papers_asked
from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.forms.citizen import fields_shown, shown
from motcua.dossiers.forms.officer_counter import APPLICANT, applicant_answers, check_applicant
from motcua.dossiers.models import Attachment, Channel, Draft
from motcua.dossiers.queries.progress import attachments_by_paper, missing_papers, parts_of
from motcua.dossiers.services.drafts import MOST_FILES_PER_PAPER
from motcua.dossiers.views.officer.counter_drafts import (
    at_counter,
    draft_of_counter,
    head_of,
    part_title,
    to_part,
)
from motcua.dossiers.views.officer.opening import SEE_OTHER, UNPROCESSABLE, errors_of, status_of
from motcua.files.receiving import received
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest


class PaperLine(NamedTuple):
    code: str
    name: Text
    required: bool
    accepts: str
    files: list[Attachment]


@require_http_methods(["GET", "POST"])
@at_counter
def part(request: OfficerRequest, code: str, part: str) -> HttpResponse:
    """One part of the dossier on one page."""
    draft = draft_of_counter(request, code)
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
        **head_of(draft),
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
    facts = {**head_of(draft), "papers": lines, "missing": missing_papers(draft), "errors": errors}
    return render(request, "dossiers/officer/counter_papers.jinja", facts, status=status)


@require_POST
@at_counter
def attach(request: OfficerRequest, code: str, paper: str) -> HttpResponse:
    """Scanned files, or the tick that the paper was handed in and not scanned."""
    draft, at = draft_of_counter(request, code), now()
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
    return to_part(draft, "papers")


@require_POST
@at_counter
def detach(request: OfficerRequest, code: str, paper: str, attachment: int) -> HttpResponse:
    draft = draft_of_counter(request, code)
    services.detach(draft, attachment=attachment, at=now())
    return to_part(draft, "papers")


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
        **head_of(draft),
        "part": code,
        "title": part_title(code, title),
        "fields": fields,
        "values": values,
        "errors": errors,
    }
    status = status_of(refusal) if refusal else UNPROCESSABLE if errors else 200
    return render(request, "dossiers/officer/counter_fields.jinja", facts, status=status)


def _onward(draft: Draft, code: str) -> HttpResponse:
    """To the next part that is not done; when all are, to the overview."""
    codes = [p.code for p in parts_of(draft) if p.status != "done" or p.code == code]
    after = codes[codes.index(code) + 1 :] if code in codes else codes
    if after:
        return to_part(draft, after[0])
    return HttpResponseRedirect(reverse("dossiers:counter_draft", args=[draft.code]), status=SEE_OTHER)


def _revision(request: OfficerRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdigit() else -1


def _accept(kinds: tuple[str, ...]) -> str:
    known = {"pdf": ".pdf", "image": ".jpg,.jpeg,.png", "docx": ".docx", "xlsx": ".xlsx"}
    return ",".join(known.get(kind, f".{kind}") for kind in kinds)
