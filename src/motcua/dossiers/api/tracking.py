"""Following one's own dossiers."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Schema

from motcua.dossiers.api.callers import Code, applicant, own_dossier
from motcua.dossiers.models import NATIONAL_STATUS, Dossier, State, Supplement
from motcua.dossiers.queries.papers import fee_total
from motcua.identity.api import Bearer
from motcua.identity.rules.scopes import DOSSIERS_READ
from motcua.kernel.api import MOST_A_PAGE, REFUSALS, Bilingual, Moment, Page, Paged, cursor_of, place_of
from motcua.payments.queries import receipt_of

router = Router(tags=["dossiers"], auth=Bearer(DOSSIERS_READ))


class Line(Schema):
    """`national_status`: the number of the state in national exchange."""

    code: str
    procedure: str
    name: Bilingual
    body: str
    state: State
    national_status: int
    filed_at: Moment
    received_at: Moment | None = None
    due_at: Moment | None = None
    ended_at: Moment | None = None


class Asked(Schema):
    """What the applicant is asked to complete; the clock stands still until he answers."""

    items: list[dict[str, str]]
    reason: str
    requested_at: Moment
    respond_by: Moment
    answered_at: Moment | None = None


class Followed(Line):
    """`fee`: whole đồng; `paid`: with a receipt. `reasons`, `letter`: why it ended without a result."""

    fee: int
    paid: bool
    supplement: Asked | None = None
    reasons: list[str] = []
    letter: str = ""


@router.get("", response={200: Page[Line], **REFUSALS}, operation_id="listOwnDossiers")
def list_own_dossiers(request: HttpRequest, paged: Query[Paged]) -> Any:
    """One's own dossiers, the newest first."""
    own = Dossier.objects.filter(account=applicant(request)).select_related("version__procedure", "body")
    place = place_of(paged.cursor, parts=1)
    if place:
        own = own.filter(Q(pk__lt=place[0] if isinstance(place[0], int) and 0 < place[0] < 2**63 else 0))
    rows = list(own.order_by("-pk")[: MOST_A_PAGE + 1])
    more = cursor_of([rows[MOST_A_PAGE - 1].pk]) if len(rows) > MOST_A_PAGE else None
    return {"items": [_line(row) for row in rows[:MOST_A_PAGE]], "next": more}


@router.get("/{code}", response={200: Followed, **REFUSALS}, operation_id="followDossier")
def follow_dossier(request: HttpRequest, code: Code) -> Any:
    dossier = own_dossier(request, code)
    ending = getattr(dossier, "ending", None)
    return {
        **_line(dossier),
        "fee": fee_total(dossier),
        "paid": receipt_of(dossier.code) is not None,
        "supplement": _asked(getattr(dossier, "supplement", None)),
        "reasons": ending.reasons if ending else [],
        "letter": ending.text if ending else "",
    }


def _line(dossier: Dossier) -> dict[str, Any]:
    procedure = dossier.version.procedure
    return {
        "code": dossier.code,
        "procedure": procedure.code,
        "name": Bilingual.of(procedure.name),
        "body": dossier.body.code,
        "state": dossier.state,
        "national_status": NATIONAL_STATUS[State(dossier.state)],
        "filed_at": dossier.filed_at,
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "ended_at": dossier.ended_at,
    }


def _asked(supplement: Supplement | None) -> dict[str, Any] | None:
    if supplement is None:
        return None
    names = ("items", "reason", "requested_at", "respond_by", "answered_at")
    return {name: getattr(supplement, name) for name in names}
