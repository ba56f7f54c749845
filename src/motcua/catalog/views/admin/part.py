"""One part of a draft: a list of rows, or one row as a form. Every page works by itself, without scripts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.catalog.access import editor_required
from motcua.catalog.forms.choices import words_of
from motcua.catalog.forms.rows import inputs, typed_in
from motcua.catalog.models import EditDraft
from motcua.catalog.rules import shape
from motcua.catalog.rules.editing import ways
from motcua.catalog.rules.editing.cells import filled
from motcua.catalog.rules.editing.parts import ADDED, STEP, Spec, code_of, is_list, spec_of
from motcua.catalog.rules.editing.places import (
    HEAD,
    NoSuchPlace,
    Place,
    address_of,
    moved,
    place_of,
    rows_at,
    value_at,
    with_row,
    without,
)
from motcua.catalog.rules.editing.starting import new_row
from motcua.catalog.rules.editing.verdict import cell_at_fault, part_at_fault
from motcua.catalog.services.editing import save_draft
from motcua.catalog.views.admin.draft import SEE_OTHER, draft_or_404, revision_of
from motcua.catalog.views.admin.words import headline, judged, name_of, title_of
from motcua.clock.queries import now
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest

UNPROCESSABLE, CONFLICT = 422, 409
Plain = dict[str, Any]
Errors = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def part_page(request: OfficerRequest, code: str, place: str) -> HttpResponse:
    draft, here = draft_or_404(code), place_of(place)
    try:
        if is_list(here):
            return _list(request, draft, here)
        row = _row(request, draft, here)
        spec = spec_of(here, row)
        return (
            _save(request, draft, here, spec, row)
            if request.method == "POST"
            else _form(request, draft, here, spec, inputs(spec, _open(spec, row), draft.content))
        )
    except NoSuchPlace as error:
        raise Http404 from error


@require_POST
@editor_required
def arrange(request: OfficerRequest, code: str) -> HttpResponse:
    """Move a row up or down, or take it out."""
    draft = draft_or_404(code)
    act = next((name for name in ("up", "down", "remove") if name in request.POST), "")
    here = place_of(request.POST.get(act, ""))
    try:
        if act == "remove":
            content = without(draft.content, here)
        else:
            content = moved(draft.content, here, by={"up": -1, "down": 1, "": 0}[act])
        save_draft(draft, content=content, revision=revision_of(request), by=request.officer, at=now())
        messages.success(request, _("Removed.") if act == "remove" else _("Moved."))
    except NoSuchPlace as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _to(code, _list_around(here))


def _row(request: OfficerRequest, draft: EditDraft, here: Place) -> Plain:
    """The row that stands there; behind the last one, a new row."""
    if isinstance(here[-1] if here else "", int):
        rows = rows_at(draft.content, here[:-1])
        _must_have_rows(draft.content, here[:-1])
        if here[-1] == len(rows):
            return new_row(draft.content, here[:-1], kind=request.GET.get("loai", ""))
    row = value_at(draft.content, here)
    if not isinstance(row, dict):
        raise NoSuchPlace(address_of(here))
    return row


def _must_have_rows(content: Plain, place: Place) -> None:
    """An inner list stands only in a row that has one: a step asks no units, a consultation does."""
    around = place[:-1]
    if around and place[-1] not in spec_of(around, value_at(content, around)).lists:
        raise NoSuchPlace(address_of(place))


def _open(spec: Spec, row: Plain) -> Plain:
    return ways.opened(row) if spec is STEP else row


def _save(request: OfficerRequest, draft: EditDraft, here: Place, spec: Spec, row: Plain) -> HttpResponse:
    typed = typed_in(spec, request.POST)
    changed, wrong = filled(spec.cells, typed, _open(spec, row))
    if spec is STEP:
        changed = ways.closed(changed, row, following=_following(draft.content, here))
    content = with_row(draft.content, here, changed)
    errors = [(path, str(said)) for path, said in wrong] or _out_of_shape(content, here, spec)
    status = UNPROCESSABLE
    if not errors:
        try:
            save_draft(draft, content=content, revision=revision_of(request), by=request.officer, at=now())
            return _saved(request, draft, here)
        except Refusal as refusal:
            errors, status = [("", str(refusal))], CONFLICT
    drawn = inputs(spec, _open(spec, row), draft.content, typed=typed, wrong=dict(errors))
    return _form(request, draft, here, spec, drawn, errors=errors, status=status)


def _out_of_shape(content: Plain, here: Place, spec: Spec) -> Errors:
    """What the row itself may not say; what is wrong elsewhere does not keep it from being saved."""
    errors = []
    for problem in shape.problems(content):
        place, said = part_at_fault(problem)
        if place == here:
            errors.append((cell_at_fault(spec.cells, said), str(problem)))
    return errors


def _following(content: Plain, here: Place) -> str:
    rows = rows_at(content, here[:-1])
    after = int(here[-1]) + 1
    return code_of(rows[after]) if after < len(rows) else "end"


def _saved(request: OfficerRequest, draft: EditDraft, here: Place) -> HttpResponse:
    """Back to the list; to the row itself if something in it is still to be mended, or it has rows of its own."""
    messages.success(request, _("Saved."))
    _verdict, found = judged(draft)
    row = value_at(draft.content, here)
    lists = spec_of(here, row).lists
    if any(fault.place == here for fault in found) or here[0] in ("form", "process") and lists:
        return _to(draft.code, here)
    if here in (HEAD, ("result",)):
        return HttpResponseRedirect(reverse("catalog:draft", args=[draft.code]), status=SEE_OTHER)
    return _to(draft.code, _list_around(here))


def _to(code: str, place: Place) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("catalog:edit_part", args=[code, address_of(place)]), status=SEE_OTHER
    )


def _list_around(here: Place) -> Place:
    """The page on which the list with this row stands: inner lists stand on the page of their row."""
    return here[:-1] if len(here) < 3 else here[:-2]


def _form(
    request: OfficerRequest,
    draft: EditDraft,
    here: Place,
    spec: Spec,
    drawn: list[Plain],
    *,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    is_new = isinstance(here[-1], int) and int(here[-1]) == len(rows_at(draft.content, here[:-1]))
    _verdict, found = judged(draft)
    facts = {
        **_around(draft, here),
        "title": _("New: %(what)s") % {"what": _(spec.title)} if is_new else title_of(draft.content, here),
        "kind": _(spec.title),
        "inputs": drawn,
        "is_new": is_new,
        "may_go": not is_new and isinstance(here[-1], int),
        "faults": [fault for fault in found if fault.place == here],
        "lists": [] if is_new else [_rows(draft, (*here, name)) for name in spec.lists],
        "errors": _with_labels(errors or [], drawn),
        "is_stale": status == CONFLICT,
    }
    return render(request, "catalog/admin/row.jinja", facts, status=status)


def _with_labels(errors: Errors, drawn: list[Plain]) -> Errors:
    """For the summary, where an error stands without its box."""
    labels = {each["id"]: each["label"] for each in drawn}
    return [(path, f"{labels[path]}: {said}" if path in labels else said) for path, said in errors]


def _list(request: OfficerRequest, draft: EditDraft, here: Place) -> HttpResponse:
    rows_at(draft.content, here)
    if len(here) > 1:  # inner lists stand on the page of their row
        return HttpResponseRedirect(
            reverse("catalog:edit_part", args=[draft.code, address_of(here[:-1])]), status=SEE_OTHER
        )
    _verdict, found = judged(draft)
    facts = {
        **_around(draft, here),
        "title": title_of(draft.content, here),
        "list": _rows(draft, here),
        "faults": [fault for fault in found if fault.place[0] == here[0]],
    }
    return render(request, "catalog/admin/rows.jinja", facts)


def _around(draft: EditDraft, here: Place) -> Plain:
    trail: list[tuple[str, Text | str]] = [
        (reverse("catalog:draft", args=[draft.code]), name_of(draft.content))
    ]
    ends = [end for end in range(1, len(here)) if not (end > 1 and is_list(here[:end]))]
    for end in ends:
        link = reverse("catalog:edit_part", args=[draft.code, address_of(here[:end])])
        trail.append((link, title_of(draft.content, here[:end])))
    return {"draft": draft, "code": draft.code, "trail": trail, "here": address_of(here)}


def _rows(draft: EditDraft, here: Place) -> Plain:
    """A list with the way to each row, and to a new one."""
    rows = rows_at(draft.content, here)
    address = address_of(here)
    return {
        "title": title_of(draft.content, here),
        "address": address,
        "rows": [
            {
                "place": f"{address}/{number}",
                "href": reverse("catalog:edit_part", args=[draft.code, f"{address}/{number}"]),
                "title": headline(row),
                "hint": _hint(row),
            }
            for number, row in enumerate(rows)
        ],
        "new": reverse("catalog:edit_part", args=[draft.code, f"{address}/{len(rows)}"]),
        "add": _(ADDED[str(here[-1])]),
        "consults": here == ("process",),
    }


def _hint(row: Plain) -> str:
    """The row's code and what else tells it apart."""
    facts = [code_of(row)]
    if "step" in row:
        facts += [
            words_of("roles", row.get("role", "")),
            *([words_of("step_kinds", row["kind"])] if "kind" in row else []),
        ]
    if "branches" in row:
        facts += [headline(branch) for branch in row["branches"]]
    return " · ".join(fact for fact in facts if fact)
