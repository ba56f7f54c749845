"""The papers of a dossier (forms 01-06, the record of filing) as plain facts, ready to be printed."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Document, Field, fees_due, papers_asked
from motcua.clock.rules.limits import CountFrom
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.norms import refusal_reasons, stopping_reasons
from motcua.dossiers.queries.secrets import secret_of
from motcua.kernel.money import vnd
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Body, Officer, Unit
from motcua.results.rules import forms

CHANNELS = {
    "online": "trực tuyến",
    "counter": "tại Bộ phận Một cửa",
    "post": "qua dịch vụ bưu chính công ích",
}
KINDS = {
    "original": "Bản chính",
    "copy": "Bản sao",
    "certified_copy": "Bản sao chứng thực",
    "electronic": "Bản điện tử",
}
UNITS = {
    "working_days": "ngày làm việc",
    "half_days": "buổi làm việc",
    "working_hours": "giờ làm việc",
    "calendar_days": "ngày",
    "months": "tháng",
}


def letterhead(body: Body, *, at: datetime, unit: Unit | None = None, number: str = "") -> forms.Letterhead:
    return forms.Letterhead(
        body=body.name_vi,
        place=settings.PLACE_NAME,
        at=at,
        superior=body.parent.name_vi if body.parent else "",
        unit=unit.name_vi if unit else "",
        number=number,
    )


def applicant(dossier: Dossier) -> forms.Person:
    return forms.Person(
        name=dossier.applicant_name,
        id_number=dossier.applicant_id_number,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
    )


def signer(officer: Officer) -> forms.Signer:
    return forms.Signer(name=officer.name, title=officer.title_vi)


def tracking_address(dossier: Dossier) -> str:
    return f"{settings.PUBLIC_ADDRESS}/tra-cuu/{dossier.code}/{secret_of(dossier.code)}/"


def proof_address(dossier: Dossier, kind: str) -> str:
    """Where anybody can check that the entry of this kind stands in the sealed ledger."""
    entry = next((entry for entry in entries_of(dossier.code) if entry.kind == kind), None)
    return f"{settings.PUBLIC_ADDRESS}/so-cai/muc/{bytes(entry.digest).hex()}/" if entry else ""


def limit_in_words(document: Document) -> str:
    limit = document.time_limit.limit
    if document.time_limit.policy.count_from is CountFrom.DAY_OF_RECEIPT and limit.quantity == 1:
        return "trong ngày"
    number = str(float(limit.quantity)).rstrip("0").rstrip(".").replace(".", ",")
    return f"{number.zfill(2) if number.isdigit() else number} {UNITS[limit.unit.value]}"


def receipt(dossier: Dossier) -> forms.Receipt:
    """Form 01 of a received dossier."""
    document = document_of(dossier.version)
    if dossier.received_at is None or dossier.received_by is None:
        raise ValueError("a receipt is of a received dossier")
    return forms.Receipt(
        **_head(dossier, at=dossier.received_at),
        papers=_paper_lines(dossier, document),
        limit=limit_in_words(document),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        result_channel=CHANNELS[dossier.result_by],
        receiver=signer(dossier.received_by),
        fee=vnd(total) if (total := fee_total(dossier)) else "",
        contact=dossier.body.phone,
        secret=secret_of(dossier.code),
        qr=tracking_address(dossier),
        proof=proof_address(dossier, "dossier.received"),
    )


def fee_total(dossier: Dossier) -> int:
    return sum(fee.amount for fee in fees_due(document_of(dossier.version), dossier.answers))


def filing_record(dossier: Dossier) -> forms.FilingRecord:
    """What was declared and attached, as it was when filed."""
    document = document_of(dossier.version)
    files: dict[str, list[tuple[str, str]]] = {}
    for attachment in dossier.attachments.filter(round=0).select_related("file").order_by("pk"):
        digest = attachment.file.digest if attachment.file else ""
        files.setdefault(attachment.paper, []).append((attachment.file_name, digest))
    with translation.override("vi"):
        groups = tuple(
            forms.AnswerGroup(section.title.vi, answered(section.fields, dossier.answers))
            for section in document.sections
        )
    return forms.FilingRecord(
        **_head(dossier, at=dossier.filed_at),
        filed_at=dossier.filed_at,
        channel=CHANNELS[dossier.channel],
        groups=groups,
        papers=tuple(
            forms.AttachedPaper(p.name.vi, tuple(files.get(p.code, ())))
            for p in papers_asked(document, dossier.answers)
        ),
        fees=tuple((fee.name.vi, vnd(fee.amount)) for fee in fees_due(document, dossier.answers)),
        secret=secret_of(dossier.code),
        qr=tracking_address(dossier),
    )


def supplement_request(dossier: Dossier) -> forms.SupplementRequest:
    """Form 02."""
    asked = dossier.supplement
    names = names_of_items(dossier)
    return forms.SupplementRequest(
        **_head(dossier, at=asked.requested_at),
        items=tuple(
            forms.Lack(f"{names[i['code']]}: {i['what']}", i.get("guidance", "")) for i in asked.items
        ),
        reason=asked.reason,
        respond_by=asked.respond_by,
        contact=dossier.body.phone,
        author=signer(asked.requested_by),
        qr=tracking_address(dossier),
    )


def intake_refusal(dossier: Dossier) -> forms.IntakeRefusal:
    """Form 03, for a dossier that was not accepted or was refused in processing."""
    ending, reasons = dossier.ending, refusal_reasons()
    return forms.IntakeRefusal(
        **_head(dossier, at=ending.ended_at),
        reasons=(*(reasons[code].vi for code in ending.reasons), ending.text),
        author=_officer(ending.ended_by),
        qr=tracking_address(dossier),
    )


def apology(dossier: Dossier) -> forms.ApologyExtension:
    """Form 04."""
    extension = dossier.extension
    if dossier.received_at is None:
        raise ValueError("an extension is of a received dossier")
    return forms.ApologyExtension(
        **_head(dossier, at=extension.extended_at),
        received_at=dossier.received_at,
        old_due_at=extension.old_due_at,
        new_due_at=extension.due_at,
        reason=extension.reason,
        signer=signer(extension.extended_by),
        contact=dossier.body.phone,
        qr=tracking_address(dossier),
    )


def stop_notice(dossier: Dossier) -> forms.StopNotice:
    """Form 05."""
    ending = dossier.ending
    reason = stopping_reasons()[ending.reasons[0]].vi
    return forms.StopNotice(
        **_head(dossier, at=ending.ended_at),
        received_at=dossier.received_at,
        stage="Đang giải quyết" if dossier.received_at else "Chưa tiếp nhận",
        reason=f"{reason}. {ending.text}",
        signer=_officer(ending.ended_by),
        qr=tracking_address(dossier),
    )


def names_of_items(dossier: Dossier) -> dict[str, str]:
    """Names of the papers and questions of the dossier's procedure, by code, in Vietnamese."""
    document = document_of(dossier.version)
    names = {paper.code: paper.name.vi for paper in document.papers}
    return names | {field.code: field.label.vi for section in document.sections for field in section.fields}


def answered(fields: tuple[Field, ...], answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Questions and answers as a person reads them, in the language of now; unasked ones are left out."""
    return tuple(
        (str(field.label), spoken(field, answers[field.code])) for field in fields if field.code in answers
    )


def spoken(field: Field, value: Any) -> str:
    """One answer in words: the label of an option, an amount with its currency, a day as people write it."""
    labels: dict[str, str] = {option.value: str(option.label) for option in field.options}
    if isinstance(value, list):
        return ", ".join(labels.get(str(each), str(each)) for each in value)
    if field.kind == "money" and value not in ("", None):
        return vnd(int(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind == "date" and value:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return labels.get(str(value), str(value))


def _head(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    return {
        "letterhead": letterhead(dossier.receiving_unit.body, at=at, unit=dossier.receiving_unit),
        "code": dossier.code,
        "procedure": dossier.version.procedure.name_vi,
        "applicant": applicant(dossier),
    }


def _paper_lines(dossier: Dossier, document: Document) -> tuple[forms.PaperLine, ...]:
    brought = set(dossier.attachments.values_list("paper", flat=True))
    return tuple(
        forms.PaperLine(name=paper.name.vi, copies=paper.count, kind=KINDS[paper.kind])
        for paper in papers_asked(document, dossier.answers)
        if paper.code in brought
    )


def _officer(code: str) -> forms.Signer:
    officer = Officer.objects.filter(code=code).first()
    return signer(officer) if officer else forms.Signer(name="")
