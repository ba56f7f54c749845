"""The designer of one procedure: where its draft stands, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.catalog.access import editor_required
from motcua.catalog.models import EditDraft, Procedure
from motcua.catalog.queries.drafts import draft_of, names_of
from motcua.catalog.queries.pages import Edition, editions_of
from motcua.catalog.rules.editing.parts import HEADS, LISTS, RESULT
from motcua.catalog.services.editing import drop_draft, open_draft
from motcua.catalog.views.admin.words import Fault, judged, name_of
from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest

SEE_OTHER = 303


@require_safe
@editor_required
def draft_page(request: OfficerRequest, code: str) -> HttpResponse:
    procedure = Procedure.objects.filter(code=code).first()
    draft = draft_of(code)
    if procedure is None and draft is None:
        raise Http404
    facts: dict[str, Any] = {
        "code": code,
        "name": name_of(draft.content) if draft else procedure.name if procedure else code,
        "draft": draft,
        "editions": _editions(procedure),
        **(_of_draft(draft) if draft else {}),
    }
    return render(request, "catalog/admin/draft.jinja", facts)


@require_POST
@editor_required
def begin(request: OfficerRequest, code: str) -> HttpResponse:
    try:
        draft, is_new = open_draft(code, by=request.officer, at=now())
    except Procedure.DoesNotExist as error:
        raise Http404 from error
    if not is_new:
        messages.info(
            request, _("%(name)s has begun a draft already: here it is.") % {"name": _name(draft.opened_by)}
        )
    return HttpResponseRedirect(reverse("catalog:draft", args=[code]), status=SEE_OTHER)


@require_POST
@editor_required
def drop(request: OfficerRequest, code: str) -> HttpResponse:
    draft = draft_or_404(code)
    try:
        drop_draft(draft, revision=revision_of(request), by=request.officer, at=now())
        messages.success(request, _("The draft is thrown away. What is published stays as it is."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("catalog:draft", args=[code]), status=SEE_OTHER)
    return HttpResponseRedirect(reverse("catalog:editor"), status=SEE_OTHER)


def draft_or_404(code: str) -> EditDraft:
    draft = draft_of(code)
    if draft is None:
        raise Http404
    return draft


def revision_of(request: HttpRequest) -> int:
    """The revision that the page was drawn of; 0, which no draft has, where nobody says."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _of_draft(draft: EditDraft) -> dict[str, Any]:
    _verdict, found = judged(draft)
    return {
        "faults": found,
        "parts": _parts(draft, found),
        "edited_by": _name(draft.edited_by),
        "opened_by": _name(draft.opened_by),
    }


def _parts(draft: EditDraft, found: list[Fault]) -> list[dict[str, Any]]:
    names = [
        ("head", _(HEADS.title)),
        *((name, _(LISTS[name])) for name in _ORDER),
        ("result", _(RESULT.title)),
    ]
    rows = []
    for name, title in names:
        wrong = sum(fault.place[0] == name for fault in found)
        rows.append(
            {
                "title": title,
                "href": reverse("catalog:edit_part", args=[draft.code, name]),
                "hint": _count(len(draft.content.get(name, []))) if name in LISTS else "",
                "status": ngettext("%(num)s thing to mend", "%(num)s things to mend", wrong) % {"num": wrong}
                if wrong
                else _("In order"),
                "tone": "amber" if wrong else "green",
            }
        )
    return rows


_ORDER = ("papers", "form", "fees", "process", "basis")


def _count(rows: int) -> str:
    return ngettext("%(num)s row", "%(num)s rows", rows) % {"num": rows}


def _editions(procedure: Procedure | None) -> list[tuple[Edition, str, str]]:
    """Every version with its state and tone."""
    today = localdate(now())
    told = []
    for edition in editions_of(procedure) if procedure else ():
        if edition.effective_from > today:
            told.append((edition, _("to come"), "blue"))
        elif edition.effective_until and edition.effective_until < today:
            told.append((edition, _("over"), "grey"))
        else:
            told.append((edition, _("in force"), "green"))
    return told


def _name(code: str) -> str:
    return names_of([code]).get(code, code)
