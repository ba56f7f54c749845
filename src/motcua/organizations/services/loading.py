"""The organisation files become bodies and units."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from motcua.kernel.vietnamese import sort_key
from motcua.ledger.services import append
from motcua.organizations.events import OrganizationsLoaded
from motcua.organizations.models import Body, Unit
from motcua.organizations.rules import data
from motcua.organizations.services.bodies import SYSTEM

BODY_FACTS = ["kind", "parent", "name_vi", "name_en", "symbol", "sort_key"]
UNIT_FACTS = ["body", "kind", "fields", "name_vi", "name_en"]


class Loaded(NamedTuple):
    """How many bodies and units there are, and whether anything was new or different."""

    bodies: int
    units: int
    changed: bool


@transaction.atomic
def load_organizations(*, at: datetime) -> Loaded:
    """Bodies and units as the files say. Twice changes nothing; what the files do not name stays as it is."""
    before = _snapshot()
    _write_bodies()
    _write_units()
    after = _snapshot()
    loaded = Loaded(len(after[0]), len(after[1]), before != after)
    if loaded.changed:
        event = OrganizationsLoaded(bodies=loaded.bodies, units=loaded.units)
        append(event, subject="organizations", body=data.PROVINCE, actor=SYSTEM, at=at)
    return loaded


def _write_bodies() -> None:
    """Parents first: the province, then all others, whose parent it is."""
    for generation in ([f for f in data.bodies() if not f.parent], [f for f in data.bodies() if f.parent]):
        parents = {
            body.code: body for body in Body.objects.filter(code__in={fact.parent for fact in generation})
        }
        rows = [_body(fact, parents.get(fact.parent)) for fact in generation]
        Body.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["code"], update_fields=BODY_FACTS
        )


def _body(fact: data.BodyFact, parent: Body | None) -> Body:
    return Body(
        code=fact.code,
        kind=fact.kind,
        parent=parent,
        name_vi=fact.name_vi,
        name_en=fact.name_en,
        symbol=fact.symbol,
        sort_key=sort_key(fact.name_vi),
    )


def _write_units() -> None:
    bodies = {body.code: body for body in Body.objects.filter(code__in={fact.body for fact in data.units()})}
    rows = [
        Unit(
            code=fact.code,
            body=bodies[fact.body],
            kind=fact.kind,
            fields=list(fact.fields),
            name_vi=fact.name_vi,
            name_en=fact.name_en,
        )
        for fact in data.units()
    ]
    Unit.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=UNIT_FACTS)


def _snapshot() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    bodies = Body.objects.order_by("code").values_list("code", *BODY_FACTS)
    units = Unit.objects.order_by("code").values_list("code", *UNIT_FACTS)
    return list(bodies), list(units)
