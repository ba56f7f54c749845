"""A call from outside, a call below it, reports that draft themselves, one late and reminded, the whole sent on."""

import io
from datetime import date, datetime, timedelta

import pypdf
import pytest
from django.test import Client

from motcua.clock.rules.calendar import ZONE
from motcua.ledger.models import Entry
from motcua.results.verification import verify
from motcua.reviews.models import Call, Consolidation, Report
from tests.factories.identity import sign_in
from tests.reviews.calling import SOURCE, WHY, make_province, reform_officer, tell

pytestmark = pytest.mark.django_db
VIEWS = ("home", "picture", "report")
CALLED = datetime(2024, 5, 8, 14, tzinfo=ZONE)
BEFORE = "15/05/2024"


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


def test_the_review_of_the_seeds_day_goes_out_comes_back_and_is_sent_on(province, travel):
    travel(CALLED)
    tell(province, CALLED)
    reform, chairman = reform_officer(province), client_of(province.chairman)
    office = client_of(reform)

    outer = issue(office, outside="Văn phòng Chính phủ")
    assert [one.body for one in outer.reports.all()] == [province.top]
    inner = issue(
        office, feeds=outer.code, bodies=[province.body.code, province.peers[0].code], before_on="13/05/2024"
    )

    # The body that falls short: the draft is there, its texts are edited, its figures stay.
    head, director = client_of(province.head), client_of(province.director)
    act(head, inner, province.body, "lay-so-lieu")
    way = f"/ra-soat/{inner.code}/{province.body.code}/"
    page = head.get(way).content.decode()
    assert "60% (60/100); 3/4 điểm, mất 1 điểm" in page
    assert "Enter" not in page
    act(
        head,
        inner,
        province.body,
        "luu",
        **{"cause-4.2": "Thiếu máy quét tại bộ phận một cửa.", "by-4.2": "30/06/2024"},
    )
    assert "edited" in head.get("/en" + way).content.decode()
    act(head, inner, province.body, "trinh-ky")
    travel(CALLED + timedelta(days=2))
    sign_and_send(director, inner, province.body)
    report = Report.objects.get(call=inner, body=province.body)
    assert (report.state, report.late) == ("sent", False)
    pdf, text = paper_of(director, f"{way}ban-in.pdf")
    assert "Thiếu máy quét tại bộ phận một cửa." in text
    assert "60% (60/100); 3/4 điểm, mất 1 điểm" in text
    verdict = verify(pdf, at=CALLED + timedelta(days=3))
    assert (
        verdict.is_genuine if hasattr(verdict, "is_genuine") else verdict.finding.value.startswith("genuine")
    )

    # The other body is late: it is reminded by one press, then sends, and is marked.
    late = province.peers[0]
    travel(datetime(2024, 5, 13, 9, tzinfo=ZONE))
    answer = office.post(f"/ra-soat/{inner.code}/viec/nhac/")
    assert answer.status_code == 303
    told = Entry.objects.get(kind="review.report_reminded")
    assert (told.subject, told.data["working_days_left"]) == (f"{inner.code}.{late.code}", -1)
    boss = client_of(province.stranger)
    act(boss, inner, late, "lay-so-lieu")
    act(boss, inner, late, "trinh-ky")
    sign_and_send(boss, inner, late)
    assert Report.objects.get(call=inner, body=late).late

    # The caller returns one with a reason; it comes again and stays in time.
    office.post(f"{way}tra-lai/", {"text": WHY})
    page = head.get(way).content.decode()
    assert WHY in page
    act(head, inner, province.body, "lay-so-lieu")
    assert (
        "Thiếu máy quét tại bộ phận một cửa." in head.get(way).content.decode()
    )  # what was edited is carried over
    act(head, inner, province.body, "trinh-ky")
    sign_and_send(director, inner, province.body)
    report.refresh_from_db()
    assert (report.state, report.late, report.version) == ("sent", False, 2)

    # The whole is frozen, signed and sent on; then it stands in the province's own answer, in time.
    page = chairman.get(f"/ra-soat/{inner.code}/").content.decode()
    assert "2/2" in page
    answer = chairman.post(f"/ra-soat/{inner.code}/viec/gui-tong-hop/", {"to": "Văn phòng Chính phủ"})
    assert answer.status_code == 303, answer.content.decode()
    frozen = Consolidation.objects.get()
    (row,) = [one for one in frozen.picture["rows"] if one["criterion"] == "4.2"]
    assert (len(row["measures"]), row["lost"], len(row["kept"])) == (1, "1.0000", 1)
    _pdf, text = paper_of(chairman, f"/ra-soat/{inner.code}/tong-hop/1/")
    assert "Tổng hợp kết quả" in text
    act(office, outer, province.top, "lay-so-lieu")
    act(office, outer, province.top, "trinh-ky")
    sign_and_send(chairman, outer, province.top)
    answered = Report.objects.get(call=outer)
    assert (answered.state, answered.late) == ("sent", False)
    _pdf, text = paper_of(chairman, f"/ra-soat/{outer.code}/{province.top.code}/ban-in.pdf")
    assert "TỔNG HỢP TỪ CÁC CƠ QUAN, ĐƠN VỊ" in text
    assert "Văn phòng Chính phủ" in text
    assert answered.sent_at.astimezone(ZONE).date() < date(2024, 5, 15)

    # Closed: nothing is taken any more.
    assert office.post(f"/ra-soat/{inner.code}/viec/dong/").status_code == 303
    assert office.post(f"{way}tra-lai/", {"text": WHY}).status_code == 409
    kinds = list(Entry.objects.filter(subject=inner.code).order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["review.called", "review.consolidated", "review.closed"]
