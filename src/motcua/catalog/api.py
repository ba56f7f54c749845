"""The catalogue for other systems: find a procedure, and what it asks for."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import Path, Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from motcua.catalog.models import Procedure
from motcua.catalog.queries.pages import Page as ProcedurePage
from motcua.catalog.queries.pages import page_of
from motcua.catalog.queries.search import Found, search
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.forms import form_schema
from motcua.clock.queries import now
from motcua.identity.api import Bearer
from motcua.identity.rules.scopes import CATALOG_READ
from motcua.kernel.api import MOST_A_PAGE, REFUSALS, Bilingual, Cursor, Page, cursor_of, place_of
from motcua.kernel.refusals import Refusal

router = Router(tags=["catalogue"], auth=Bearer(CATALOG_READ))
Code = Annotated[str, Path(max_length=32, pattern=r"^[^/\x00]+$", examples=["1.009994.000.00.00.H49"])]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Filter = Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")]


class Limit(Schema):
    """`unit`: working_days, half_days, working_hours, calendar_days, months. `quantity`: a decimal or a fraction."""

    quantity: str
    unit: str


class Listed(Schema):
    """A procedure in the list. One that cannot be filed online yet has no limit and no fee."""

    code: str
    name: Bilingual
    field: Bilingual
    level: str
    online_level: str
    can_be_filed: bool
    limit: Limit | None = None
    fee_at_most: int | None = Field(None, description="whole đồng")


class Wanted(Schema):
    """The questions to the list; empty ones let all by."""

    q: Words = ""
    subject: Filter = ""
    field: Filter = ""
    level: Filter = ""
    body: Filter = ""
    online: Filter = ""
    event: Filter = ""
    cursor: Cursor = ""


class Paper(Schema):
    """A paper of the dossier. `when`: asked only if all these answers hold."""

    code: str
    name: Bilingual
    kind: str
    count: int
    required: bool
    when: dict[str, str]
    accepts: list[str]


class Fee(Schema):
    code: str
    name: Bilingual
    kind: str
    amount: int = Field(description="whole đồng")
    when: dict[str, str]


class Body(Schema):
    code: str
    name: Bilingual


class Step(Schema):
    code: str
    name: Bilingual
    kind: str
    role: str
    limit: Limit | None = None


class Edition(Schema):
    """What holds today. `form` is JSON Schema (2020-12) of the answers."""

    version: int
    effective_from: date
    effective_until: date | None = None
    decision: str
    limit: Limit
    papers: list[Paper]
    fees: list[Fee]
    steps: list[Step]
    result: Bilingual
    form: dict[str, Any]


class Described(Schema):
    """A procedure, the bodies that decide it, and its edition of today; null if it cannot be filed today."""

    code: str
    name: Bilingual
    level: str
    subjects: list[str]
    online_level: str
    bodies: list[Body]
    edition: Edition | None = None


@router.get("", response={200: Page[Listed], 304: None, **REFUSALS}, operation_id="listProcedures")
@decorate_view(conditional_page)
def list_procedures(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """List or search the catalogue, best first. With an answer's `ETag` in `If-None-Match`: 304 while it holds."""
    place = place_of(wanted.cursor, parts=1) or [1]
    page = place[0] if isinstance(place[0], int) and 0 < place[0] < 10_000 else 1
    said = wanted.dict(exclude={"q", "cursor"})
    found = search(wanted.q, on=_today(), page=page, per_page=MOST_A_PAGE, **said)
    following = cursor_of([found.page + 1]) if found.page < found.pages else None
    return {"items": [_listed(row) for row in found.rows], "next": following}


@router.get("/{code}", response={200: Described, 304: None, **REFUSALS}, operation_id="describeProcedure")
@decorate_view(conditional_page)
def describe_procedure(request: HttpRequest, code: Code) -> Any:
    """One procedure: papers, fees, limits, steps, and its form as JSON Schema."""
    try:
        page = page_of(code, _today())
    except Procedure.DoesNotExist:
        raise Refusal(
            _("There is no procedure with this code. Search the catalogue."), code="not-found"
        ) from None
    return {
        "code": page.procedure.code,
        "name": Bilingual.of(page.procedure.name),
        "level": page.procedure.level,
        "subjects": page.procedure.subjects,
        "online_level": page.procedure.online_level,
        "bodies": [{"code": body.code, "name": Bilingual.of(body.name)} for body in page.bodies],
        "edition": _edition(page) if page.document else None,
    }


def _today() -> date:
    at: datetime = now()
    return localdate(at)


def _listed(row: Found) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": Bilingual.of(row.name),
        "field": Bilingual.of(row.field),
        "level": row.level,
        "online_level": row.online,
        "can_be_filed": row.is_runnable,
        "limit": _limit(row.limit),
        "fee_at_most": row.fee_at_most,
    }


def _limit(limit: Any) -> dict[str, str] | None:
    return {"quantity": str(limit.quantity), "unit": limit.unit.value} if limit else None


def _edition(page: ProcedurePage) -> dict[str, Any]:
    document, version = page.document, page.version
    if document is None or version is None:
        raise ValueError("a procedure without an edition has nothing to describe")
    return {
        "version": version.number,
        "effective_from": version.effective_from,
        "effective_until": version.effective_until,
        "decision": document.decision,
        "limit": _limit(document.time_limit.limit),
        **_asked(document),
        "steps": [
            {
                "code": s.id,
                "name": Bilingual.of(s.name),
                "kind": s.kind,
                "role": s.role,
                "limit": _limit(s.limit),
            }
            for s in document.net.steps.values()
        ],
        "result": Bilingual.of(document.result.name),
        "form": form_schema(document),
    }


def _asked(document: Document) -> dict[str, Any]:
    papers = [
        {
            "code": paper.code,
            "name": Bilingual.of(paper.name),
            "kind": paper.kind,
            "count": paper.count,
            "required": paper.required,
            "when": dict(paper.when),
            "accepts": list(paper.accepts),
        }
        for paper in document.papers
    ]
    fees = [
        {
            "code": f.code,
            "name": Bilingual.of(f.name),
            "kind": f.kind,
            "amount": f.amount,
            "when": dict(f.when),
        }
        for f in document.fees
    ]
    return {"papers": papers, "fees": fees}
