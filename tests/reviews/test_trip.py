"""A call from outside, a call below it, reports that draft themselves, one late and reminded, the whole sent on."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pypdf
import pytest
from django.test import Client

from motcua.clock.rules.calendar import ZONE
from motcua.ledger.models import Entry
from motcua.results.rules.verdicts import Finding
from motcua.results.verification import verify
from motcua.reviews.models import Call, Consolidation, Report
from tests.directives.making import Province
from tests.factories.identity import sign_in
from tests.reviews.calling import SOURCE, WHY, make_province, reform_officer, tell

pytestmark = pytest.mark.django_db
VIEWS = ("home", "picture", "report")
CALLED = datetime(2024, 5, 8, 14, tzinfo=ZONE)
BEFORE = "15/05/2024"
CAUSE = "Thiếu máy quét tại bộ phận một cửa."
FIGURE = "60% (60/100); 3/4 điểm, mất 1 điểm"


@pytest.fixture
def travel(monkeypatch):
    """All doors open at that moment."""

    def to(at):
        for view in VIEWS:
            monkeypatch.setattr(f"motcua.reviews.views.{view}.now", lambda: at)
        return at

    return to


@pytest.fixture
def province():
    return make_province(peers=1)


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def issue(client, **change):
    typed = {
        "title": "Rà soát tồn tại, hạn chế trong cải cách thủ tục hành chính",
        "source": SOURCE,
        "source_on": "08/05/2024",
        "before_on": BEFORE,
        "period": "2024-04",
        "asked": ["results", "shortcomings", "keeping", "recommendations"],
        **change,
    }
    answer = client.post("/ra-soat/moi/", typed)
    assert answer.status_code == 303, answer.content.decode()
    return Call.objects.get(code=answer["Location"].strip("/").split("/")[-1])


def act(client, call, body, slug, **said):
    answer = client.post(f"/ra-soat/{call.code}/{body.code}/{slug}/", said)
    assert answer.status_code == 303, answer.content.decode()


def shown_on(page):
    """What the signer read, as the page's form sends it back."""
    return page.split('name="shown" value="')[1].split('"')[0]


def sign_and_send(client, call, body):
    way = f"/ra-soat/{call.code}/{body.code}/"
    page = client.get(way).content.decode()
    act(client, call, body, "ky", shown=shown_on(page))
    act(client, call, body, "gui")


def paper_of(client, way):
    answer = client.get(way)
    assert answer["Content-Type"] == "application/pdf"
    pdf = answer.content
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return pdf, " ".join(text.split())


@dataclass
class Walk:
    """Who takes part, each with his browser, and the two calls."""

    province: Province
    travel: Callable[[datetime], datetime]
    office: Client
    chairman: Client
    head: Client
    director: Client
    outer: Call
    inner: Call

    @property
    def way(self):
        return f"/ra-soat/{self.inner.code}/{self.province.body.code}/"


@pytest.fixture
def walk(province, travel):
    """On 8 May 2024 the call of the Government Office is recorded, and the bodies are called to account below it."""
    travel(CALLED)
    tell(province, CALLED)
    office = client_of(reform_officer(province))
    outer = issue(office, outside="Văn phòng Chính phủ")
    bodies = [province.body.code, province.peers[0].code]
    inner = issue(office, feeds=outer.code, bodies=bodies, before_on="13/05/2024")
    clients = (client_of(one) for one in (province.chairman, province.head, province.director))
    return Walk(province, travel, office, *clients, outer, inner)


def write_and_send(walk):
    """The body that falls short: the draft is there, its texts are edited, its figures stay."""
    body = walk.province.body
    act(walk.head, walk.inner, body, "lay-so-lieu")
    assert FIGURE in walk.head.get(walk.way).content.decode()
    act(walk.head, walk.inner, body, "luu", **{"cause-4.2": CAUSE, "by-4.2": "30/06/2024"})
    assert ">edited<" in walk.head.get("/en" + walk.way).content.decode()
    act(walk.head, walk.inner, body, "trinh-ky")
    walk.travel(CALLED + timedelta(days=2))
    sign_and_send(walk.director, walk.inner, body)


def remind_and_send_late(walk):
    """The other body is late: it is reminded by one press, then sends."""
    late, boss = walk.province.peers[0], client_of(walk.province.stranger)
    walk.travel(datetime(2024, 5, 13, 9, tzinfo=ZONE))
    assert walk.office.post(f"/ra-soat/{walk.inner.code}/viec/nhac/").status_code == 303
    act(boss, walk.inner, late, "lay-so-lieu")
    act(boss, walk.inner, late, "trinh-ky")
    sign_and_send(boss, walk.inner, late)


def return_and_send_again(walk):
    body = walk.province.body
    assert walk.office.post(f"{walk.way}tra-lai/", {"text": WHY}).status_code == 303
    assert WHY in walk.head.get(walk.way).content.decode()
    act(walk.head, walk.inner, body, "lay-so-lieu")
    act(walk.head, walk.inner, body, "trinh-ky")
    sign_and_send(walk.director, walk.inner, body)


def test_the_province_is_called_from_outside_and_its_bodies_below_it(walk):
    assert [one.body for one in walk.outer.reports.all()] == [walk.province.top]
    assert walk.inner.feeds == walk.outer
    page = walk.head.get("/en/ra-soat/").content.decode()
    assert walk.inner.code in page
    assert walk.outer.code not in page
    assert "working days left" in page


def test_a_report_drafts_itself_is_signed_and_proves_itself(walk):
    write_and_send(walk)
    report = Report.objects.get(call=walk.inner, body=walk.province.body)
    assert (report.state, report.late) == ("sent", False)
    pdf, text = paper_of(walk.director, f"{walk.way}ban-in.pdf")
    assert CAUSE in text
    assert FIGURE in text
    verdict = verify(pdf, at=CALLED + timedelta(days=3))
    assert verdict.verdict is Finding.GENUINE_IN_FORCE
    assert verify(pdf + b" ", at=CALLED + timedelta(days=3)).verdict is Finding.ALTERED


def test_who_is_late_is_reminded_marked_and_still_counted(walk):
    write_and_send(walk)
    remind_and_send_late(walk)
    late = Report.objects.get(call=walk.inner, body=walk.province.peers[0])
    told = Entry.objects.get(kind="review.report_reminded")
    assert (told.subject, told.data["working_days_left"]) == (late.code, -1)
    assert (late.state, late.late) == ("sent", True)
    page = walk.office.get(f"/en/ra-soat/{walk.inner.code}/").content.decode()
    assert "Sent late" in page
    assert "2/2" in page


def test_what_is_returned_comes_again_with_what_was_edited(walk):
    write_and_send(walk)
    return_and_send_again(walk)
    report = Report.objects.get(call=walk.inner, body=walk.province.body)
    assert (report.state, report.late, report.version) == ("sent", False, 2)
    assert report.versions.get(number=2).texts["cause-4.2"] == CAUSE


def test_the_whole_is_sent_on_and_stands_in_the_answer_of_the_province(walk):
    write_and_send(walk)
    remind_and_send_late(walk)
    way = f"/ra-soat/{walk.inner.code}/"
    answer = walk.chairman.post(f"{way}viec/gui-tong-hop/", {"to": "Văn phòng Chính phủ"})
    assert answer.status_code == 303, answer.content.decode()
    (row,) = [one for one in Consolidation.objects.get().picture["rows"] if one["criterion"] == "4.2"]
    assert (len(row["measures"]), row["lost"], len(row["kept"])) == (1, "1.0000", 1)
    assert "Tổng hợp kết quả" in paper_of(walk.chairman, f"{way}tong-hop/1/")[1]

    top = walk.province.top
    act(walk.office, walk.outer, top, "lay-so-lieu")
    act(walk.office, walk.outer, top, "trinh-ky")
    sign_and_send(walk.chairman, walk.outer, top)
    answered = Report.objects.get(call=walk.outer)
    assert (answered.state, answered.late) == ("sent", False)
    assert answered.sent_at.astimezone(ZONE).date() < date(2024, 5, 15)
    _pdf, text = paper_of(walk.chairman, f"/ra-soat/{walk.outer.code}/{top.code}/ban-in.pdf")
    assert "TỔNG HỢP TỪ CÁC CƠ QUAN, ĐƠN VỊ" in text
    assert CAUSE not in text  # the words of a body stand in its own report


def test_after_closing_nothing_is_taken(walk):
    write_and_send(walk)
    assert walk.office.post(f"/ra-soat/{walk.inner.code}/viec/dong/").status_code == 303
    assert walk.office.post(f"{walk.way}tra-lai/", {"text": WHY}).status_code == 409
    kinds = Entry.objects.filter(subject=walk.inner.code).order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["review.called", "review.closed"]
