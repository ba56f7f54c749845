"""From the call to the task, by the pages alone: an online meeting with sites, chaired from outside, and its notice."""

import pytest
from icalendar import Calendar

from motcua.directives.models import Directive
from motcua.schedule.models import Meeting, Notice
from tests.schedule.making import AFTER, BEFORE, BEGINS, REASON

pytestmark = pytest.mark.django_db
TITLE = "Cuộc họp trực tuyến về cải cách thủ tục hành chính"


def sent(client, way, said=None):
    answer = client.post(way, said or {})
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


@pytest.fixture
def travel_far(travel, monkeypatch):
    """The doors of directives too."""

    def to(at):
        travel(at)
        for door in ("conclusions", "acts", "one"):
            monkeypatch.setattr(f"motcua.directives.views.{door}.now", lambda: at)

    return to


def called(reform, chairman, province):
    """Two sites, an officer by name at the second, a body at the first."""
    way = sent(reform, "/cuoc-hop/moi/", {
        "host": province.top.code, "title": TITLE, "kind": "online", "day": "8/5/2024", "from_time": "8:00",
        "until": "11:30", "place": "Trụ sở Chính phủ và các điểm cầu", "chair_outside": "Phó Thủ tướng Chính phủ",
        "video_link": "https://hop.example.vn/1", "is_open": "1",
    })  # fmt: skip
    sent(reform, f"{way}them/diem-cau/", {
        "name": "Điểm cầu tỉnh", "site_place": "Trụ sở UBND tỉnh", "site_chair": province.chairman.code,
        "site_body": province.top.code, "expected": "20", "is_main": "1",
    })  # fmt: skip
    sent(reform, f"{way}them/diem-cau/", {
        "name": "Điểm cầu Khu kinh tế", "site_place": "Phòng họp 2", "site_body": province.zone.code, "expected": "4",
    })  # fmt: skip
    sent(reform, f"{way}them/nguoi/", {"officer": province.zone_deputy.code, "site": "2", "has_vote": "1"})
    sent(reform, f"{way}them/co-quan/", {"body": [province.town.code], "site": "1", "has_vote": "1"})
    sent(chairman, f"{way}moi-hop/")
    return way


def concluded(reform, chairman, way, province):
    """Minutes approved, a notice with a dated and a standing instruction issued."""
    sent(reform, f"{way}bien-ban/", {"text": "Phó Thủ tướng kết luận cuộc họp."})
    sent(chairman, f"{way}bien-ban/", {"act": "approve"})
    notice = sent(reform, f"{way}soan-ket-luan/")
    sent(reform, f"{notice}chi-dao/", {
        "text": "Rà soát lại những tồn tại, hạn chế, gửi về Văn phòng Chính phủ trước ngày 15/5/2024",
        "lead_unit": province.zone_leadership.code, "due_on": "14/5/2024",
        "supporting": [province.town_leadership.code],
    })  # fmt: skip
    sent(reform, f"{notice}chi-dao/", {
        "text": "Tiếp tục duy trì các tiêu chí đã đạt", "lead_unit": province.town_leadership.code, "standing": "1",
    })  # fmt: skip
    sent(chairman, f"{notice}phat-hanh/")
    return notice


def test_a_meeting_is_called_answered_held_minuted_concluded_and_tasked(province, client_of, travel_far):
    reform, chairman = client_of(province.reform), client_of(province.chairman)
    deputy, head, mayor = map(client_of, (province.zone_deputy, province.zone_head, province.town_head))

    travel_far(BEFORE)
    way = called(reform, chairman, province)
    assert deputy.get(f"{way}giay-moi.pdf").content.startswith(b"%PDF")
    (event,) = Calendar.from_ical(deputy.get(f"{way}lich.ics").content).walk("VEVENT")
    assert (event["STATUS"], event.decoded("DTSTART")) == ("CONFIRMED", BEGINS)
    assert "hop.example.vn" in deputy.get(way).content.decode()
    stand_in = {"answer": "stand-in", "delegate": province.zone_clerk.code, "reason": REASON}
    sent(deputy, f"{way}tra-loi/1/", stand_in)
    sent(mayor, f"{way}tra-loi/2/", {"answer": "attend", "delegate": province.town_head.code})

    travel_far(BEGINS)
    sent(head, f"{way}diem-cau/2/", {"connection": "connected"})
    sent(head, f"{way}diem-cau/2/", {"came": "5", "present": ["1"]})
    sent(chairman, f"{way}diem-cau/1/", {"came": "22", "present": ["2"]})

    travel_far(AFTER)
    sent(reform, f"{way}da-hop/")
    assert "2 came. With a vote: 1 of 2." in reform.get(f"/en{way}").content.decode()  # the stand-in has none
    notice = concluded(reform, chairman, way, province)
    assert Meeting.objects.get().state == "concluded"

    tasks = f"/chi-dao/ket-luan/{Notice.objects.get().code}/"
    assert tasks in chairman.get(notice).content.decode()
    assert chairman.post(tasks, {"number": "1"}).status_code == 200
    assert chairman.post(tasks, {}).status_code == 200
    dated, standing = Directive.objects.order_by("pk")
    assert (f"{dated.due_on:%d/%m/%Y}", f"{standing.due_on:%d/%m/%Y}") == ("14/05/2024", "08/05/2025")
    sent(head, f"/chi-dao/{dated.code}/nhan/")
    sent(head, f"/chi-dao/{dated.code}/bat-dau/")
    assert dated.source in head.get(f"/chi-dao/{dated.code}/").content.decode()
    assert "Being worked on" in chairman.get(f"/en{tasks}").content.decode()
