"""Answering the one request to complete a dossier: only what was asked is open.

Files that arrived stay with the session until everything is sent, so that a mistake elsewhere loses none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Field, Paper
from motcua.clock.queries import now
from motcua.dossiers.forms.citizen import shown
from motcua.dossiers.models import Dossier, State, Supplement
from motcua.dossiers.services import Given, answer_supplement
from motcua.dossiers.services.drafts import MOST_FILES_PER_PAPER
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import Errors, page, see_other, status_of, typed
from motcua.dossiers.views.citizen.own import own_dossier
from motcua.dossiers.views.citizen.uploads import came, take_each
from motcua.files.models import StoredFile
from motcua.identity.access import AccountRequest, citizen_required
from motcua.identity.models import Account
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer

NOTE, REMOVE, KEEP, MOST_NOTE = "note", "remove", "keep", 2000


@dataclass(frozen=True)
class Asked:
    """One item of the request with the paper or the question that it names."""

    code: str
    what: str
    guidance: str
    paper: Paper | None
    field: Field | None


@dataclass(frozen=True)
class Bringer:
    """Who completes the dossier: the applicant, or the counter for somebody who came to it."""

    by: Account | Officer
    back: str
    trail: tuple[tuple[str, str], ...]


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: AccountRequest, code: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    back = reverse("dossiers:dossier", args=[dossier.code])
    trail = ((reverse("dossiers:mine"), _("My dossiers")), (back, dossier.code))
    return completing(request, dossier, Bringer(request.user, back, trail))


def completing(request: AccountRequest, dossier: Dossier, bringer: Bringer) -> HttpResponse:
    """The page on which a supplement is answered, by whoever brings it."""
    asked: Supplement | None = getattr(dossier, "supplement", None)
    if asked is None or asked.answered_at is not None or dossier.state != State.AWAITING_SUPPLEMENT:
        messages.info(request, _("Nothing is asked of you for this dossier at the moment."))
        return see_other(bringer.back)
    items = items_of(dossier, asked)
    if request.method != "POST":
        return _page(request, dossier, bringer, items, {}, [])
    said = {item.code: typed(request, item.code) for item in items if item.field}
    errors = _take_in(request, dossier, items)
    if errors or KEEP in request.POST or REMOVE in request.POST:
        return _page(request, dossier, bringer, items, said, errors, status=422 if errors else 200)
    return _answer(request, dossier, bringer, items, said)


def _answer(
    request: AccountRequest,
    dossier: Dossier,
    bringer: Bringer,
    items: list[Asked],
    said: Mapping[str, str],
) -> HttpResponse:
    files = [Given(paper, file, name) for paper, file, name in staged(request, dossier)]
    answers = {code: value for code, value in said.items() if value.strip()}
    note = typed(request, NOTE)[:MOST_NOTE]
    try:
        answer_supplement(dossier, answers=answers, files=files, note=note, by=bringer.by, at=now())
    except Refusal as refusal:
        errors = [(code, message) for code, message in refusal.fields.items()] or [(NOTE, str(refusal))]
        return _page(request, dossier, bringer, items, said, errors, status=status_of(refusal))
    request.session.pop(_place(dossier), None)
    messages.success(request, _("Your answer has been sent. The clock goes on."))
    return see_other(bringer.back)


def items_of(dossier: Dossier, asked: Supplement) -> list[Asked]:
    document = document_of(dossier.version)
    papers = {paper.code: paper for paper in document.papers}
    fields = {field.code: field for section in document.sections for field in section.fields}
    return [
        Asked(
            item["code"],
            item["what"],
            item.get("guidance", ""),
            papers.get(item["code"]),
            fields.get(item["code"]),
        )
        for item in asked.items
    ]


def staged(request: AccountRequest, dossier: Dossier) -> list[tuple[str, StoredFile, str]]:
    """The files that have arrived and wait to be sent: (paper, file, name)."""
    kept = request.session.get(_place(dossier), [])
    files = StoredFile.objects.in_bulk([number for _paper, number, _name in kept])
    return [(paper, files[number], name) for paper, number, name in kept if number in files]


def _take_in(request: AccountRequest, dossier: Dossier, items: list[Asked]) -> Errors:
    """Store what came with the form; what is wrong with a file is said at its paper."""
    kept = [(paper, file.pk, name) for paper, file, name in staged(request, dossier)]
    if (number := request.POST.get(REMOVE, "")).isdecimal():
        kept = [row for index, row in enumerate(kept) if index != int(number)]
    errors: Errors = []
    at = now()
    for item in items:
        field = f"file-{item.code}"
        if item.paper is None or not came(request, field):
            continue
        room = MOST_FILES_PER_PAPER - sum(paper == item.code for paper, _pk, _name in kept)
        try:
            taken = take_each(
                request, field, owner=request.user.code, accepts=item.paper.accepts, limit=room, at=at
            )
        except Refusal as refusal:
            errors.append((field, f"{item.paper.name}: {refusal}"))
            continue
        kept += [(item.code, file.pk, name) for file, name in taken.good]
        errors += [(field, fault) for fault in taken.faults]
    request.session[_place(dossier)] = kept
    return errors


def _page(
    request: AccountRequest,
    dossier: Dossier,
    bringer: Bringer,
    items: list[Asked],
    said: Mapping[str, str],
    errors: Errors,
    *,
    status: int = 200,
) -> HttpResponse:
    kept = list(enumerate(staged(request, dossier)))
    wrong = dict(errors)
    rows: list[dict[str, Any]] = []
    for item in items:
        row: dict[str, Any] = {"item": item, "error": wrong.get(item.code, "")}
        if item.field:
            row["value"] = said.get(item.code) or shown(item.field, dossier.answers.get(item.code))
        if item.paper:
            row |= {
                "files": [
                    (index, name, file.size) for index, (paper, file, name) in kept if paper == item.code
                ],
                "limits": words.file_limits(item.paper.accepts, MOST_FILES_PER_PAPER),
                "endings": words.file_endings(item.paper.accepts),
                "accepts": ",".join(item.paper.accepts),
                "error": wrong.get(f"file-{item.code}", ""),
            }
        rows.append(row)
    facts = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "asked": dossier.supplement,
        "trail": bringer.trail,
        "at_counter": isinstance(bringer.by, Officer),
        "rows": rows,
        "note": typed(request, NOTE)[:MOST_NOTE],
        "note_error": wrong.get(NOTE, ""),
        "most": MOST_NOTE,
        "is_past": dossier.supplement.respond_by < now(),
        "errors": errors,
    }
    return page(request, "supplement", facts, status=status)


def _place(dossier: Dossier) -> str:
    return f"supplement {dossier.code}"
