"""The parts that are questions: who applies, each topic of the form, how the result is received."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.queries import document_of
from motcua.catalog.rules.conditions import named
from motcua.catalog.rules.document import Document, Field, Section
from motcua.clock.queries import now
from motcua.dossiers.forms.citizen import CONTACT, check_contact, fields_shown, shown
from motcua.dossiers.models import Channel, Draft
from motcua.dossiers.queries.progress import APPLICANT, DELIVERY, parts_of
from motcua.dossiers.services import choose_delivery, save_applicant, save_section
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import CONFLICT, UNPROCESSABLE, page, see_other, typed
from motcua.dossiers.views.citizen.own import own_draft
from motcua.identity.access import AccountRequest, citizen_required
from motcua.kernel.refusals import Refusal

AUTOSAVE, LATER, BACK_TO_CHECK = "X-Autosave", "later", "kiem-tra"
REVISION = "revision"


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def applicant(request: AccountRequest, code: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    if request.method != "POST":
        return _applicant_page(request, draft, draft.applicant, {})
    said = {field.code: typed(request, field.code) for field in CONTACT}
    cleaned, errors = check_contact(said)
    if errors:
        return _applicant_page(request, draft, said, errors)
    contact = {field.code: str(cleaned.get(field.code, "")) for field in CONTACT}
    try:
        save_applicant(draft, applicant=contact, revision=_revision(request), at=now())
    except Refusal as refusal:
        return _applicant_page(request, own_draft(request.user, code), said, {}, refusal=refusal)
    return saved(request, draft, APPLICANT)


def _applicant_page(
    request: AccountRequest,
    draft: Draft,
    values: Mapping[str, Any],
    wrong: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    facts = {"fields": CONTACT, "values": values, "wrong": wrong, "account": request.user}
    return _page(request, "applicant", draft, APPLICANT, facts, wrong=wrong, refusal=refusal)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: AccountRequest, code: str, section: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    document, topic = _topic(draft, section)
    if request.method != "POST":
        return _section_page(request, draft, topic, draft.answers, {})
    asked = fields_shown(topic, draft.answers)
    own = {field.code: draft.answers[field.code] for field in topic.fields if field.code in draft.answers}
    said = {**own, **{field.code: typed(request, field.code) for field in asked}}
    try:
        errors = save_section(draft, section=section, answers=said, revision=_revision(request), at=now())
    except Refusal as refusal:
        fresh = own_draft(request.user, code)
        return _section_page(request, fresh, topic, {**fresh.answers, **said}, {}, refusal=refusal)
    if errors and AUTOSAVE not in request.headers and LATER not in request.POST:
        wrong = {name: str(error) for name, error in errors.items()}
        return _section_page(request, draft, topic, draft.answers, wrong)
    return saved(request, draft, section)


def _section_page(
    request: AccountRequest,
    draft: Draft,
    topic: Section,
    values: Mapping[str, Any],
    wrong: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    document = document_of(draft.version)
    own = {field.code for field in topic.fields}
    rows = [
        {
            "field": field,
            "value": shown(field, values.get(field.code)),
            "conditions": named(document, _inside(field, own)),
            "when": " ".join(f"{code}={value}" for code, value in _inside(field, own)),
        }
        for field in fields_shown(topic, draft.answers)
    ]
    facts = {"topic": topic, "rows": rows, "wrong": wrong, "differences": _differences(draft, rows, refusal)}
    return _page(request, "section", draft, topic.code, facts, wrong=wrong, refusal=refusal)


def _inside(field: Field, own: set[str]) -> tuple[tuple[str, str], ...]:
    """The conditions that may change while this very page is filled in."""
    return tuple((code, value) for code, value in field.show_if if code in own)


def _differences(draft: Draft, rows: list[dict[str, Any]], refusal: Refusal | None) -> list[dict[str, Any]]:
    """What the other window saved otherwise than what stands here, when two windows met."""
    if refusal is None or refusal.code != "changed-elsewhere":
        return []
    found = []
    for row in rows:
        there = shown(row["field"], draft.answers.get(row["field"].code))
        if str(there) != str(row["value"]):
            found.append({"key": row["field"].label, "before": str(there) or "–", "after": str(row["value"])})
    return found


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: AccountRequest, code: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    if request.method != "POST":
        return _delivery_page(request, draft, draft.result_by, {})
    said = typed(request, "result_by")
    if said not in Channel.values:
        return _delivery_page(request, draft, said, {"result_by": _("Choose how you want the result.")})
    try:
        choose_delivery(draft, result_by=Channel(said), revision=_revision(request), at=now())
    except Refusal as refusal:
        return _delivery_page(request, own_draft(request.user, code), said, {}, refusal=refusal)
    return saved(request, draft, DELIVERY)


def _delivery_page(
    request: AccountRequest,
    draft: Draft,
    value: str,
    wrong: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    options = [{"value": channel.value, "label": str(label)} for channel, label in words.DELIVERIES.items()]
    facts = {"options": options, "value": value, "wrong": wrong}
    return _page(request, "delivery", draft, DELIVERY, facts, wrong=wrong, refusal=refusal)


def saved(request: AccountRequest, draft: Draft, code: str) -> HttpResponse:
    """The way on after a part was kept: nothing for autosave, else the list, the check page or the next part."""
    if AUTOSAVE in request.headers:
        return HttpResponse(status=204, headers={"X-Revision": str(draft.revision)})
    if LATER in request.POST:
        messages.success(request, _("Your draft %(code)s has been saved.") % {"code": draft.code})
        return see_other(reverse("dossiers:mine"))
    if request.POST.get("tro-lai") == BACK_TO_CHECK:
        return see_other(reverse("dossiers:check", args=[draft.code]))
    return see_other(words.after(draft, parts_of(draft), code))


def _page(
    request: AccountRequest,
    name: str,
    draft: Draft,
    code: str,
    facts: dict[str, Any],
    *,
    wrong: Mapping[str, str],
    refusal: Refusal | None,
) -> HttpResponse:
    if draft.dossier is not None:
        return see_other(reverse("dossiers:filed", args=[draft.dossier.code]))
    names = {field.code: str(field.label) for field in _fields(facts)}
    errors = [
        (field, f"{names[field]}: {message}" if field in names else message)
        for field, message in wrong.items()
    ]
    if refusal is not None:
        errors.append(("", _in_words(refusal)))
    status = (CONFLICT if refusal else UNPROCESSABLE) if errors else 200
    if AUTOSAVE in request.headers:
        return HttpResponse(status=status, content=" ".join(message for _id, message in errors))
    facts |= {**where(draft, code), "errors": errors, "back_to_check": _back(request)}
    return page(request, name, facts, status=status)


def _fields(facts: Mapping[str, Any]) -> list[Field]:
    """The questions on the page, whose names the error summary says."""
    return [*facts.get("fields", ()), *(row["field"] for row in facts.get("rows", ()))]


def where(draft: Draft, code: str) -> dict[str, Any]:
    """Which part of how many this is."""
    codes = [part.code for part in parts_of(draft)]
    return {
        "draft": draft,
        "number": codes.index(code) + 1 if code in codes else 1,
        "total": len(codes),
        "procedure": draft.version.procedure,
    }


def _back(request: AccountRequest) -> bool:
    return BACK_TO_CHECK in (request.GET.get("tro-lai"), request.POST.get("tro-lai"))


def _in_words(refusal: Refusal) -> str:
    if refusal.code != "changed-elsewhere":
        return str(refusal)
    return _(
        "This draft was saved in another window meanwhile. What you typed is still here: "
        "check it, then press Continue to keep it."
    )


def _revision(request: AccountRequest) -> int:
    said = request.POST.get(REVISION, "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def _topic(draft: Draft, code: str) -> tuple[Document, Section]:
    document = document_of(draft.version)
    topic = next((section for section in document.sections if section.code == code), None)
    if topic is None:
        raise Http404
    return document, topic
