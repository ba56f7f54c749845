"""Officers' acts on a dossier as a whole: receive it, hand it over, ask for what is missing."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from motcua.dossiers import services
from motcua.dossiers.api.callers import Code, moment_of, officer, seen_dossier
from motcua.dossiers.api.tasks import Note, Stands, Word, stands
from motcua.identity.api import Bearer
from motcua.identity.rules.scopes import TASKS_WRITE
from motcua.kernel.api import REFUSALS

router = Router(tags=["decisions"], auth=Bearer(TASKS_WRITE))


class Missing(Schema):
    """`code` of the paper or question, what is wrong with it, and how to put it right."""

    code: Word
    what: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]
    guidance: Note = ""


class Completion(Schema):
    """Everything that is missing, at once: one may ask only once."""

    items: Annotated[list[Missing], Field(min_length=1, max_length=50)]
    reason: Note
    respond_by: AwareDatetime


@router.post("/{code}/receipt", response={200: Stands, **REFUSALS}, operation_id="receiveDossier")
def receive_dossier(request: HttpRequest, code: Code) -> Any:
    """Take a filed dossier in: its legal clock starts."""
    at, by = moment_of(request), officer(request)
    return stands(services.receive(seen_dossier(by, code, at=at), by=by, at=at))


@router.post("/{code}/handover", response={200: Stands, **REFUSALS}, operation_id="handOverDossier")
def hand_over_dossier(request: HttpRequest, code: Code) -> Any:
    """Pass a received dossier to the unit of its first step."""
    at, by = moment_of(request), officer(request)
    return stands(services.hand_over(seen_dossier(by, code, at=at), by=by, at=at))


@router.post("/{code}/supplement", response={200: Stands, **REFUSALS}, operation_id="requestSupplement")
def request_supplement(request: HttpRequest, code: Code, asked: Completion) -> Any:
    """Ask the applicant, once, for all that is missing; the clock stops until he answers."""
    at, by = moment_of(request), officer(request)
    dossier = seen_dossier(by, code, at=at)
    respond_by: datetime = asked.respond_by
    services.request_supplement(
        dossier,
        items=[services.Asked(item.code, item.what, item.guidance) for item in asked.items],
        reason=asked.reason,
        respond_by=respond_by,
        by=by,
        at=at,
    )
    dossier.refresh_from_db()
    return stands(dossier)
