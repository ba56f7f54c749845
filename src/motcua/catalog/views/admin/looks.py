"""A draft looked at from outside: as citizens, as an ISO sheet, beside the version before, as YAML, as a file."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalog.access import editor_required
from motcua.catalog.models import EditDraft, Procedure, ProcedureField, Version
from motcua.catalog.queries.drafts import newest_version
from motcua.catalog.queries.pages import Page, competent_bodies
from motcua.catalog.rules import bpmn, iso_sheet, shape, source
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.editing.writing import yaml_of
from motcua.catalog.rules.problems import Problem, Unreadable
from motcua.catalog.services.editing import save_draft
from motcua.catalog.services.publishing import said_of
from motcua.catalog.views.admin.draft import SEE_OTHER, draft_or_404, revision_of
from motcua.catalog.views.admin.words import compared, judged, name_of
from motcua.catalog.views.procedure import XLSX, facts_of, step_lines, ways_of
from motcua.catalog.views.words import time_words
from motcua.clock.queries import now
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest
from motcua.organizations.models import Body

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@editor_required
def preview(request: OfficerRequest, code: str) -> HttpResponse:
    """The citizens' page of the procedure as it would be: its button leads nowhere."""
    draft = draft_or_404(code)
    document = judged(draft)[0].document
    if document is None:
        return _not_yet(request, draft)
    procedure = _procedure(document)
    listed = Procedure.objects.filter(code=code).first()
    newest = newest_version(code)
    page = Page(
        procedure=procedure,
        version=Version(number=newest.number + 1 if newest else 1, effective_from=document.effective_from),
        document=document,
        bodies=competent_bodies(listed) if listed else (),
        editions=(),
        consulted={},
        experience=None,
    )
    facts = {**facts_of(page), "state": "open", "preview": reverse("catalog:draft", args=[code])}
    return render(request, "catalog/admin/preview.jinja", facts)


@require_safe
@editor_required
def sheet(request: OfficerRequest, code: str) -> HttpResponse:
    draft = draft_or_404(code)
    found, faults = judged(draft)
    if found.document is None:
        return _not_yet(request, draft)
    facts = {
        "code": code,
        "name": found.document.name,
        "limit": time_words(found.document.time_limit),
        "steps": step_lines(found.document, _bodies(found.document)),
        "ways": ways_of(found.document),
        "faults": [fault for fault in faults if fault.place[0] == "process"],
    }
    return render(request, "catalog/admin/sheet.jinja", facts)


@require_safe
@editor_required
def differences(request: OfficerRequest, code: str) -> HttpResponse:
    draft = draft_or_404(code)
    newest = newest_version(code)
    facts = {
        "code": code,
        "name": name_of(draft.content),
        "newest": newest,
        "changes": compared(newest.document, draft.content) if newest else [],
    }
    return render(request, "catalog/admin/differences.jinja", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def raw(request: OfficerRequest, code: str) -> HttpResponse:
    """The whole draft as YAML, for experts. What is not readable or of another shape is not saved."""
    draft = draft_or_404(code)
    if request.method != "POST":
        text = yaml_of(draft.content)
        lines = source.parse(text)
        found = [_lined(problem, lines) for problem in judged(draft)[0].problems]
        return _yaml_page(request, draft, text, notes=found)
    text = request.POST.get("yaml", "").replace("\r\n", "\n")
    try:
        written = source.parse(text)
        if wrong := shape.problems(written.content):
            return _yaml_page(request, draft, text, errors=[_lined(problem, written) for problem in wrong])
        save_draft(
            draft, content=written.content, revision=revision_of(request), by=request.officer, at=now()
        )
    except Unreadable as unreadable:
        return _yaml_page(request, draft, text, errors=[_lined(each, None) for each in unreadable.problems])
    except Refusal as refusal:
        status = CONFLICT if refusal.code.startswith("draft-") else UNPROCESSABLE
        return _yaml_page(request, draft, text, errors=[str(refusal)], status=status)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("catalog:draft", args=[code]), status=SEE_OTHER)


@require_safe
@editor_required
def download(request: OfficerRequest, code: str, kind: str) -> HttpResponse:
    """The draft as a file; `kind`: yaml, xlsx or bpmn."""
    draft = draft_or_404(code)
    if kind not in ("yaml", "xlsx", "bpmn"):
        raise Http404
    content: bytes
    if kind == "yaml":
        content, media = yaml_of(draft.content).encode(), "application/yaml"
    else:
        document = judged(draft)[0].document
        if document is None:
            return _not_yet(request, draft)
        if kind == "xlsx":
            content, media = iso_sheet.write(document.net, title=document.name.vi), XLSX
        else:
            content, media = bpmn.write(document.net, name=document.name.vi, code=code), "application/xml"
    named_as = f'attachment; filename="{code}.r{draft.revision}.{kind}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": named_as})


def _yaml_page(
    request: OfficerRequest,
    draft: EditDraft,
    text: str,
    *,
    errors: list[str] | None = None,
    notes: list[str] | None = None,
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    facts = {
        "draft": draft,
        "name": name_of(draft.content),
        "text": text,
        "errors": [("yaml", error) for error in errors or ()],
        "notes": notes or [],
        "most": source.MAX_CHARACTERS,
    }
    return render(request, "catalog/admin/yaml.jinja", facts, status=status if errors else 200)


def _lined(problem: Problem, written: source.Source | None) -> str:
    line = problem.line or (written.line_of(problem.where) if written else None)
    told = replace(problem, line=line)
    if told.line is None:
        return str(told)
    return _("Line %(line)s: %(problem)s") % {"line": told.line, "problem": str(told)}


def _not_yet(request: OfficerRequest, draft: EditDraft) -> HttpResponse:
    """The draft cannot be shown while parts of it are missing: back to what is to be mended."""
    messages.warning(request, _("The draft cannot be shown yet: mend what is listed below first."))
    return HttpResponseRedirect(reverse("catalog:draft", args=[draft.code]), status=SEE_OTHER)


def _procedure(document: Document) -> Procedure:
    """The procedure as the list would say it, not saved."""
    facts: dict[str, Any] = said_of(document)
    field = ProcedureField.objects.filter(code=document.field_code).first()
    return Procedure(code=document.code, field=field or ProcedureField(code="", name_vi="–"), **facts)


def _bodies(document: Document) -> dict[str, Text]:
    codes = {step.body for step in document.net.steps.values() if step.body}
    rows = Body.objects.filter(code__in=codes).values_list("code", "name_vi", "name_en")
    return {code: Text(vi, en) for code, vi, en in rows}
