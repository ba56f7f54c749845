"""The confirmation of a filing, and what the applicant takes home: record, calendar file, look-up secret."""

import base64
from datetime import datetime

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from motcua.catalog.queries import document_of
from motcua.clock.queries import calendar, now
from motcua.clock.rules.counting import add_working_minutes
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.queries.papers import fee_total, filing_record, tracking_address
from motcua.dossiers.queries.promise import promised_if_received
from motcua.dossiers.queries.secrets import secret_of
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import page
from motcua.dossiers.views.citizen.calendars import calendar_of
from motcua.dossiers.views.citizen.own import own_dossier
from motcua.identity.access import AccountRequest, citizen_required
from motcua.results.rendering import qr_svg, render

PDF, CALENDAR = "application/pdf", "text/calendar; charset=utf-8"


@citizen_required
@require_safe
def filed(request: AccountRequest, code: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    document = document_of(dossier.version)
    intake_by = intake_answer_by(dossier)
    facts = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "secret": secret_of(dossier.code),
        "qr": qr_data(tracking_address(dossier)),
        "intake_by": intake_by,
        "promise": promised_if_received(document, dossier.body.calendar, at=intake_by),
        "limit": words.limit_words(document.time_limit.limit),
        "fee": fee_total(dossier),
    }
    return page(request, "filed", facts)


@citizen_required
@require_safe
def record_pdf(request: AccountRequest, code: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    return pdf(render(filing_record(dossier)), f"ban-ghi-{dossier.code}.pdf")


@citizen_required
@require_safe
def calendar_file(request: AccountRequest, code: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    content = calendar_of(dossier, intake_by=intake_answer_by(dossier), at=now())
    response = HttpResponse(content, content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="{dossier.code}.ics"'
    return response


def intake_answer_by(dossier: Dossier) -> datetime:
    """Until when the counter has to say yes, no or what is missing."""
    days = calendar(dossier.receiving_unit.body.calendar, as_known_on=localdate(dossier.filed_at))
    hours = norms(localdate(dossier.filed_at)).intake_answer_working_hours
    return add_working_minutes(days, dossier.filed_at, hours * 60)


def qr_data(address: str) -> str:
    """The QR code as an address of its own, so that no picture has to be fetched."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address).encode()).decode()


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
