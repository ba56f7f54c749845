"""Bodies and units come into being."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.kernel.vietnamese import sort_key
from motcua.ledger.services import append
from motcua.organizations.events import BodyOpened, UnitOpened
from motcua.organizations.models import Body, Officer, Unit

SYSTEM = "system"


@transaction.atomic
def open_body(
    *,
    code: str,
    kind: str,
    name: Text,
    parent: Body | None = None,
    symbol: str = "",
    by: Officer | None,
    at: datetime,
) -> Body:
    """A new body. Raises Refusal `code-taken`."""
    if Body.objects.filter(code=code).exists():
        raise Refusal(
            _("A body with the code %(code)s exists. Choose another code.") % {"code": code},
            code="code-taken",
        )
    body = Body.objects.create(
        code=code,
        kind=kind,
        name_vi=name.vi,
        name_en=name.en,
        parent=parent,
        symbol=symbol,
        sort_key=sort_key(name.vi),
    )
    opened = BodyOpened(body=code, body_kind=kind, parent=parent.code if parent else None)
    append(opened, subject=code, body=code, actor=actor_code(by), at=at)
    return body


@transaction.atomic
def open_unit(
    body: Body,
    *,
    code: str,
    kind: str,
    name: Text,
    fields: Sequence[str] = (),
    by: Officer | None,
    at: datetime,
) -> Unit:
    """A new unit; an expert division without `fields` handles every field. Raises Refusal `code-taken`."""
    if Unit.objects.filter(code=code).exists():
        raise Refusal(
            _("A unit with the code %(code)s exists. Choose another code.") % {"code": code},
            code="code-taken",
        )
    unit = Unit.objects.create(
        body=body, code=code, kind=kind, name_vi=name.vi, name_en=name.en, fields=list(fields)
    )
    opened = UnitOpened(unit=code, unit_kind=kind, fields=tuple(fields))
    append(opened, subject=body.code, body=body.code, actor=actor_code(by), at=at)
    return unit


def actor_code(by: Officer | None) -> str:
    """What the ledger calls the actor: the officer, or the system when the data come from a command."""
    return by.code if by else SYSTEM
