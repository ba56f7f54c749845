"""The list of procedures as editors see it, with versions and drafts."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.catalog.access import editor_required
from motcua.catalog.forms.beginning import NewProcedure
from motcua.catalog.forms.choices import options_of
from motcua.catalog.models import Procedure
from motcua.catalog.queries.drafts import drafts, editor_list
from motcua.catalog.queries.pages import fields
from motcua.catalog.rules.editing.starting import beginning
from motcua.catalog.rules.words import cleaned
from motcua.catalog.services.editing import open_draft
from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest

SEE_OTHER, UNPROCESSABLE = 303, 422


@require_safe
@editor_required
def editor(request: OfficerRequest) -> HttpResponse:
    return _page(request, NewProcedure(), [])


@require_POST
@editor_required
def begin_new(request: OfficerRequest) -> HttpResponse:
    """A draft of a procedure that the list does not have."""
    form = NewProcedure(request.POST)
    if not form.is_valid():
        return _page(request, form, [(f"new-{name}", str(said[0])) for name, said in form.errors.items()])
    code, at = form.cleaned_data["code"], now()
    if form.cleaned_data["field"] not in {line.code for line in fields()}:
        return _page(request, form, [("new-field", _("Choose a field."))])
    if Procedure.objects.filter(code=code).exists():
        return _page(
            request, form, [("new-code", _("This code is listed: open the procedure from the list."))]
        )
    said = {
        "code": code,
        "code_status": "unverified",
        "name": {"vi": form.cleaned_data["name"]},
        "field": form.cleaned_data["field"],
        "level": form.cleaned_data["level"],
        "online": {"eligible": False, "level": "none"},
    }
    _draft, is_new = open_draft(code, by=request.officer, at=at, content=beginning(said, on=localdate(at)))
    if is_new:
        messages.success(request, _("The draft is begun with the usual process: change what differs."))
    return HttpResponseRedirect(reverse("catalog:draft", args=[code]), status=SEE_OTHER)


def _page(request: OfficerRequest, form: NewProcedure, errors: list[tuple[str, str]]) -> HttpResponse:
    words = cleaned(request.GET.get("q", ""))
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    facts = {
        "words": words,
        "found": editor_list(words, localdate(now()), page=page),
        "drafts": drafts(),
        "form": form,
        "fields": options_of("fields", {}),
        "levels": options_of("levels", {}),
        "errors": errors,
    }
    return render(request, "catalog/admin/list.jinja", facts, status=UNPROCESSABLE if errors else 200)
