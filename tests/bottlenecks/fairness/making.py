"""An office with enough finished steps for figures, told as facts of the index."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Reader, Step, microseconds
from motcua.organizations.models import Body, Officer, Role, Unit, UnitKind
from tests.factories.organizations import make_body, make_officer, make_unit

PERIOD = "2026-Q1"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)  # a Monday
HORIZON = datetime(2026, 4, 15, tzinfo=ZONE)
REASON = "Ba hồ sơ chờ kết quả trích đo của đơn vị khác, không nằm ở tay tôi."


@dataclass
class Office:
    body: Body
    unit: Unit
    officers: list[Officer]
    head: Officer
    leader: Officer
    reform: Officer
    stranger: Officer


def make_office(officers: int = 7) -> Office:
    top = make_body(kind="province", name_vi="Ủy ban nhân dân tỉnh", name_en="The province")
    body = make_body(parent=top)
    unit = make_unit(body, UnitKind.EXPERT, name_vi="Phòng Nghiệp vụ", name_en="Expert division")
    return Office(
        body=body,
        unit=unit,
        officers=[make_officer(unit, Role.SPECIALIST) for _ in range(officers)],
        head=make_officer(unit, Role.HEAD),
        leader=make_officer(role=Role.LEADER, body=body),
        reform=make_officer(role=Role.REFORM, body=top),
        stranger=make_officer(role=Role.HEAD, body=make_body(parent=top)),
    )


def work(
    officer: Officer,
    count: int,
    *,
    hours: float = 2,
    opened_at: datetime = MORNING,
    taken_after: timedelta = timedelta(0),
    prefix: str = "HS",
    **facts: object,
) -> None:
    """So many steps with a limit of four hours, each opened on a working day and closed after so many hours."""
    for number in range(count):
        opens = opened_at + timedelta(days=7 * (number % 4))
        told = {
            "step": "tham-dinh", "round": 1, "body": officer.body.code, "procedure": "1.001", "step_kind": "process",
            "role": "specialist", "unit": officer.unit.code, "officer": officer.code, "outcome": "done", "moved_in": 1,
            **facts,
        }  # fmt: skip
        Step.objects.create(
            code=f"{prefix}-{officer.code}-{number}",
            opened_at=opens,
            due_at=opens + timedelta(hours=3),
            taken_at=opens + taken_after,
            closed_at=opens + timedelta(hours=hours),
            **told,
        )


def counted() -> None:
    Reader.objects.all().delete()
    Reader.objects.create(horizon=HORIZON)


def busy_office(officers: int = 7) -> Office:
    """Everybody has done 40 steps; the first one took longer than the limit with half of his."""
    office = make_office(officers)
    work(office.officers[0], 20, hours=3.4, prefix="LATE")
    work(office.officers[0], 20)
    for officer in office.officers[1:]:
        work(officer, 40)
    counted()
    return office


__all__ = [
    "HORIZON",
    "MORNING",
    "PERIOD",
    "REASON",
    "busy_office",
    "counted",
    "make_office",
    "microseconds",
    "work",
]
