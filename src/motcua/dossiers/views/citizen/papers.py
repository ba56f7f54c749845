"""The papers of a draft: sent, photographed, joined, used again, looked at, taken out."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Paper, papers_asked
from motcua.clock.queries import now
from motcua.dossiers.models import Attachment, Draft
from motcua.dossiers.queries.progress import PAPERS, attachments_by_paper, missing_papers, parts_of
from motcua.dossiers.queries.reuse import known_papers
from motcua.dossiers.services import attach, detach
from motcua.dossiers.services.drafts import MOST_FILES_PER_PAPER
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import UNPROCESSABLE, page, see_other, status_of
from motcua.dossiers.views.citizen.own import own_draft
from motcua.dossiers.views.citizen.parts import BACK_TO_CHECK, where
from motcua.dossiers.views.citizen.uploads import came, take_each
from motcua.files.models import StoredFile
from motcua.files.services import join_as_pdf
from motcua.files.serving import as_download
from motcua.identity.access import AccountRequest, citizen_required
from motcua.kernel.refusals import Refusal

FILE, PHOTO = "file", "photo"


@citizen_required
@require_safe
def papers(request: AccountRequest, code: str) -> HttpResponse:
    draft = _open(request, code)
    attached = attachments_by_paper(draft)
    rows = []
    for paper in papers_asked(document_of(draft.version), draft.answers):
        count = len(attached.get(paper.code, ()))
        rows.append({"paper": paper, "count": count, "kind": words.PAPER_KINDS[paper.kind]})
    facts = {
        **where(draft, PAPERS),
        "rows": rows,
        "missing": len(missing_papers(draft)),
        "next": words.after(draft, parts_of(draft), PAPERS),
        "back_to_check": request.GET.get("tro-lai") == BACK_TO_CHECK,
    }
    return page(request, "papers", facts)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: AccountRequest, code: str, paper: str) -> HttpResponse:
    draft = _open(request, code)
    asked = _asked(draft, paper)
    if request.method != "POST":
        return _paper_page(request, draft, asked)
    try:
        said, faults = _act(request, draft, asked)
    except Refusal as refusal:
        fresh = own_draft(request.user, code)
        return _paper_page(request, fresh, asked, faults=[str(refusal)], status=status_of(refusal))
    if said:
        messages.success(request, said)
    if faults:
        return _paper_page(request, draft, asked, faults=faults, status=UNPROCESSABLE)
    return see_other(reverse("dossiers:paper", args=[draft.code, asked.code]))


def _act(request: AccountRequest, draft: Draft, paper: Paper) -> tuple[str, list[str]]:
    """What the pressed button says: what was done, in words, and what is wrong with single files."""
    if number := request.POST.get("remove", ""):
        detach(draft, attachment=int(number) if number.isdecimal() else 0, at=now())
        return _("The file was taken out."), []
    if number := request.POST.get("reuse", ""):
        return _use_again(request, draft, paper, number), []
    if "join" in request.POST:
        return _join_attached(draft, paper), []
    return _take_in(request, draft, paper)


def _take_in(request: AccountRequest, draft: Draft, paper: Paper) -> tuple[str, list[str]]:
    at = now()
    field = PHOTO if came(request, PHOTO) and not came(request, FILE) else FILE
    owner, most = request.user.code, MOST_FILES_PER_PAPER
    taken = take_each(request, field, owner=owner, accepts=paper.accepts, limit=most, at=at)
    for stored, name in taken.good:
        attach(draft, paper=paper.code, file=stored, name=name, at=at)
    names = ", ".join(name for _file, name in taken.good)
    return _("Received: %(names)s.") % {"names": names} if names else "", taken.faults


def _use_again(request: AccountRequest, draft: Draft, paper: Paper, number: str) -> str:
    at = now()
    known = {str(known.file.pk): known for known in known_papers(request.user, paper)}.get(number)
    if known is None:
        raise Refusal(_("This file is not yours to use, or does not fit here."), code="not-known")
    attach(draft, paper=paper.code, file=known.file, name=known.name, is_reused=True, at=at)
    return _("“%(name)s” is used again.") % {"name": known.name}


def _join_attached(draft: Draft, paper: Paper) -> str:
    """The photos and PDFs of one paper become one PDF, in the order in which they were given."""
    at = now()
    rows = attachments_by_paper(draft).get(paper.code, [])
    files = [row.file for row in rows if row.file is not None and _joins(row.file)]
    joined = join_as_pdf(files, at=at)
    for row in rows:
        if row.file in files:
            detach(draft, attachment=row.pk, at=at)
    name = f"{get_valid_filename(paper.name.vi)[:80]}.pdf"
    attach(draft, paper=paper.code, file=joined, name=name, at=at)
    return _("%(count)s files were joined into one PDF.") % {"count": len(files)}


def _joins(file: StoredFile) -> bool:
    return file.pages is not None


def _paper_page(
    request: AccountRequest,
    draft: Draft,
    paper: Paper,
    *,
    faults: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    rows = attachments_by_paper(draft).get(paper.code, [])
    given = [row.file_id for row in rows if row.file_id is not None]
    facts: dict[str, Any] = {
        **where(draft, PAPERS),
        "paper": paper,
        "kind": words.PAPER_KINDS[paper.kind],
        "limits": words.file_limits(paper.accepts, MOST_FILES_PER_PAPER),
        "endings": words.file_endings(paper.accepts),
        "photos": words.takes_photos(paper.accepts),
        "accepts": ",".join(paper.accepts),
        "rows": rows,
        "can_join": sum(1 for row in rows if row.file and _joins(row.file)) > 1,
        "known": known_papers(request.user, paper, given=given),
        "errors": [(FILE, fault) for fault in faults],
    }
    return page(request, "paper", facts, status=status)


@citizen_required
@require_safe
def draft_file(request: AccountRequest, code: str, number: int) -> HttpResponseBase:
    draft = own_draft(request.user, code)
    row = Attachment.objects.select_related("file").filter(draft=draft, pk=number).first()
    if row is None or row.file is None:
        raise Http404
    return as_download(row.file, row.file_name, inline=True)


def _open(request: AccountRequest, code: str) -> Draft:
    draft = own_draft(request.user, code)
    if draft.dossier_id is not None:
        raise Refusal(_("This dossier has been filed already."), code="already-filed")
    return draft


def _asked(draft: Draft, code: str) -> Paper:
    for paper in papers_asked(document_of(draft.version), draft.answers):
        if paper.code == code:
            return paper
    raise Http404
