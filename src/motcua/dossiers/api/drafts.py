"""Preparing and filing through the API: the same draft that the person sees on the pages."""

from collections.abc import Iterator
from typing import IO, Annotated, Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import File, Form, Header, Path, Router, Schema, Status, UploadedFile
from pydantic import Field

from motcua.catalog.models import Procedure, Version
from motcua.catalog.queries import document_of, version_in_force
from motcua.catalog.rules.answers import check_answers
from motcua.dossiers import services
from motcua.dossiers.api.callers import Code, applicant, moment_of, own_draft, own_draft_named
from motcua.dossiers.models import Channel, Draft
from motcua.dossiers.queries.progress import APPLICANT, DELIVERY, attachments_by_paper, missing_papers
from motcua.dossiers.queries.secrets import secret_of
from motcua.files.services import store
from motcua.identity.access import device_of
from motcua.identity.api import Bearer
from motcua.identity.rules.scopes import DOSSIERS_WRITE
from motcua.kernel.api import REFUSALS, Fault, Moment
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body

router = Router(tags=["drafts"], auth=Bearer(DOSSIERS_WRITE))
Plain = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
Said = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=128, pattern=r"^[!-~]+$")]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class NewDraft(Schema):
    procedure: Annotated[str, Field(max_length=32, pattern=r"^[^\x00]+$")]
    body: Annotated[str, Field(max_length=32, pattern=r"^[^\x00]+$")]


class Reach(Schema):
    """How to reach the applicant. Who he is, the identity provider has said."""

    address: Plain | None = None
    phone: Annotated[str, Field(pattern=r"^[0-9 +.-]{8,20}$")] | None = None
    email: (
        Annotated[str, Field(max_length=254, pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$")]
        | None
    ) = None


class Changes(Schema):
    """What is left out stays. `revision` is the draft's as last read: two programs cannot overwrite each other."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]
    applicant: Reach | None = None
    answers: dict[Word, Said | int | bool | None] = {}
    result_by: Channel | None = None


class Attached(Schema):
    number: int
    paper: str
    name: str


class DraftOut(Schema):
    """`lacking` says all that stands between this draft and its filing."""

    code: str
    procedure: str
    version: int
    body: str
    revision: int
    answers: dict[str, Any]
    result_by: str
    files: list[Attached]
    lacking: list[Fault]
    saved_at: Moment
    expires_at: Moment
    dossier: str | None = None


class Filed(Schema):
    """`secret` opens the public look-up together with the code."""

    code: str
    secret: str
    filed_at: Moment
    state: str


@router.post("", response={201: DraftOut, **REFUSALS}, operation_id="startDraft")
def start_draft(request: HttpRequest, draft: NewDraft) -> Any:
    """Begin a dossier for a procedure and a body that decides it."""
    at, account = moment_of(request), applicant(request)
    procedure = Procedure.objects.filter(code=draft.procedure).first()
    body = Body.objects.filter(code=draft.body).first()
    try:
        version = version_in_force(procedure, localdate(at)) if procedure else None
    except Version.DoesNotExist:
        version = None
    if version is None or body is None:
        raise Refusal(_("There is no such procedure or body to file with today."), code="not-found")
    return Status(201, _told(services.start_draft(version, body=body, account=account, at=at)))


@router.get("/{code}", response={200: DraftOut, **REFUSALS}, operation_id="readDraft")
def read_draft(request: HttpRequest, code: Code) -> Any:
    return _told(own_draft(request, code))


@router.patch("/{code}", response={200: DraftOut, **REFUSALS}, operation_id="changeDraft")
def change_draft(request: HttpRequest, code: Code, changes: Changes) -> Any:
    """Keep answers, how to reach the applicant, and how he wants the result. Wrong answers are kept and named."""
    at, draft = moment_of(request), own_draft(request, code)
    document = document_of(draft.version)
    known = {field.code for section in document.sections for field in section.fields}
    if unknown := sorted(changes.answers.keys() - known):
        faults = dict.fromkeys(unknown, _("This form has no such question."))
        raise Refusal(_("Some answers need mending."), code="answers-wrong", fields=faults)
    draft.revision = changes.revision  # what the caller has read: the verbs refuse if it is not what stands
    with transaction.atomic():
        if changes.applicant:
            said = changes.applicant.dict(exclude_none=True)
            services.save_applicant(draft, applicant=said, revision=draft.revision, at=at)
        answers = {**draft.answers, **changes.answers}
        for section in document.sections:
            if changes.answers.keys() & {field.code for field in section.fields}:
                services.save_section(
                    draft, section=section.code, answers=answers, revision=draft.revision, at=at
                )
        if changes.result_by:
            services.choose_delivery(draft, result_by=changes.result_by, revision=draft.revision, at=at)
    return _told(draft)


@router.post("/{code}/papers", response={201: DraftOut, **REFUSALS}, operation_id="attachFile")
def attach_file(
    request: HttpRequest,
    code: Code,
    file: File[UploadedFile],
    paper: Form[Word],
) -> Any:
    """Add a file to a paper. Kinds and sizes are those that the procedure's description names."""
    at, draft = moment_of(request), own_draft(request, code)
    asked = {each.code: each for each in document_of(draft.version).papers}
    if paper not in asked:
        raise Refusal(_("This procedure does not ask for that paper."), code="unknown-paper")
    stored = store(cast("IO[bytes]", file.file), name=file.name or "", accepts=asked[paper].accepts, at=at)
    services.attach(draft, paper=paper, file=stored, name=(file.name or paper)[:255], at=at)
    return Status(201, _told(draft))


@router.delete("/{code}/papers/{number}", response={200: DraftOut, **REFUSALS}, operation_id="detachFile")
def detach_file(request: HttpRequest, code: Code, number: Number) -> Any:
    """Take a file away from the draft. One that is not there is no mistake."""
    draft = own_draft(request, code)
    services.detach(draft, attachment=number, at=moment_of(request))
    return _told(draft)


@router.delete("/{code}", response={204: None, **REFUSALS}, operation_id="discardDraft")
def discard_draft(request: HttpRequest, code: Code) -> Any:
    services.discard_draft(own_draft(request, code), at=moment_of(request))
    return Status(204, None)


@router.post("/{code}/filing", response={201: Filed, **REFUSALS}, operation_id="fileDraft")
def file_draft(request: HttpRequest, response: HttpResponse, code: Code, key: Key) -> Any:
    """File the draft, once: the same key gives the same answer however often it is sent."""
    at, account = moment_of(request), applicant(request)
    draft = own_draft_named(request, code)
    dossier = services.file(draft, key=key, by=account, at=at, device=device_of(request))
    response.headers["Location"] = f"/api/v1/dossiers/{dossier.code}"
    told = {
        "code": dossier.code,
        "secret": secret_of(dossier.code),
        "filed_at": dossier.filed_at,
        "state": dossier.state,
    }
    return Status(201, told)


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "code": draft.code,
        "procedure": draft.version.procedure.code,
        "version": draft.version.number,
        "body": draft.body.code,
        "revision": draft.revision,
        "answers": draft.answers,
        "result_by": draft.result_by,
        "files": [
            {"number": a.pk, "paper": a.paper, "name": a.file_name}
            for attached in attachments_by_paper(draft).values()
            for a in attached
        ],
        "lacking": list(_lacking(draft)),
        "saved_at": draft.saved_at,
        "expires_at": draft.expires_at,
        "dossier": draft.dossier.code if draft.dossier else None,
    }


def _lacking(draft: Draft) -> Iterator[Fault]:
    _cleaned, errors = check_answers(document_of(draft.version), None, draft.answers)
    yield from (Fault(where=code, message=str(error)) for code, error in errors.items())
    for part in (APPLICANT, DELIVERY):
        if part not in draft.sections_done:
            yield Fault(where=part, message=_("Not filled in yet"))
    for paper in missing_papers(draft):
        yield Fault(where=paper.code, message=_("Missing paper: %(name)s") % {"name": paper.name})
