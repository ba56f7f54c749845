"""Drafting the result from the procedure's template."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.rules.answers import check_fields
from motcua.catalog.rules.document import Field
from motcua.dossiers import services
from motcua.dossiers.models import Task
from motcua.dossiers.views.officer.opening import (
    SEE_OTHER,
    UNPROCESSABLE,
    Opened,
    errors_of,
    opened,
    status_of,
)
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required


@require_http_methods(["GET", "POST"])
@officer_required
def draft(request: OfficerRequest, code: str) -> HttpResponse:
    """The questions of the result, answered once; saving shows the draft as it will be printed."""
    o = opened(request, code)
    if request.method != "POST":
        return _page(request, o, _answers_of(o), [])
    cleaned, wrong = check_fields(o.document.result.fields, request.POST.dict())
    if wrong:
        return _page(request, o, request.POST, [(code, str(error)) for code, error in wrong.items()])
    try:
        services.draft_result(_task(o), data=cleaned, by=o.officer, at=o.at)
    except Refusal as refusal:
        return _page(request, o, request.POST, errors_of(refusal), status=status_of(refusal))
    messages.success(request, _("The draft is kept. Read it as it will be printed, then pass it on."))
    return HttpResponseRedirect(reverse("dossiers:draft_result", args=[code]), status=SEE_OTHER)


def _task(o: Opened) -> Task:
    for task in o.open_tasks:
        if task.kind == "draft":
            return task
    raise Refusal(_("Results are drafted in the drafting step."), code="step-not-open")


def _answers_of(o: Opened) -> dict[str, Any]:
    """What the present draft says, by question."""
    instrument = services.draft_of(o.dossier)
    said: Mapping[str, Any] = instrument.data if instrument else {}
    by_label = dict(said.get("fields", ()))
    return {
        field.code: _option_of(field, said.get(field.code, by_label.get(field.label.vi, "")))
        for field in o.document.result.fields
    }


def _option_of(field: Field, value: Any) -> Any:
    """A draft keeps the words of an option; the form needs its value."""
    return next((option.value for option in field.options if value in (option.label.vi, option.value)), value)


def _page(
    request: OfficerRequest,
    o: Opened,
    values: Mapping[str, Any],
    errors: list[tuple[str, str]],
    *,
    status: int = 0,
) -> HttpResponse:
    facts = {
        "o": o,
        "dossier": o.dossier,
        "left": o.left(o.calendar()),
        "title": _("Draft the result"),
        "kind": o.document.result,
        "values": values,
        "instrument": services.draft_of(o.dossier),
        "may_draft": any(t.kind == "draft" and t.officer_id == o.officer.pk for t in o.open_tasks),
        "errors": errors,
    }
    code = status or (UNPROCESSABLE if errors else 200)
    return render(request, "dossiers/officer/draft.jinja", facts, status=code)
