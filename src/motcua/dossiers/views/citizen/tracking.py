"""Following one's own dossier, with everything that was written about it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.catalog.queries import document_of
from motcua.clock.queries import now
from motcua.dossiers.models import OPEN_STATES, Attachment, Channel, Dossier, State, Supplement
from motcua.dossiers.queries import papers as forms
from motcua.dossiers.queries.collected import collection_receipt
from motcua.dossiers.queries.norms import refusal_reasons, stopping_reasons
from motcua.dossiers.queries.promise import promise_of
from motcua.dossiers.queries.secrets import secret_of
from motcua.dossiers.queries.story import story_of
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import page
from motcua.dossiers.views.citizen.filed import intake_answer_by, pdf, qr_data
from motcua.dossiers.views.citizen.own import own_dossier
from motcua.files.serving import as_download
from motcua.identity.access import AccountRequest, citizen_required
from motcua.payments.queries import invoice_of, receipt_of
from motcua.results.models import Instrument, Standing
from motcua.results.rendering import render

FORMS: dict[str, tuple[Callable[[Dossier], Any], Any]] = {
    "giay-tiep-nhan": (forms.receipt, gettext_lazy("Receipt with the promised date (form 01)")),
    "yeu-cau-bo-sung": (forms.supplement_request, gettext_lazy("Request to complete the dossier (form 02)")),
    "tu-choi": (forms.intake_refusal, gettext_lazy("Refusal (form 03)")),
    "xin-loi": (forms.apology, gettext_lazy("Apology with a new date (form 04)")),
    "bien-lai": (collection_receipt, gettext_lazy("Receipt for fees and charges (PDF)")),
    "dung-xu-ly": (forms.stop_notice, gettext_lazy("Notice that processing was stopped (form 05)")),
}


@citizen_required
@require_safe
def dossier(request: AccountRequest, code: str) -> HttpResponse:
    at = now()
    dossier = own_dossier(request.user, code)
    document = document_of(dossier.version)
    invoice = invoice_of(dossier.code)
    facts = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "state": State(dossier.state).label,
        "tone": words.TONES[State(dossier.state)],
        "supplement": _asked(dossier),
        "story": story_of(dossier, at=at),
        "limit_words": words.limit_words,
        "promise": promise_of(dossier),
        "intake_by": intake_answer_by(dossier) if dossier.state == State.FILED else None,
        "is_late": _is_late(dossier, at),
        "attachments": _attachments(dossier),
        "forms": forms_of(dossier, is_paid=hasattr(invoice, "receipt")),
        "invoice": invoice,
        "receipt": getattr(invoice, "receipt", None),
        "result": result_of(dossier),
        "result_name": document.result.name,
        "delivery": words.DELIVERIES[Channel(dossier.result_by)],
        "secret": secret_of(dossier.code),
        "qr": qr_data(forms.tracking_address(dossier)),
        "ending": _ending(dossier),
        "may_withdraw": dossier.state in OPEN_STATES,
    }
    return page(request, "dossier", facts)


@citizen_required
@require_safe
def own_form(request: AccountRequest, code: str, form: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    if form not in dict(forms_of(dossier, is_paid=receipt_of(dossier.code) is not None)):
        raise Http404
    make, _name = FORMS[form]
    return pdf(render(make(dossier)), f"{form}-{dossier.code}.pdf")


@citizen_required
@require_safe
def own_file(request: AccountRequest, code: str, number: int) -> HttpResponseBase:
    dossier = own_dossier(request.user, code)
    row = Attachment.objects.select_related("file").filter(dossier=dossier, pk=number).first()
    if row is None or row.file is None:
        raise Http404
    return as_download(row.file, row.file_name, inline=True)


@citizen_required
@require_safe
def own_result(request: AccountRequest, code: str) -> HttpResponseBase:
    dossier = own_dossier(request.user, code)
    result = result_of(dossier)
    if result is None or result.file is None:
        raise Http404
    return as_download(result.file, f"{result.title} {result.number}.pdf")


def forms_of(dossier: Dossier, *, is_paid: bool) -> list[tuple[str, str]]:
    """The papers that exist of this dossier: (address part, name)."""
    exists = {
        "bien-lai": is_paid,
        "giay-tiep-nhan": dossier.received_at is not None,
        "yeu-cau-bo-sung": hasattr(dossier, "supplement"),
        "tu-choi": dossier.state in (State.NOT_ACCEPTED, State.REFUSED) and hasattr(dossier, "ending"),
        "xin-loi": hasattr(dossier, "extension"),
        "dung-xu-ly": dossier.state == State.STOPPED and hasattr(dossier, "ending"),
    }
    return [(form, str(name)) for form, (_make, name) in FORMS.items() if exists[form]]


def result_of(dossier: Dossier) -> Instrument | None:
    """The issued result, once it is the applicant's: when it has been returned."""
    if dossier.state != State.DELIVERED:
        return None
    issued = Instrument.objects.filter(reference=dossier.code).exclude(standing=Standing.DRAFT)
    return issued.select_related("file").order_by("-signed_at").first()


def _asked(dossier: Dossier) -> Supplement | None:
    """The request that waits for an answer."""
    asked: Supplement | None = getattr(dossier, "supplement", None)
    return asked if asked and asked.answered_at is None and dossier.state in OPEN_STATES else None


def _is_late(dossier: Dossier, at: Any) -> bool:
    return (
        dossier.state in OPEN_STATES
        and not dossier.paused_at
        and bool(dossier.due_at and dossier.due_at < at)
    )


def _attachments(dossier: Dossier) -> list[dict[str, Any]]:
    names = {paper.code: paper.name for paper in document_of(dossier.version).papers}
    rows = dossier.attachments.select_related("file").order_by("pk")
    return [
        {
            "number": row.pk,
            "paper": names.get(row.paper, row.paper),
            "name": row.file_name,
            "size": row.file.size if row.file else None,
            "note": _("handed in on paper")
            if row.is_paper_only
            else _("used again")
            if row.is_reused
            else "",
            "later": row.round > 0,
        }
        for row in rows
    ]


def _ending(dossier: Dossier) -> dict[str, Any] | None:
    """Why it ended otherwise than by its result."""
    ending = getattr(dossier, "ending", None)
    if ending is None:
        return None
    known = {**refusal_reasons(), **stopping_reasons()}
    return {"reasons": [known[code] for code in ending.reasons if code in known], "text": ending.text}
