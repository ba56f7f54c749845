"""Bodies, fields and dossiers as facts, made plainly."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client

from motcua.catalog.models import Procedure, ProcedureField
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Dossier, Reader
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.organizations.models import Body, BodyKind, Role
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer

AT = datetime(2026, 11, 20, 9, tzinfo=ZONE)
HORIZON = datetime(2026, 11, 20, 8, tzinfo=ZONE)
OCTOBER = "2026-10"
_numbers = count(1)


def on(month: int, day: int, hour: int = 9, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Province:
    """A province with an authority and a commune; land and building are fields."""

    top: Body
    authority: Body
    commune: Body
    officers: Mapping[str, Any]


def make_province() -> Province:
    top = make_body(kind=BodyKind.PROVINCE, name_vi="Ủy ban nhân dân tỉnh", name_en="The province")
    authority = make_body(parent=top, name_vi="Ban Quản lý Khu kinh tế", name_en="Zone authority")
    commune = make_body(
        parent=top, kind=BodyKind.COMMUNE, name_vi="Ủy ban nhân dân phường Hạ Long", name_en="Ward"
    )
    for code, name in (("dat", "Đất đai"), ("xay", "Xây dựng")):
        field = ProcedureField.objects.create(code=code, name_vi=name, sort_key=name)
        Procedure.objects.create(
            code=f"1.{code}",
            field=field,
            name_vi=f"Thủ tục {name}",
            online_level="full",
            code_status="demo",
            is_eligible=True,
        )
    officers = {
        "reform": make_officer(role=Role.REFORM, body=authority),
        "leader": make_officer(role=Role.LEADER, body=authority),
        "chairman": make_officer(role=Role.LEADER, body=top),
        "head": make_officer(role=Role.HEAD, body=authority),
        "foreign": make_officer(role=Role.LEADER, body=commune),
        "specialist": make_officer(role=Role.SPECIALIST, body=authority),
    }
    return Province(top, authority, commune, officers)


def fact(body: str, procedure: str = "1.dat", **told: Any) -> DossierFact:
    code = told.pop("code", f"HS-{next(_numbers):05}")
    filed_at = told.pop("filed_at", told.get("received_at", on(9, 20)))
    return DossierFact(code, body, procedure, filed_at, **{"channel": "counter", **told})


def keep(*facts: DossierFact) -> None:
    """These dossiers stand in the tables that the index is read from."""
    names = columns("dossier")
    Dossier.objects.bulk_create(
        Dossier(**{name: getattr(one, name) for name in names}, counted_at=HORIZON, moved_in=1)
        for one in facts
    )


def counted_up_to(at: datetime = HORIZON) -> None:
    Reader.objects.all().delete()
    Reader.objects.create(horizon=at)


@contextmanager
def past_the_guard() -> Iterator[None]:
    """As somebody with the rights of a database superuser could: the triggers of frozen reports are asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def client_of(officer: Any) -> Client:
    client = Client()
    sign_in(client, officer.account)
    return client
