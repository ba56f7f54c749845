"""Who sees and does what on the pages; what is refused and how; how often the lists ask the database."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from motcua.schedule import services
from motcua.schedule.models import Invitation, Meeting, Minutes, Notice
from tests.factories.identity import make_account, sign_in
from tests.files.making import pdf
from tests.schedule.making import (
    AFTER,
    BEFORE,
    BEGINS,
    ENDS,
    REASON,
    make_draft,
    make_held,
    make_meeting,
    of_body,
    of_officer,
    plan,
    point,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("travel")]
LINK = "https://hop.example.vn/abc"
TYPED = {
    "title": "Họp rà soát thủ tục", "kind": "work", "day": "08/05/2024", "from_time": "8:00", "until": "11h30",
    "place": "Hội trường A", "chair_outside": "Phó Thủ tướng", "is_open": "1",
}  # fmt: skip


def test_those_invited_see_the_meeting_with_its_link_and_others_are_told_whom_to_ask(province, client_of):
    made = make_meeting(province, video_link=LINK)
    way = f"/en/cuoc-hop/{made.code}/"
    for officer in (
        province.zone_deputy,
        province.zone_head,
        province.town_head,
        province.reform,
        province.chairman,
    ):
        page = client_of(officer).get(way)
        assert page.status_code == 200
        assert LINK in page.content.decode()
    page = client_of(province.stranger).get(way)
    assert page.status_code == 403
    assert "Ask The province" in page.content.decode()
    assert client_of(province.stranger).get("/cuoc-hop/HOP-2024-9999/").status_code == 404


def test_a_draft_is_seen_by_those_who_prepare_it_alone(province, client_of):
    made = make_draft(province)
    services.invite_officer(made, province.zone_head, by=province.reform, at=BEFORE)
    assert client_of(province.zone_head).get(f"/cuoc-hop/{made.code}/").status_code == 403
    assert client_of(province.reform).get(f"/cuoc-hop/{made.code}/").status_code == 200


def test_only_those_who_prepare_meetings_get_the_form(province, client_of):
    assert client_of(province.specialist).get("/cuoc-hop/moi/").status_code == 403
    assert client_of(province.zone_clerk).get("/cuoc-hop/moi/").status_code == 200
    choose = client_of(province.reform).get("/cuoc-hop/moi/").content.decode()
    assert province.top.code in choose


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"title": ""}, "title", "Say what the meeting is about."),
        ({"day": "31/02/2024"}, "day", "Write the day as"),
        ({"from_time": "25:00"}, "from_time", "Write the time as"),
        ({"until": "7:00"}, "until", "would end before it begins"),
        ({"day": "26/04/2024"}, "day", "would begin in the past"),
        ({"video_link": "http://x.vn"}, "video_link", "must begin with https://"),
        ({"chair": "CB-nobody"}, "chair", "Choose the chair from the list"),
    ],
)
def test_what_is_typed_wrongly_comes_back_with_a_sentence(province, client_of, change, field, said):
    answer = client_of(province.zone_clerk).post("/en/cuoc-hop/moi/", {**TYPED, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'href="#{field}"' in page
    assert "Hội trường A" in page
    assert not Meeting.objects.exists()


def test_a_clash_is_told_when_the_draft_is_kept(province, client_of):
    make_meeting(province, place="Hội trường A")
    client = client_of(province.reform)
    answer = client.post("/en/cuoc-hop/moi/", {**TYPED, "host": province.top.code}, follow=True)
    assert "At the same time: HOP-2024-0001" in answer.content.decode()


def test_the_leader_calls_with_one_press_and_the_secretary_cannot(province, client_of):
    made = make_draft(province)
    services.invite_body(made, province.zone, by=province.reform, at=BEFORE)
    way = f"/cuoc-hop/{made.code}/"
    assert "moi-hop/" not in client_of(province.reform).get(way).content.decode()
    assert client_of(province.reform).post(f"{way}moi-hop/").status_code == 409
    client = client_of(province.chairman)
    assert "moi-hop/" in client.get(way).content.decode()
    assert client.get(f"{way}giay-moi.pdf").content.startswith(b"%PDF")
    assert client.post(f"{way}moi-hop/").status_code == 303
    assert Meeting.objects.get().state == "called"
    assert client.get(f"{way}giay-moi.pdf").headers["Content-Type"] == "application/pdf"


def test_people_sites_and_documents_are_added_on_the_page(province, client_of):
    made = make_draft(province)
    client, way = client_of(province.reform), f"/cuoc-hop/{made.code}/"
    site = {"name": "Điểm cầu tỉnh", "site_place": "Tầng 3", "expected": "20", "is_main": "1"}
    file = SimpleUploadedFile("bao-cao.pdf", pdf(), "application/pdf")
    for what, said in (
        ("diem-cau", site),
        ("nguoi", {"officer": province.zone_head.code, "site": "1", "has_vote": "1"}),
        ("co-quan", {"body": [province.zone.code, province.town.code]}),
        ("khach", {"guest": "Báo Quảng Ninh"}),
        ("tai-lieu", {"title": "Báo cáo", "file": file}),
    ):
        assert client.post(f"{way}them/{what}/", said).status_code == 303, what
    assert (made.invitations.count(), made.sites.count(), made.documents.count()) == (4, 1, 1)
    assert of_officer(made, province.zone_head).site == made.sites.get()
    for what, said, field in (
        ("nguoi", {"officer": ""}, "nguoi-officer"),
        ("khach", {"guest": " "}, "khach-guest"),
        ("diem-cau", {"name": "X"}, "diem-cau-site_place"),
        ("diem-cau", site, "diem-cau-is_main"),
        ("tai-lieu", {"title": "x"}, "tai-lieu-file"),
    ):
        answer = client.post(f"{way}them/{what}/", said)
        assert answer.status_code == 422, what
        assert f'href="#{field}"' in answer.content.decode(), what
    assert client.post(f"{way}them/gi-do/").status_code == 404
    assert client.get(f"{way}tai-lieu/1/").status_code == 200


def test_answers_are_given_on_the_page_and_leave_is_granted_there(province, client_of):
    made = make_meeting(province)
    way = f"/cuoc-hop/{made.code}/"
    mine, town = of_officer(made, province.zone_deputy), of_body(made, province.town)
    deputy, mayor, chairman = map(client_of, (province.zone_deputy, province.town_head, province.chairman))
    assert deputy.post(f"{way}tra-loi/{mine.number}/", {"answer": "maybe"}).status_code == 422
    assert mayor.post(f"{way}tra-loi/{mine.number}/", {"answer": "attend"}).status_code == 409
    assert mayor.post(f"{way}tra-loi/{town.number}/", {"answer": "attend"}).status_code == 422
    said = {"answer": "attend", "delegate": province.town_head.code}
    assert mayor.post(f"{way}tra-loi/{town.number}/", said).status_code == 303
    leave = {"answer": "leave", "reason": REASON}
    assert deputy.post(f"{way}tra-loi/{mine.number}/", leave).status_code == 303
    assert "grant" in chairman.get(way).content.decode()
    assert chairman.post(f"{way}tra-loi/{mine.number}/", {"answer": "grant"}).status_code == 303
    assert set(Invitation.objects.values_list("answer", flat=True)) == {
        "waiting", "attending", "leave_granted",
    }  # fmt: skip


def test_attendance_is_taken_on_the_page_of_the_site(province, client_of, travel):
    made = make_meeting(province)
    site = made.sites.get(body=province.zone)
    mine = of_officer(made, province.zone_deputy)
    head, way = client_of(province.zone_head), f"/cuoc-hop/{made.code}/diem-cau/{site.number}/"
    assert client_of(province.town_head).get(way).status_code == 403
    assert head.post(way, {"connection": "connected"}).status_code == 303
    assert "Present" not in head.get(f"/en{way}").content.decode()
    travel(BEGINS)
    assert "Present" in head.get(f"/en{way}").content.decode()
    assert head.post(way, {"came": "many"}).status_code == 422
    assert head.post(way, {"came": "0", "present": [str(mine.number)]}).status_code == 422
    assert head.post(way, {"came": "4", "present": [str(mine.number)]}).status_code == 303
    site.refresh_from_db()
    assert (site.came, site.connection) == (4, "connected")
    apart = f"/cuoc-hop/{made.code}/diem-cau/0/"
    assert client_of(province.reform).post(apart, {}).status_code == 303
    assert of_body(made, province.town).came is False


def test_a_calendar_file_keeps_its_uid_grows_its_sequence_and_says_when_it_is_off(province, client_of):
    made = make_meeting(province, video_link=LINK)
    client, way = client_of(province.zone_deputy), f"/cuoc-hop/{made.code}/lich.ics"

    def event():
        return Calendar.from_ical(client.get(way).content).walk("VEVENT")[0]

    first = event()
    assert (first["STATUS"], first["SEQUENCE"], first.decoded("DTSTART")) == ("CONFIRMED", 0, BEGINS)
    assert first["CONFERENCE"] == LINK
    services.change_meeting(
        made, plan(begins_at=BEGINS + timedelta(hours=1), ends_at=ENDS), by=province.chairman, at=BEFORE
    )
    second = event()
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 1)
    services.cancel_meeting(made, reason=REASON, by=province.chairman, at=BEFORE)
    third = Calendar.from_ical(client.get(way).content)
    assert third["METHOD"] == "CANCEL"
    assert (third.walk("VEVENT")[0]["STATUS"], third.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_secret_address_shows_ones_own_meetings_without_links_until_a_new_one_is_made(province, client_of):
    make_meeting(province, video_link=LINK)
    client, anybody = client_of(province.zone_deputy), Client()

    def address():
        page = client.post("/cuoc-hop/dia-chi-lich/").content.decode()
        return "/lich/" + page.split("/lich/")[1].split(".ics")[0] + ".ics"

    first = address()
    answer = anybody.get(first)
    assert (answer.status_code, len(Calendar.from_ical(answer.content).walk("VEVENT"))) == (200, 1)
    assert LINK not in answer.content.decode()
    assert address() != first
    assert anybody.get(first).status_code == 404
    assert len(Calendar.from_ical(client.get("/cuoc-hop/lich.ics").content).walk("VEVENT")) == 1
    other = client_of(province.stranger).get("/cuoc-hop/lich.ics")
    assert Calendar.from_ical(other.content).walk("VEVENT") == []


def test_the_week_shows_open_meetings_with_their_marks_to_the_officers_of_the_body(province, client_of):
    made = make_meeting(province)
    make_meeting(province, title="Họp kín", is_open=False)
    off = make_meeting(province, title="Họp bị hủy")
    services.cancel_meeting(off, reason=REASON, by=province.chairman, at=BEFORE)
    page = client_of(province.specialist).get(f"/en/lich-cong-tac/?cq={province.top.code}&tuan=2024-W19")
    text = page.content.decode()
    assert made.title in text
    assert "Họp kín" not in text
    assert "Called off" in text
    assert f"/cuoc-hop/{made.code}/" not in text  # the page of the meeting does not open for him
    reform = client_of(province.reform)
    assert (
        f"/cuoc-hop/{made.code}/"
        in reform.get(f"/lich-cong-tac/?cq={province.top.code}&tuan=2024-W19").content.decode()
    )
    assert (
        made.title not in reform.get(f"/lich-cong-tac/?cq={province.top.code}&tuan=2024-W20").content.decode()
    )
    assert reform.get("/lich-cong-tac/?tuan=never").status_code == 404
    assert client_of(province.stranger).get(f"/lich-cong-tac/?cq={province.top.code}").status_code == 404


def test_a_notice_is_drafted_point_by_point_issued_and_then_only_read(province, client_of, travel):
    made = make_held(province)
    travel(AFTER)
    reform, chairman = client_of(province.reform), client_of(province.chairman)
    way = reform.post(f"/cuoc-hop/{made.code}/soan-ket-luan/")["Location"]
    dated = {
        "text": "Rà soát", "lead_unit": province.zone_leadership.code, "due_on": "14/05/2024",
        "supporting": [province.town_leadership.code],
    }  # fmt: skip
    for change, field in (
        ({"text": " "}, "text"),
        ({"due_on": ""}, "due_on"),
        ({"lead_unit": ""}, "lead_unit"),
    ):
        answer = reform.post(f"{way}chi-dao/", {**dated, **change})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()
    reform.post(f"{way}chi-dao/", dated)
    reform.post(f"{way}chi-dao/", {**dated, "text": "Duy trì", "due_on": "", "standing": "1"})
    reform.post(f"{way}chi-dao/", {**dated, "text": "Thừa"})
    reform.post(f"{way}bo/", {"number": "3"})
    assert "Duy trì" in reform.get(f"{way}?sua=2").content.decode()
    reform.post(
        f"{way}chi-dao/", {**dated, "number": "2", "text": "Duy trì tiêu chí", "due_on": "", "standing": "1"}
    )
    reform.post(f"{way}mo-dau/", {"opening": "Đánh giá chung."})
    notice = Notice.objects.get()
    assert list(notice.instructions.order_by("number").values_list("text", "standing")) == [
        ("Rà soát", False), ("Duy trì tiêu chí", True),
    ]  # fmt: skip
    assert reform.get(f"{way}thong-bao.pdf").content.startswith(b"%PDF")
    assert client_of(province.town_head).get(way).status_code == 403  # nobody but those who write it
    assert reform.post(f"{way}phat-hanh/").status_code == 409
    assert chairman.post(f"{way}phat-hanh/").status_code == 303
    assert client_of(province.town_head).get(way).status_code == 200
    assert client_of(province.stranger).get(way).status_code == 403
    assert reform.post(f"{way}chi-dao/", dated).status_code == 409
    assert reform.post(f"{way}gi-do/").status_code in (404, 409)
    correction = reform.post(f"{way}dinh-chinh/")["Location"]
    assert "01/TB-UBND" in reform.get(correction).content.decode()


def test_minutes_are_proposed_written_and_approved_on_their_page(province, client_of, travel):
    made = make_held(province, agenda="Báo cáo tổng hợp")
    travel(AFTER)
    reform, chairman, way = (
        client_of(province.reform),
        client_of(province.chairman),
        f"/cuoc-hop/{made.code}/bien-ban/",
    )
    assert "Báo cáo tổng hợp" in reform.get(way).content.decode()
    assert reform.post(way, {"text": " "}).status_code == 422
    assert reform.post(way, {"text": "Biên bản"}).status_code == 303
    page = chairman.get(way).content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    reform.post(way, {"text": "Biên bản, sửa"})
    assert chairman.post(way, {"act": "approve", "shown": shown}).status_code == 422
    shown = services.fingerprint(Minutes.objects.get())
    assert chairman.post(way, {"act": "approve", "shown": shown}).status_code == 303
    assert "Biên bản, sửa" in chairman.get(way).content.decode()


def test_nobody_but_officers_comes_in(province):
    citizen = Client()
    sign_in(citizen, make_account())
    for way in ("/cuoc-hop/", "/lich-cong-tac/", "/cuoc-hop/moi/", "/cuoc-hop/lich.ics"):
        assert citizen.get(way).status_code == 403
        assert Client().get(way).status_code == 302


def test_lists_ask_the_database_as_often_for_three_as_for_one(province, client_of, travel):
    client = client_of(province.reform)
    travel(BEFORE)

    def asked(way):
        client.get(way)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(way).status_code == 200
        return len(queries)

    ways = ("/cuoc-hop/?xem=co-quan-toi", f"/lich-cong-tac/?cq={province.top.code}&tuan=2024-W19")
    first = make_meeting(province)
    ways = (*ways, f"/cuoc-hop/{first.code}/")
    once = [asked(way) for way in ways]
    for number in range(2):
        make_meeting(
            province,
            begins_at=BEGINS + timedelta(hours=4 + number),
            ends_at=ENDS + timedelta(hours=4 + number),
        )
    services.invite_guest(first, "Một", by=province.reform, at=BEFORE)
    services.invite_guest(first, "Hai", by=province.reform, at=BEFORE)
    assert [asked(way) for way in ways] == once


def test_the_page_of_a_concluded_meeting_links_its_notice(province, client_of, travel):
    made = make_held(province)
    notice = services.draft_notice(made, points=[point(province)], by=province.reform, at=AFTER)
    services.issue_notice(notice, by=province.chairman, at=AFTER)
    travel(AFTER)
    assert "01/TB-UBND" in client_of(province.zone_deputy).get(f"/cuoc-hop/{made.code}/").content.decode()
