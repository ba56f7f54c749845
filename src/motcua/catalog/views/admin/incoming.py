"""A file on its way into the catalogue: kept once, then named by a signed reference until it is confirmed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404
from django.utils.translation import gettext as _

from motcua.catalog.models import ProcedureField
from motcua.catalog.rules import bpmn, iso_sheet
from motcua.catalog.rules.bpmn.reading import MOST_BYTES
from motcua.catalog.rules.listed import RowError
from motcua.catalog.rules.listing import NO_ROWS, Table, understood
from motcua.catalog.rules.problems import Problem, Unreadable
from motcua.catalog.rules.spreadsheets import rows_of
from motcua.catalog.rules.unrolling import rows_of_net
from motcua.files.models import Scan, StoredFile
from motcua.files.queries import content_of
from motcua.files.receiving import received
from motcua.files.services import keep
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest

LIST, SHEET, DRAWING = "list", "sheet", "drawing"
SALT = "catalog.import"
GOOD_FOR_SECONDS = 20 * 3600  # files that nothing points to are swept after a day
JSON = "application/json"


@dataclass(frozen=True)
class Incoming:
    """`kind`: list, sheet (XLSX) or drawing (BPMN, kept as the rows that were read of it). `code`: of the procedure."""

    kind: str
    name: str
    code: str
    content: bytes


def take_in(request: OfficerRequest, *, kind: str, code: str, at: datetime) -> str:
    """Keep the file that was sent in `file`; gives its signed reference. Raises `Refusal` and `Unreadable`."""
    sent = request.FILES.get("file")
    if kind == SHEET and sent and (sent.name or "").lower().endswith((".bpmn", ".xml")):
        kind, name = DRAWING, sent.name or ""
        rows = rows_of_net(bpmn.read(sent.read(MOST_BYTES + 1)))
        stored = keep(json.dumps(rows, ensure_ascii=False).encode(), media_type=JSON, at=at)
    else:
        owner = request.officer.account.code
        [(stored, name)] = received(request, "file", owner=owner, accepts=["xlsx"], limit=1, at=at)
    told = {
        "kind": kind,
        "name": name[:80],
        "code": code,
        "digest": stored.digest,
        "by": request.officer.code,
    }
    return signing.dumps(told, salt=SALT, compress=True)


def incoming(request: OfficerRequest, reference: str) -> Incoming:
    """What the reference names, for the officer who sent it. 404 for anybody else, and when it is too old."""
    try:
        told: dict[str, Any] = signing.loads(reference, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    stored = StoredFile.objects.filter(digest=told["digest"]).first()
    if stored is None or told["by"] != request.officer.code:
        raise Http404
    if stored.scan != Scan.CLEAN:
        raise Refusal(
            _("The file is still waiting for the virus check. Load this page again in a minute."),
            code="file-waiting",
        )
    return Incoming(told["kind"], told["name"], told["code"], content_of(stored))


def table_in(file: Incoming) -> Table:
    """The list of procedures in a file. Raises `Unreadable`."""
    fields = dict(ProcedureField.objects.values_list("code", "name_vi"))
    return understood(rows_of(file.content), fields=fields)


def steps_in(file: Incoming) -> tuple[list[dict[str, Any]], list[RowError]]:
    """The steps in a sheet or drawing, and what is wrong by row. Raises `Unreadable`."""
    if file.kind == DRAWING:
        return json.loads(file.content), []
    return iso_sheet.read(file.content)


def check(request: OfficerRequest, reference: str) -> None:
    """Read the file once, so that what cannot be read at all is told where it was sent. Raises `Unreadable`."""
    file = incoming(request, reference)
    if file.kind == LIST:
        table_in(file)
    elif not any(steps_in(file)):
        raise Unreadable([Problem(NO_ROWS)])
