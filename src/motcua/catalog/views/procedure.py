"""The page of one procedure, and of its internal (ISO) procedure."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.catalog.models import Procedure
from motcua.catalog.queries.pages import Page, page_of, sheets
from motcua.catalog.queries.search import near
from motcua.catalog.rules import iso_sheet
from motcua.catalog.rules.bpmn import writing as bpmn
from motcua.catalog.rules.conditions import named
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.process import DONE, REFUSE, Step
from motcua.catalog.rules.words import cleaned
from motcua.catalog.views import words as say
from motcua.clock.queries import now
from motcua.kernel.bilingual import Text

_MOST_BODIES_NAMED = 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StepLine(NamedTuple):
    number: str
    step: Step
    who: Text | str
    limit: str


@require_safe
def procedure_page(request: HttpRequest, code: str) -> HttpResponse:
    on = timezone.localdate(now())
    try:
        page = page_of(code, on)
    except Procedure.DoesNotExist:
        return unknown_code(request, code)
    facts = {**facts_of(page), "state": _state(page, on)}
    return render(request, "catalog/procedure.jinja", facts)


@require_safe
def sheet_page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        page = page_of(code, timezone.localdate(now()))
    except Procedure.DoesNotExist:
        return unknown_code(request, code)
    if page.document is None:
        return unknown_code(request, code)
    facts = {
        "page": page,
        "procedure": page.procedure,
        "document": page.document,
        "limit": say.time_words(page.document.time_limit),
        "steps": step_lines(page.document, page.consulted),
        "ways": ways_of(page.document),
        "downloads": [
            (reverse("catalog:sheet_file", args=[code, "xlsx"]), _("As a spreadsheet (XLSX)")),
            (reverse("catalog:sheet_file", args=[code, "bpmn"]), _("As a drawing (BPMN 2.0)")),
        ],
    }
    return render(request, "catalog/sheet.jinja", facts)


@require_safe
def sheet_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The sheet in force as a file; `kind`: xlsx or bpmn."""
    try:
        document = page_of(code, timezone.localdate(now())).document
    except Procedure.DoesNotExist:
        document = None
    if document is None:
        return unknown_code(request, code)
    if kind == "xlsx":
        content, media = iso_sheet.write(document.net, title=str(document.name)), XLSX
    else:
        content, media = bpmn.write(document.net, name=str(document.name), code=code), "application/xml"
    named_as = f'attachment; filename="QT-{code}.{kind}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": named_as})


@require_safe
def sheets_page(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/sheets.jinja", {"sheets": sheets(timezone.localdate(now()))})


def unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """A page that says what was not found, and offers what looks like it."""
    said = cleaned(code)
    return render(request, "catalog/unknown.jinja", {"code": said, "near": near(said)}, status=404)


def facts_of(page: Page) -> dict[str, Any]:
    """What the page says, except the state of the procedure: the preview of a draft says the same."""
    return {
        "page": page,
        "procedure": page.procedure,
        "document": page.document,
        "level": say.LEVELS[page.procedure.level],
        "subjects": [str(say.SUBJECTS[subject]) for subject in page.procedure.subjects],
        "online": say.online_chip(page.procedure.online_level),
        "code_status": say.CODE_STATUS[page.procedure.code_status],
        "confidence": say.CONFIDENCE,
        "few_bodies": len(page.bodies) <= _MOST_BODIES_NAMED,
        "body_options": [{"value": body.code, "label": body.name} for body in page.bodies],
        "experience": _experience(page),
        **(_of_document(page.document) if page.document else {}),
    }


def _experience(page: Page) -> str:
    known = page.experience
    if known is None:
        return ""
    return _(
        "In the last 90 days, half were ready within %(median)s working days and nine in ten within %(ninth)s; "
        "%(share)s of %(dossiers)s dossiers were on time."
    ) % {
        "median": say.quantity(known.median),
        "ninth": say.quantity(known.ninth_of_ten),
        "share": f"{float(known.on_time) * 100:.1f}%".replace(".", ","),
        "dossiers": known.dossiers,
    }


def _state(page: Page, on: date) -> str:
    """`open`, `withdrawn`, `suspended` (it had versions, none holds), `coming` or `listed` (never had one)."""
    if page.procedure.withdrawn_on and page.procedure.withdrawn_on <= on:
        return "withdrawn"
    if page.document:
        return "open"
    if any(edition.effective_from > on for edition in page.editions):
        return "coming"
    return "suspended" if page.editions else "listed"


def _of_document(document: Document) -> dict[str, Any]:
    return {
        "limit": say.time_words(document.time_limit),
        "cost": say.cost_words(document),
        "supplement": say.supplement_words(document),
        "papers": [
            {
                "paper": paper,
                "kind": say.PAPER_KINDS[paper.kind],
                "conditions": named(document, paper.when),
            }
            for paper in document.papers
        ],
        "needed": sum(paper.required and not paper.when for paper in document.papers),
        "fees": [
            {"fee": fee, "kind": say.fee_kind(fee), "conditions": named(document, fee.when)}
            for fee in document.fees
        ],
        "steps": step_lines(document, {}),
    }


def step_lines(document: Document, bodies: dict[str, Text]) -> list[StepLine]:
    """The rows of the internal procedure; the branches of a consultation share a number: 3a, 3b.

    A step that is only reached to refuse has no number.
    """
    lines: list[StepLine] = []
    number, branch = 0, 0
    for step in document.net.steps.values():
        if step.kind == "consult":
            branch = branch + 1 if branch else 1
            number += branch == 1
            mark = f"{number}{chr(96 + branch)}"
        elif REFUSE in step.outcomes and DONE not in step.outcomes:
            mark = ""
        else:
            branch, number = 0, number + 1
            mark = str(number)
        who = bodies.get(step.body) or str(say.ROLES[step.role])
        lines.append(StepLine(mark, step, who, say.limit_words(step.limit)))
    return lines


def ways_of(document: Document) -> dict[str, str]:
    """What each step may end in besides being done, in words."""
    said = {"return": _("may be sent back"), "refuse": _("may end in a refusal")}
    return {
        step.id: ", ".join(said[outcome] for outcome in step.outcomes if outcome in said)
        for step in document.net.steps.values()
    }
