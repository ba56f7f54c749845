"""A province, its bodies and a meeting that it calls, made plainly."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.clock.rules.calendar import ZONE
from motcua.organizations.models import Body, BodyKind, Officer, Role, Unit, UnitKind
from motcua.schedule import services
from motcua.schedule.models import Invitation, Meeting
from tests.factories.organizations import make_body, make_officer, make_unit

BEFORE = datetime(2024, 4, 26, 9, tzinfo=ZONE)
BEGINS = datetime(2024, 5, 8, 8, tzinfo=ZONE)
ENDS = datetime(2024, 5, 8, 11, 30, tzinfo=ZONE)
AFTER = datetime(2024, 5, 8, 14, tzinfo=ZONE)
REASON = "Trùng lịch tiếp công dân định kỳ của lãnh đạo."


@dataclass
class Province:
    """`reform` sits in the office of the province; `zone` and `town` are below it, `beside` beside the zone."""

    top: Body
    zone: Body
    town: Body
    far: Body
    chairman: Officer
    reform: Officer
    zone_head: Officer
    zone_deputy: Officer
    zone_clerk: Officer
    specialist: Officer
    town_head: Officer
    stranger: Officer
    leadership: Unit
    zone_leadership: Unit
    town_leadership: Unit


def make_province() -> Province:
    top = make_body(
        kind=BodyKind.PROVINCE,
        name_vi="Ủy ban nhân dân tỉnh Quảng Ninh",
        name_en="The province",
        symbol="UBND",
    )
    office = make_body(
        kind=BodyKind.DEPARTMENT, parent=top, name_vi="Văn phòng UBND tỉnh", name_en="The office"
    )
    zone = make_body(parent=top)
    town = make_body(kind=BodyKind.COMMUNE, parent=top, name_vi="UBND phường Hạ Long", name_en="Hạ Long ward")
    far = make_body(kind=BodyKind.AGENCY, name_vi="Bộ Nội vụ", name_en="Ministry of Home Affairs")
    leadership = make_unit(top, UnitKind.LEADERSHIP)
    zone_leadership = make_unit(zone, UnitKind.LEADERSHIP)
    town_leadership = make_unit(town, UnitKind.LEADERSHIP)
    return Province(
        top=top,
        zone=zone,
        town=town,
        far=far,
        chairman=make_officer(leadership, Role.LEADER, title_vi="Chủ tịch UBND tỉnh", name="Cao Văn Hùng"),
        reform=make_officer(make_unit(office), Role.REFORM),
        zone_head=make_officer(zone_leadership, Role.LEADER, title_vi="Trưởng Ban"),
        zone_deputy=make_officer(zone_leadership, Role.LEADER, title_vi="Phó Trưởng Ban"),
        zone_clerk=make_officer(body=zone, role=Role.CLERK),
        specialist=make_officer(body=zone, role=Role.SPECIALIST),
        town_head=make_officer(town_leadership, Role.LEADER, title_vi="Chủ tịch UBND phường"),
        stranger=make_officer(body=far, role=Role.LEADER),
        leadership=leadership,
        zone_leadership=zone_leadership,
        town_leadership=town_leadership,
    )


def plan(**facts: Any) -> services.Plan:
    told = {
        "title": "Cuộc họp trực tuyến về cải cách thủ tục hành chính",
        "kind": "online",
        "begins_at": BEGINS,
        "ends_at": ENDS,
        "place": "Phòng họp trực tuyến, Trụ sở UBND tỉnh",
        "chair_outside": "Phó Thủ tướng Chính phủ",
        **facts,
    }
    return services.Plan(**told)


def make_draft(province: Province, *, at: datetime = BEFORE, **facts: Any) -> Meeting:
    return services.draft_meeting(plan(**facts), host=province.top, by=province.reform, at=at)


def make_meeting(province: Province, *, at: datetime = BEFORE, **facts: Any) -> Meeting:
    """Called; the head of the zone is invited by name, the town as a body, both at sites of their own."""
    made = make_draft(province, at=at, **facts)
    told = {"by": province.reform, "at": at}
    main = services.add_site(
        made, services.Place("Điểm cầu tỉnh", "Hội trường A", province.top, is_main=True, expected=30), **told
    )
    zone = services.add_site(
        made,
        services.Place("Điểm cầu Khu kinh tế", "Phòng họp 2", province.zone, province.zone_head, expected=5),
        **told,
    )
    services.invite_officer(made, province.chairman, has_vote=True, site=main, **told)
    services.invite_officer(made, province.zone_deputy, has_vote=True, site=zone, **told)
    services.invite_body(made, province.town, has_vote=True, **told)
    services.invite_guest(made, "Văn phòng Chính phủ", **told)
    return services.call_meeting(made, by=province.chairman, at=at)


def make_held(province: Province, **facts: Any) -> Meeting:
    made = make_meeting(province, **facts)
    return services.hold_meeting(made, by=province.reform, at=made.begins_at + timedelta(hours=3))


def of_officer(meeting: Meeting, officer: Officer) -> Invitation:
    return meeting.invitations.get(officer=officer)


def of_body(meeting: Meeting, body: Body) -> Invitation:
    return meeting.invitations.get(body=body, officer=None)


def point(province: Province, **facts: Any) -> services.Point:
    told = {
        "text": "Rà soát lại những tồn tại, hạn chế trong cải cách thủ tục hành chính",
        "lead_unit": province.zone_leadership,
        "supporting": (province.town_leadership,),
        "due_on": datetime(2024, 5, 14).date(),
        **facts,
    }
    return services.Point(**told)
