"""Check answers, then file once."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.queries import document_of
from motcua.catalog.rules.answers import check_answers
from motcua.catalog.rules.document import Document, fees_due, papers_asked
from motcua.clock.queries import now
from motcua.dossiers.models import Channel, Draft
from motcua.dossiers.queries.papers import answered
from motcua.dossiers.queries.progress import Status, attachments_by_paper, parts_of
from motcua.dossiers.queries.promise import promised_if_received
from motcua.dossiers.services import file
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import UNPROCESSABLE, Errors, page, see_other, status_of, typed
from motcua.dossiers.views.citizen.own import own_draft
from motcua.identity.access import AccountRequest, citizen_required, device_of
from motcua.kernel.refusals import Refusal

KEY, DECLARED = "key", "declared"


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: AccountRequest, code: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    if request.method == "POST":
        return _file(request, draft)
    if draft.dossier is not None:
        return see_other(reverse("dossiers:filed", args=[draft.dossier.code]))
    return _page(request, draft, key=secrets.token_urlsafe(24))


def _file(request: AccountRequest, draft: Draft) -> HttpResponse:
    key = typed(request, KEY)[:64] or f"draft-{draft.code}"
    if draft.dossier is None and not typed(request, DECLARED):
        wrong = _("Tick the declaration: you answer for what you file.")
        return _page(request, draft, key=key, errors=[(DECLARED, wrong)])
    try:
        dossier = file(draft, key=key, by=request.user, at=now(), device=device_of(request))
    except Refusal as refusal:
        errors = _lacking(draft, refusal.fields) or [("", str(refusal))]
        return _page(request, draft, key=key, errors=errors, status=status_of(refusal))
    return see_other(reverse("dossiers:filed", args=[dossier.code]))


def _lacking(draft: Draft, fields: Mapping[str, str]) -> Errors:
    """Each thing that is missing, leading to the part of this page where it belongs."""
    document = document_of(draft.version)
    homes = {field.code: (s.code, str(field.label)) for s in document.sections for field in s.fields}
    papers = {paper.code for paper in document.papers}
    errors: Errors = []
    for code, message in fields.items():
        if code in homes:
            section, label = homes[code]
            errors.append((f"part-{section}", f"{label}: {message}"))
        elif code in papers:
            errors.append(("part-papers", message))
        else:
            errors.append(
                (f"part-{code}", f"{words.PARTS[code]}: {message}" if code in words.PARTS else message)
            )
    return errors


def _page(
    request: AccountRequest,
    draft: Draft,
    *,
    key: str,
    errors: Errors | None = None,
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    at = now()
    document = document_of(draft.version)
    answers, _errors = check_answers(document, None, draft.answers)
    fees = fees_due(document, answers)
    facts = {
        "draft": draft,
        "document": document,
        "procedure": draft.version.procedure,
        "sections": _sections(draft, document, answers),
        "papers": _papers(draft, document),
        "delivery": words.DELIVERIES[Channel(draft.result_by)],
        "open_parts": [part for part in _parts(draft) if not part["done"]],
        "fees": fees,
        "fee_total": sum(fee.amount for fee in fees),
        "promise": promised_if_received(document, draft.body.calendar, at=at),
        "limit": words.limit_words(document.time_limit.limit),
        "key": key,
        "errors": errors or [],
    }
    return page(request, "check", facts, status=status if errors else 200)


def _parts(draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "title": words.part_title(p),
            "href": words.part_address(draft, p.code),
            "done": p.status == Status.DONE,
        }
        for p in parts_of(draft)
    ]


def _sections(draft: Draft, document: Document, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers as they will be filed; `back` brings the reader here again after a change."""
    made = []
    for section in document.sections:
        href = reverse("dossiers:section", args=[draft.code, section.code]) + "?tro-lai=kiem-tra"
        rows = [{"key": label, "value": value} for label, value in answered(section.fields, answers)]
        unsaid = [
            f for f in section.fields if f.code not in answers and not f.required and _applies(f, answers)
        ]
        rows += [{"key": str(field.label), "value": _("Not given")} for field in unsaid]
        made.append({"code": section.code, "title": section.title, "rows": rows, "href": href})
    return made


def _applies(field: Any, answers: dict[str, Any]) -> bool:
    return all(str(answers.get(code)) == value for code, value in field.show_if)


def _papers(draft: Draft, document: Document) -> list[dict[str, Any]]:
    attached = attachments_by_paper(draft)
    return [
        {"paper": paper, "files": attached.get(paper.code, [])}
        for paper in papers_asked(document, draft.answers)
    ]
