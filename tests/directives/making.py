"""A province with bodies of one level, their leaders, and months of counted cases, made plainly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from motcua.clock.queries import calendar, now
from motcua.criteria.models import MonthTally, Reader
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.periods import month_of
from motcua.directives.models import Directive
from motcua.directives.queries.measuring import Asked
from motcua.directives.rules.lateness import date_in
from motcua.directives.services import Order, open_directive
from motcua.organizations.models import Body, BodyKind, Officer, Role, Unit, UnitKind
from tests.factories.organizations import make_body, make_officer, make_unit

REASON = "Đã đổi quy trình thẩm định, bỏ một bước trùng, số liệu kèm theo."
SET = "qd766-2022"
PERIOD = "2026-01"


@dataclass
class Province:
    """`body` is the one that is told to mend something; `peers` stand beside it."""

    top: Body
    body: Body
    peers: list[Body]
    chairman: Officer
    director: Officer
    deputy: Officer
    head: Officer
    specialist: Officer
    unit: Unit
    stranger: Officer


def make_province(peers: int = 9) -> Province:
    top = make_body(kind=BodyKind.PROVINCE, name_vi="Ủy ban nhân dân tỉnh", name_en="The province")
    bodies = [
        make_body(kind=BodyKind.DEPARTMENT, parent=top, name_vi=f"Sở số {n}", name_en=f"Department {n}")
        for n in range(peers + 1)
    ]
    body = bodies[0]
    unit = make_unit(body, UnitKind.EXPERT, name_vi="Phòng Nghiệp vụ", name_en="Expert division")
    leadership = make_unit(body, UnitKind.LEADERSHIP, name_vi="Lãnh đạo Sở", name_en="Leadership")
    return Province(
        top=top,
        body=body,
        peers=bodies[1:],
        chairman=make_officer(role=Role.LEADER, body=top),
        director=make_officer(leadership, Role.LEADER),
        deputy=make_officer(leadership, Role.LEADER),
        head=make_officer(unit, Role.HEAD),
        specialist=make_officer(unit, Role.SPECIALIST),
        unit=unit,
        stranger=make_officer(role=Role.LEADER, body=bodies[1]),
    )


@cache
def month(back: int = 0) -> int:
    """A month by number, counted back from this one."""
    return month_of(now()).first - back


def tell_months(told: Iterable[tuple[Body, int, int, int]]) -> None:
    """Body, month, dossiers received, and how many of them digitised: the counters of criterion 4.2."""
    flows = counters().flows
    received, digitised = (f"c{flows[code].slot:02}" for code in ("received", "received_digitised"))
    MonthTally.objects.bulk_create(
        MonthTally(body=body.code, month=at_month, **{received: whole, digitised: good})
        for body, at_month, whole, good in told
    )


def count_up_to(at: datetime) -> None:
    """The index has read and counted everything up to there."""
    Reader.objects.all().delete()
    Reader.objects.create(horizon=at)


def due_in(days: int, at: datetime | None = None) -> date:
    return date_in(calendar("vn-standard"), localdate(at or now()), days)


def order(province: Province, **facts: Any) -> Order:
    told = {
        "title": "Nâng tỷ lệ hồ sơ trực tuyến",
        "task": "Hướng dẫn người dân nộp trực tuyến, bỏ bản giấy.",
        "lead_unit": province.unit,
        "due_on": due_in(15),
        **facts,
    }
    return Order(**told)


def make_directive(
    province: Province, *, by: Officer | None = None, at: datetime | None = None, **facts: Any
) -> Directive:
    return open_directive(order(province, **facts), by=by or province.director, at=at or now())


def about(province: Province, criterion: str, period: str) -> Asked:
    return Asked(SET, criterion, province.body.code, period)
