"""Whose matters a call may see. What is not one's own is not there."""

from datetime import datetime
from typing import Annotated, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path

from motcua.dossiers.models import Dossier, Draft, Task
from motcua.dossiers.queries.duties import duties_of
from motcua.identity.access.guards import APPLICANTS
from motcua.identity.models import Account, ApiToken
from motcua.kernel.questions import Given, Question
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer

_DRAFT = Question(lambda: Draft.objects.filter(account=Given("account"), code=Given("code")).only("code"))
_OFFICER = Question(lambda: Officer.objects.filter(account=Given("account")))
_DOSSIER = Question(
    lambda: (
        Dossier.objects.select_related("version", "body", "receiving_unit")
        .defer("version__document")
        .filter(code=Given("code"))
    )
)
Code = Annotated[str, Path(max_length=50, pattern=r"^[^/\x00]+$")]
TaskNumber = Annotated[int, Path(ge=1, le=2**63 - 1)]


def moment_of(request: HttpRequest) -> datetime:
    """The database's clock as it was read when the call was let in: once a call."""
    at: datetime = request.moment  # type: ignore[attr-defined]  # the guard of every router puts it there
    return at


def applicant(request: HttpRequest) -> Account:
    """Refuses (applicants-only) officers and programs: nobody serves himself."""
    account = _token(request).account
    if account.kind not in APPLICANTS:
        raise Refusal(_("This is for the tokens of citizens and enterprises."), code="applicants-only")
    return account


def officer(request: HttpRequest) -> Officer:
    account = _token(request).account
    for found in _OFFICER(account=account.pk):
        found.account = account
        return found
    raise Refusal(_("This is for the tokens of officers."), code="officers-only")


def own_draft(request: HttpRequest, code: str) -> Draft:
    drafts = Draft.objects.select_related("version__procedure", "body").filter(account=applicant(request))
    return drafts.filter(code=code).first() or _nothing()


def own_draft_named(request: HttpRequest, code: str) -> Draft:
    """Of one's own draft only what it is called: for the verb that reads it under its lock."""
    drafts = _DRAFT(account=applicant(request).pk, code=code)
    return drafts[0] if drafts else _nothing()


def own_dossier(request: HttpRequest, code: str) -> Dossier:
    dossiers = Dossier.objects.select_related("version__procedure", "body", "supplement", "ending")
    return dossiers.filter(account=applicant(request), code=code).first() or _nothing()


def seen_dossier(by: Officer, code: str, *, at: datetime) -> Dossier:
    """A dossier that the officer's unit has, had, or answers for."""
    dossier = next(iter(_DOSSIER(code=code)), None)
    if dossier is None or not duties_of(by, at).sees(dossier, dossier.tasks.select_related("unit")):
        return _nothing()
    return dossier


def seen_task(by: Officer, number: int, *, at: datetime) -> Task:
    """A step that the officer may take, or has had."""
    task = Task.objects.select_related("dossier", "unit", "officer").filter(pk=number).first()
    if task is None or not (duties_of(by, at).covers(task) or task.officer_id == by.pk):
        return _nothing()
    return task


def _token(request: HttpRequest) -> ApiToken:
    token: ApiToken = request.auth  # type: ignore[attr-defined]  # the guard of every router puts it there
    return token


def _nothing() -> NoReturn:
    raise Refusal(_("There is nothing under this code that you may see."), code="not-found")
