"""Everybody who has a part in a meeting is told by e-mail, and those who are taken out of it too."""

from datetime import timedelta

import pytest

from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Mail, Officer
from motcua.organizations.services.posting import post
from motcua.schedule import services
from motcua.schedule.invariants import letters_stand_as_their_meetings, meetings_follow_from_their_entries
from motcua.schedule.queries.letters import is_stale
from motcua.schedule.rules.mails import changed_labels
from tests.organizations.mail_server import serving
from tests.schedule.making import (
    BEFORE,
    BEGINS,
    ENDS,
    REASON,
    make_draft,
    make_meeting,
    of_body,
    of_officer,
    plan,
    point,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch):
    with serving(monkeypatch) as running:
        yield running


@pytest.fixture
def province(province):
    """Everybody has an address but the clerk of the zone."""
    for officer in Officer.objects.exclude(pk=province.zone_clerk.pk):
        officer.email = f"{officer.code.lower()}@quangninh.gov.vn"
        officer.save()
    return type(province)(
        **{
            name: type(value).objects.get(pk=value.pk) if hasattr(value, "pk") else value
            for name, value in vars(province).items()
        }
    )


def sent(server, at=BEFORE):
    """What the server has taken since it was last asked: address → letter."""
    server.taken.clear()
    post(lambda: at + timedelta(days=3))
    return {one["To"]: one for one in server.taken}


def address(officer):
    return f"{officer.code.lower()}@quangninh.gov.vn"


def test_a_call_brings_the_signed_letter_and_a_calendar_file_to_everybody_once(province, server):
    meeting = make_meeting(province, video_link="https://hop.example.vn/bi-mat")
    taken = sent(server)
    assert set(taken) == {
        address(one)
        for one in (province.chairman, province.zone_deputy, province.zone_head, province.town_head)
    } | {address(province.zone_head)}
    mail = taken[address(province.zone_deputy)]
    assert mail["Subject"].strip() == f"Giấy mời họp: {meeting.title} ({meeting.code})"
    parts = {one.get_content_type(): one.get_content() for one in mail.iter_attachments()}
    assert parts["application/pdf"].startswith(b"%PDF")
    assert f"{meeting.code}@" in parts["text/calendar"]
    said = mail.get_body().get_content()
    assert "từ 8 giờ 00 đến 11 giờ 30" in said
    assert "bi-mat" not in said + parts["text/calendar"], "letters are passed on; the video link is not"
    assert sent(server) == {}


def test_nobody_is_told_of_a_draft(province, server):
    meeting = make_draft(province)
    services.invite_officer(meeting, province.zone_deputy, by=province.reform, at=BEFORE)
    services.cancel_meeting(meeting, reason=REASON, by=province.chairman, at=BEFORE)
    assert not Mail.objects.exists()


def test_a_change_says_what_is_other_than_before_and_brings_the_new_letter(province, server):
    meeting = make_meeting(province)
    sent(server)
    changed = plan(begins_at=BEGINS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))
    meeting = services.change_meeting(meeting, changed, by=province.chairman, at=BEFORE)
    mail = sent(server)[address(province.zone_deputy)]
    said = mail.get_body().get_content()
    assert mail["Subject"].strip().startswith("Thay đổi cuộc họp")
    assert "Thay đổi so với giấy mời trước: Thời gian" in said.splitlines()
    assert any(one.get_content_type() == "application/pdf" for one in mail.iter_attachments())


def test_a_meeting_called_off_is_taken_out_of_every_calendar(province, server):
    meeting = make_meeting(province)
    sent(server)
    services.cancel_meeting(meeting, reason=REASON, by=province.chairman, at=BEFORE)
    taken = sent(server)
    assert len(taken) == 4
    mail = taken[address(province.town_head)]
    (calendar,) = mail.iter_attachments()
    assert calendar.get_param("method") == "CANCEL"
    assert REASON in mail.get_body().get_content()


def test_who_is_no_longer_invited_is_told_why_and_the_letter_waits_to_be_signed_anew(province, server):
    meeting = make_meeting(province)
    sent(server)
    gone = of_officer(meeting, province.zone_deputy)
    meeting = services.withdraw_invitation(gone, reason=REASON, by=province.reform, at=BEFORE)
    taken = sent(server)
    assert set(taken) == {address(province.zone_deputy)}
    assert REASON in taken[address(province.zone_deputy)].get_body().get_content()
    assert is_stale(meeting)
    assert [one.name for one in meeting.taken_out.all()][0].startswith(province.zone_deputy.name)
    meeting = services.reissue_letter(meeting, by=province.chairman, at=BEFORE)
    assert province.zone_deputy.name not in str(meeting.letter.data["bases"])
    assert address(province.zone_deputy) not in sent(server)
    assert not [*meetings_follow_from_their_entries(), *letters_stand_as_their_meetings()]


def test_a_number_that_was_taken_out_is_never_given_again(province):
    meeting = make_meeting(province)
    last = meeting.invitations.order_by("number").last()
    services.withdraw_invitation(last, reason=REASON, by=province.reform, at=BEFORE)
    again = services.invite_guest(meeting, last.guest, by=province.reform, at=BEFORE)
    assert again.number == last.number + 1
    site = meeting.sites.order_by("number").last()
    services.remove_site(site, reason=REASON, by=province.reform, at=BEFORE)
    made = services.add_site(meeting, services.Place("Mới", "Phòng 3"), by=province.reform, at=BEFORE)
    assert made.number == site.number + 1


def test_a_removed_site_leaves_its_people_invited_and_tells_them(province, server):
    meeting = make_meeting(province)
    sent(server)
    site = meeting.sites.get(number=2)
    services.remove_site(site, reason=REASON, by=province.reform, at=BEFORE)
    assert of_officer(meeting, province.zone_deputy).site is None
    assert set(sent(server)) == {address(province.zone_deputy), address(province.zone_head)}
    kinds = Entry.objects.filter(subject=meeting.code, kind="meeting.taken_from").values_list(
        "data", flat=True
    )
    assert [(one["what"], one["number"]) for one in kinds] == [("site", 2)]


@pytest.mark.parametrize(
    ("who", "reason", "code"), [("zone_deputy", REASON, "not-yours"), ("reform", "vì", "no-reason")]
)
def test_taking_out_is_refused_to_others_and_without_a_reason(province, who, reason, code):
    meeting = make_meeting(province)
    gone = of_officer(meeting, province.zone_deputy)
    with pytest.raises(Refusal) as no:
        services.withdraw_invitation(gone, reason=reason, by=getattr(province, who), at=BEFORE)
    assert no.value.code == code


def test_the_last_one_invited_stays_and_a_held_meeting_keeps_everybody(province):
    meeting = make_meeting(province)
    first, *rest = meeting.invitations.order_by("number")
    for one in rest:
        services.withdraw_invitation(one, reason=REASON, by=province.reform, at=BEFORE)
    with pytest.raises(Refusal) as no:
        services.withdraw_invitation(first, reason=REASON, by=province.reform, at=BEFORE)
    assert no.value.code == "last-invited"
    with pytest.raises(Refusal) as no:
        services.withdraw_invitation(rest[0], reason=REASON, by=province.reform, at=BEFORE)
    assert no.value.code == "gone"
    services.hold_meeting(meeting, by=province.reform, at=ENDS)
    with pytest.raises(Refusal) as no:
        services.withdraw_invitation(first, reason=REASON, by=province.reform, at=ENDS)
    assert no.value.code == "not-now"


def test_who_comes_for_somebody_and_who_is_added_are_told_alone(province, server):
    meeting = make_meeting(province)
    sent(server)
    services.accept(
        of_body(meeting, province.town), delegate=province.town_head, by=province.town_head, at=BEFORE
    )
    assert set(sent(server)) == {address(province.town_head)}
    services.invite_body(meeting, province.zone, by=province.reform, at=BEFORE)
    assert set(sent(server)) == {address(province.zone_head)}, "the clerk has none: a leader of the body"


def test_a_notice_of_conclusions_reaches_the_bodies_that_it_tasks(province, server):
    meeting = make_meeting(province)
    sent(server)
    services.hold_meeting(meeting, by=province.reform, at=ENDS)
    notice = services.draft_notice(meeting, points=[point(province)], by=province.reform, at=ENDS)
    notice = services.issue_notice(notice, by=province.chairman, at=ENDS)
    taken = sent(server, ENDS)
    assert set(taken) == {address(province.zone_head), address(province.town_head)}
    assert notice.number in taken[address(province.town_head)]["Subject"]


def test_without_a_mail_server_the_page_says_that_nothing_was_sent(province, client_of, travel):
    meeting = make_meeting(province)
    page = client_of(province.reform).get(f"/cuoc-hop/{meeting.code}/").content.decode()
    assert "Chưa gửi thư điện tử nào: chưa thiết lập máy chủ thư." in page
    assert "1 khách mời ngoài hệ thống" in page
    assert (
        "Chưa gửi thư"
        not in client_of(province.zone_deputy).get(f"/cuoc-hop/{meeting.code}/").content.decode()
    )


def test_the_page_takes_out_and_keeps_what_was_typed(province, client_of, travel):
    meeting = make_meeting(province)
    client = client_of(province.reform)
    there = f"/cuoc-hop/{meeting.code}/bo/moi/"
    answer = client.post(there, {"invitation": "2", "reason": "vì bận"})
    assert answer.status_code == 422
    assert "vì bận" in answer.content.decode()
    assert '<option value="2" selected' in answer.content.decode()
    assert client.post(there, {"invitation": "x", "reason": REASON}).status_code == 422
    assert client.post(there, {"invitation": "2", "reason": REASON}).status_code == 303
    assert (
        client.post(f"/cuoc-hop/{meeting.code}/bo/diem-cau/", {"site": "2", "reason": REASON}).status_code
        == 303
    )
    page = client.get(f"/cuoc-hop/{meeting.code}/").content.decode()
    assert page.count(REASON) == 2
    assert client.post(f"/cuoc-hop/{meeting.code}/bo/khac/").status_code == 404


def test_a_refused_addition_keeps_every_choice(province, client_of, travel):
    meeting = make_meeting(province)
    client = client_of(province.reform)
    sent_in = {"body": [province.zone.code, province.far.code], "site": "2", "has_vote": "1"}
    page = client.post(f"/cuoc-hop/{meeting.code}/them/co-quan/", sent_in)
    assert page.status_code == 422
    assert f'value="{province.zone.code}" checked' in page.content.decode()
    site = {"name": "", "site_place": "Phòng 9", "site_chair_outside": "Ông Bình", "is_main": "1"}
    page = client.post(f"/cuoc-hop/{meeting.code}/them/diem-cau/", site)
    assert page.status_code == 422
    for words in ("Phòng 9", "Ông Bình"):
        assert f'value="{words}"' in page.content.decode()


def test_only_labels_that_differ_count_as_changed():
    before = [["Nội dung", "A"], ["Thời gian", "B"], ["Liên hệ", "C"]]
    after = [["Nội dung", "A"], ["Thời gian", "D"], ["Địa điểm", "E"]]
    assert changed_labels(before, after) == ["Thời gian", "Địa điểm", "Liên hệ"]
    assert changed_labels([], after) == ["Nội dung", "Thời gian", "Địa điểm"]
