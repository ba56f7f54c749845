"""Bodies, units and officers, made plainly."""

from datetime import date
from itertools import count
from typing import Any

from motcua.identity.models import AccountKind
from motcua.kernel.vietnamese import person_sort_key, sort_key
from motcua.organizations.models import Body, BodyKind, Mandate, Officer, Role, Unit, UnitKind
from tests.factories.identity import make_account

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
UNIT_OF = {Role.ONE_STOP: UnitKind.ONE_STOP, Role.LEADER: UnitKind.LEADERSHIP, Role.CLERK: UnitKind.RECORDS}


def make_body(**facts: Any) -> Body:
    number = next(_numbers)
    told = {
        "code": f"H49.T{number}",
        "kind": BodyKind.ZONE,
        "name_vi": f"Ban Quản lý Khu kinh tế {number}",
        "name_en": f"Economic Zone Authority {number}",
        "symbol": "BQLKKT",
        **facts,
    }
    return Body.objects.create(**{"sort_key": sort_key(told["name_vi"]), **told})


def make_unit(body: Body | None = None, kind: str = UnitKind.EXPERT, **facts: Any) -> Unit:
    body = body or make_body()
    told = {"code": f"{body.code}-{kind}-{next(_numbers)}", "name_vi": f"Phòng {kind}", **facts}
    return Unit.objects.create(body=body, kind=kind, **told)


def make_officer(
    unit: Unit | None = None, role: str | None = Role.SPECIALIST, *, body: Body | None = None, **facts: Any
) -> Officer:
    """An officer with an open mandate for the role in his unit (none if role is None)."""
    unit = unit or make_unit(body, UNIT_OF.get(Role(role), UnitKind.EXPERT) if role else UnitKind.EXPERT)
    number = next(_numbers)
    name = facts.pop("name", f"Trần Văn Số {number}")
    account = facts.pop("account", None) or make_account(
        AccountKind.OFFICER, full_name=name, sign_in_name=f"officer-{number}", code=f"CB-{number:06}"
    )
    told = {"code": f"CB-{number:06}", "title_vi": "Chuyên viên", "sort_key": person_sort_key(name), **facts}
    officer = Officer.objects.create(account=account, body=unit.body, unit=unit, name=name, **told)
    if role:
        Mandate.objects.create(officer=officer, unit=unit, role=role, from_on=LONG_AGO)
    return officer
