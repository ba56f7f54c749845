"""What the letter of invitation and the notice of conclusions of a meeting say, as they stand now."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from motcua.organizations.models import Body, Unit, UnitKind
from motcua.results.models import Instrument
from motcua.results.rules.content import rewritten
from motcua.schedule.models import Instruction, Invitation, Meeting, Notice, Site
from motcua.schedule.rules import letters

INVITATION, CONCLUSION = "giay_moi", "thong_bao_ket_luan"
THOSE_INVITED, THOSE_TOLD = "Các đại biểu được mời", "Các cơ quan, đơn vị liên quan"


def invitation_of(meeting: Meeting, *, replaces: str = "") -> dict[str, Any]:
    """The letter's content. Five queries."""
    letter = letters.Letter(
        host=meeting.host.name_vi,
        title=meeting.title,
        chair=meeting.chair_name,
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        addressees=tuple(addressee(one) for one in invited(meeting)),
        agenda=meeting.agenda,
        sites=tuple(_site(site) for site in meeting.sites.select_related("chair").order_by("number")),
        documents=tuple(meeting.documents.order_by("number").values_list("title", flat=True)),
        prepared_by=meeting.preparing.name_vi if meeting.preparing else "",
        contact=meeting.contact,
        replaces=replaces,
    )
    return letters.as_invitation(letter)


def is_stale(meeting: Meeting) -> bool:
    """People, sites or documents were added since the letter was signed: it does not name them."""
    if meeting.letter is None or meeting.state != "called":
        return False
    now, then = invitation_of(meeting), meeting.letter.data
    said = ("bases", "fields")
    return [now[name] for name in said] != [then.get(name) for name in said]


def notice_of(notice: Notice) -> dict[str, Any]:
    """The notice's content. Three queries."""
    meeting, old = notice.meeting, notice.corrects
    corrects = f"{old.number} ngày {letters.day(localdate(old.issued_at))}" if old and old.issued_at else ""
    return letters.as_notice(
        letters.Conclusion(
            host=meeting.host.name_vi,
            chair=meeting.chair_name,
            meeting=meeting.title,
            held_on=localdate(meeting.begins_at),
            place=meeting.place,
            opening=notice.opening,
            instructions=tuple(_instructed(one) for one in instructions_of(notice)),
            corrects=corrects,
        )
    )


def draft_of(notice: Notice, *, at: datetime) -> Instrument:
    """The notice as a paper that nobody has signed: for its preview, never saved."""
    return Instrument(
        reference=notice.code,
        body=notice.meeting.host,
        template=CONCLUSION,
        title="Thông báo",
        holder=THOSE_TOLD,
        data=notice_of(notice),
        drafted_by=notice.drafted_by,
        drafted_at=at,
    )


def letter_draft_of(meeting: Meeting, *, at: datetime) -> Instrument:
    return Instrument(
        reference=meeting.code,
        body=meeting.host,
        template=INVITATION,
        title="Giấy mời",
        holder=THOSE_INVITED,
        data=rewritten({}, invitation_of(meeting)),
        drafted_by=meeting.drafted_by,
        drafted_at=at,
    )


def invited(meeting: Meeting) -> list[Invitation]:
    """In the order in which they were named. One query."""
    rows = meeting.invitations.select_related("body", "officer__body", "delegate", "site")
    return list(rows.order_by("number"))


def instructions_of(notice: Notice) -> list[Instruction]:
    rows = notice.instructions.select_related("lead_unit__body").prefetch_related("supporting__body")
    return list(rows.order_by("number"))


def addressee(one: Invitation) -> str:
    if one.officer is not None:
        return f"{one.officer.name}, {one.officer.title_vi}, {one.officer.body.name_vi}"
    return one.body.name_vi if one.body is not None else one.guest


def unit_in_words(unit: Unit) -> str:
    """A body's leadership is the body itself."""
    body: Body = unit.body
    return body.name_vi if unit.kind == UnitKind.LEADERSHIP else f"{unit.name_vi}, {body.name_vi}"


def _site(site: Site) -> str:
    said = f"{site.name} ({site.place})"
    return f"{said}, do {site.chair_name} chủ trì" if site.chair_name else said


def _instructed(one: Instruction) -> letters.Instructed:
    return letters.Instructed(
        text=one.text,
        lead=unit_in_words(one.lead_unit),
        supporting=tuple(unit_in_words(unit) for unit in one.supporting.all()),
        due_on=one.due_on,
    )
