"""Files and printed forms of a dossier, for officers who may read it."""

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers.models import Dossier, State
from motcua.dossiers.queries import papers as forms_of
from motcua.dossiers.queries.collected import collection_receipt
from motcua.dossiers.queries.control import control_sheet
from motcua.dossiers.services import draft_of
from motcua.dossiers.views.officer.opening import Opened, opened
from motcua.files.models import StoredFile
from motcua.files.serving import VIEWER, as_download
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.payments.queries import receipt_of
from motcua.results.composing import preview
from motcua.results.models import Instrument, Standing
from motcua.results.rendering import render as as_pdf


@require_safe
@officer_required
def paper_file(request: OfficerRequest, code: str, attachment: int) -> HttpResponse:
    """One file of the applicant; `?tai=1` downloads what a browser could show."""
    o = opened(request, code)
    found = get_object_or_404(o.dossier.attachments.select_related("file"), pk=attachment)
    if found.file is None:
        raise Http404
    return _sent(found.file, found.file_name, inline="tai" not in request.GET)


@require_safe
@officer_required
def draft_pdf(request: OfficerRequest, code: str) -> HttpResponse:
    """The draft as it will be printed, marked as a draft."""
    o = opened(request, code)
    instrument = draft_of(o.dossier)
    if instrument is None:
        raise Http404
    return _pdf(as_pdf(preview(instrument, at=o.at)), f"du-thao-{code}")


@require_safe
@officer_required
def result_pdf(request: OfficerRequest, code: str) -> HttpResponse:
    """The signed result."""
    o = opened(request, code)
    signed = Instrument.objects.filter(reference=o.dossier.code).exclude(standing=Standing.DRAFT)
    instrument = signed.select_related("file").order_by("-pk").first()
    if instrument is None or instrument.file is None:
        raise Http404
    return _sent(instrument.file, f"{instrument.number.replace('/', '-')}.pdf", inline=True)


@require_safe
@officer_required
def form_pdf(request: OfficerRequest, code: str, form: str) -> HttpResponse:
    """A form of the counter, told anew from the dossier and its ledger. 404 for one that does not exist of it."""
    o = opened(request, code)
    make = FORMS.get(form)
    facts = make(o) if make else None
    if facts is None:
        raise Http404(_("There is no such form of this dossier."))
    return _pdf(as_pdf(facts), f"{form}-{code}")


def _where(holds: Callable[[Dossier], bool], make: Callable[[Dossier], Any]) -> Callable[[Opened], Any]:
    return lambda o: make(o.dossier) if holds(o.dossier) else None


FORMS: dict[str, Callable[[Opened], Any]] = {
    "ban-ghi-nop": lambda o: forms_of.filing_record(o.dossier),
    "mau-01": _where(lambda d: d.received_at is not None, forms_of.receipt),
    "mau-02": _where(lambda d: hasattr(d, "supplement"), forms_of.supplement_request),
    "mau-03": _where(lambda d: d.state in (State.NOT_ACCEPTED, State.REFUSED), forms_of.intake_refusal),
    "mau-04": _where(lambda d: hasattr(d, "extension"), forms_of.apology),
    "mau-05": _where(lambda d: d.state == State.STOPPED, forms_of.stop_notice),
    "mau-06": lambda o: control_sheet(o.dossier, at=o.at),
    "bien-lai": _where(lambda d: receipt_of(d.code) is not None, collection_receipt),
}


def _sent(stored: StoredFile, name: str, *, inline: bool) -> HttpResponse:
    return cast(HttpResponse, as_download(stored, name, inline=inline))


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Content-Security-Policy": VIEWER,
            "Cache-Control": "no-store",
        },
    )
