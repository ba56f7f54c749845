"""A recommendation from its draft to its end through the pages; lists, files, who sees what."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.clock.queries import now
from motcua.organizations.models import Role
from motcua.reviews.models import Recommendation
from motcua.reviews.services.recommendation_acts import merge
from tests.directives.making import PERIOD, count_up_to, make_province, tell_months
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer
from tests.files.making import pdf
from tests.reviews.recommendations.making import SAYS, answered, drafted, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province(peers=1)


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def read(client, way, status=200):
    answer = client.get(way)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def typed(**change):
    return {
        "title": "Thay thế Nghị định 73/2019/NĐ-CP", "text": "Sớm ban hành nghị định thay thế.", "receiver": "CP",
        "legal_root": "Nghị định 73/2019/NĐ-CP", "cause": "Thủ tục đầu tư CNTT kéo dài.", **change,
    }  # fmt: skip


def today():
    return f"{now().astimezone():%d/%m/%Y}"


def do(client, way, slug, **said):
    answer = client.post(f"{way}{slug}/", said)
    assert answer.status_code == 303, answer.content.decode()
    return answer


def test_a_recommendation_goes_through_the_pages_from_its_draft_to_its_end(province):
    tell_months([(province.body, 12 * 2026, 100, 70)])
    count_up_to(now())
    head, director = client_of(province.head), client_of(province.director)
    form = f"/kien-nghi/moi/?tc=4.2&cq={province.body.code}&ky={PERIOD}"
    assert "70" in read(head, form)
    told = typed(criterion="4.2", measured=province.body.code, period=PERIOD)
    way = head.post("/kien-nghi/moi/", told)["Location"]
    assert "ky-gui" not in read(head, way)
    head.post(f"{way}sua/", typed(title="Thay thế nghị định về đầu tư CNTT"))
    do(director, way, "ky-gui", number="90/UBND-KSTT", dated_on=today())
    do(head, way, "da-nhan", number="1/VPCP", dated_on=today())
    letter = SimpleUploadedFile("tra-loi.pdf", pdf(), "application/pdf")
    do(
        head, way, "tra-loi", number="77/VPCP-KSTT", dated_on=today(), verdict="accepted", text=SAYS, file=letter
    )  # fmt: skip
    do(head, way, "dang-lam", text=SAYS)
    do(head, way, "da-xong", number="45/2026/NĐ-CP", dated_on=today(), text="Đã ban hành nghị định thay thế.")
    page = read(director, way)
    assert "45/2026/NĐ-CP" in page
    assert "tra-loi.pdf" in page
    entry = Recommendation.objects.get().notes.get(act="answer").entry
    assert director.get(f"{way}tep/{entry}/").status_code == 200
    assert director.get(f"{way}tep/1/").status_code == 404
    assert "Đã ban hành nghị định thay thế." in read(Client(), "/kien-nghi/cong-khai/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Write a short title"),
        ({"text": ""}, "Say what is recommended"),
        ({"receiver": ""}, "Choose whom it is addressed to"),
        ({"text": "Hỏi 0912345678"}, "must not identify a person"),
        ({"criterion": "4.2"}, "Say in which period"),
        ({"criterion": "4.2", "period": "2020-01"}, "Nothing was counted"),
        ({"criterion": "9.9", "period": "2026-01"}, "no criterion of"),
        ({"body": "H49.KHONG"}, "Choose one from the list"),
    ],
)
def test_a_draft_that_cannot_stand_is_refused_in_words_and_what_was_typed_is_kept(province, change, said):
    answer = client_of(province.head).post("/en/kien-nghi/moi/", typed(**change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Nghị định 73/2019/NĐ-CP" in page
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": ""}, "Write the number of the document"),
        ({"dated_on": ""}, "Write the day as"),
        ({"dated_on": "01/01/2020"}, "lies before"),
        ({"dated_on": "01/01/2099"}, "has not come yet"),
        ({"verdict": ""}, "Say what the answer is"),
        ({"text": "rồi"}, "letters at least"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused_in_words_and_what_was_typed_is_kept(province, change, said):
    one = sent(province)
    told = {"number": "5/BNNMT", "dated_on": today(), "verdict": "partly", "text": SAYS, **change}
    answer = client_of(province.head).post(f"/en/kien-nghi/{one.code}/tra-loi/", told)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert told["text"] in page


def test_what_another_has_done_meanwhile_is_said(province):
    one = sent(province)
    told = {"number": "90/UBND", "dated_on": today()}
    answer = client_of(province.director).post(f"/en/kien-nghi/{one.code}/ky-gui/", told)
    assert answer.status_code == 409
    assert "Load the page again" in answer.content.decode()
    assert client_of(province.director).post(f"/kien-nghi/{one.code}/bay/").status_code == 404


def test_who_drafts_and_who_sees_a_draft(province):
    way = f"/kien-nghi/{drafted(province).code}/"
    for officer, form, draft in (
        (province.head, 200, 200), (province.director, 200, 200), (province.chairman, 200, 200),
        (province.specialist, 403, 200), (province.stranger, 200, 404),
    ):  # fmt: skip
        client = client_of(officer)
        assert client.get("/kien-nghi/moi/").status_code == form, officer.title_vi
        assert client.get(way).status_code == draft
    assert Client().get(way).status_code == 302
    assert client_of(province.stranger).get(f"/kien-nghi/{sent(province).code}/").status_code == 200


def test_names_are_shown_by_right_and_positions_to_others(province):
    one = answered(province)
    way = f"/kien-nghi/{one.code}/"
    mine, other = read(client_of(province.director), way), read(client_of(province.stranger), way)
    assert province.head.name in mine
    assert province.head.name not in other
    assert province.director.name not in other
    assert "Chuyên viên" in other


def test_the_public_page_shows_what_was_sent_and_no_draft_and_no_person(province):
    one = answered(province)
    hidden = drafted(province, title="Chưa gửi cho ai")
    page = read(Client(), "/kien-nghi/cong-khai/")
    assert one.title in page
    assert SAYS in page
    assert hidden.title not in page
    for officer in (province.head, province.director):
        assert officer.name not in page
    assert one.title not in read(Client(), "/kien-nghi/cong-khai/?nhan=VPCP")


def test_what_two_bodies_ask_for_is_one_line_on_the_list_and_on_the_public_page(province):
    reform = make_officer(role=Role.REFORM, body=province.peers[0])
    main, one = sent(province, title="Chính"), sent(province, title="Trùng", by=province.deputy)
    page = read(client_of(reform), f"/kien-nghi/{one.code}/")
    assert main.code in page
    do(client_of(reform), f"/kien-nghi/{one.code}/", "gop", into=main.code)
    for client, way in ((client_of(reform), "/kien-nghi/?xem=tat-ca"), (Client(), "/kien-nghi/cong-khai/")):
        page = read(client, way)
        assert "Chính" in page
        assert "Trùng" not in page
    assert main.code in read(client_of(province.head), f"/kien-nghi/{one.code}/")


def test_unanswered_ones_come_first_and_filters_stand_in_the_address(province):
    old = sent(province, at=now() - timedelta(days=90), title="Chưa ai trả lời")
    sent(province, title="Mới gửi", receiver="VPCP")
    client = client_of(province.head)
    page = read(client, "/kien-nghi/?xem=tat-ca")
    assert page.index(old.title) < page.index("Mới gửi")
    assert old.title in read(client, "/kien-nghi/")  # the list that needs somebody
    assert "Mới gửi" not in read(client, "/kien-nghi/")
    only = read(client, "/kien-nghi/?xem=tat-ca&nhan=VPCP&tt=sent")
    assert (old.title in only, "Mới gửi" in only) == (False, True)
    assert "Mới gửi" not in read(client, f"/kien-nghi/?xem=tat-ca&cq={province.peers[0].code}")


def test_the_list_comes_as_csv_and_as_a_workbook_guarded_against_formulas(province):
    one = sent(province, title="=1+1")
    client = client_of(province.head)
    table = client.get("/en/kien-nghi/?xem=tat-ca&xuat=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["Code"], row["Recommendation"]) == (one.code, "'=1+1")
    assert row["Number"] == "120/UBND-TTHC"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/kien-nghi/?xem=tat-ca&xuat=xlsx").content))
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert client.get("/kien-nghi/?xuat=pdf").status_code == 404


def test_lists_ask_the_database_as_often_for_three_as_for_one(province):
    def queries(client, way):
        client.get(way)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(way).status_code == 200
        return len(asked)

    officer = client_of(province.head)
    ways = ((officer, "/kien-nghi/?xem=tat-ca"), (Client(), "/kien-nghi/cong-khai/"))
    main = answered(province)
    one = [queries(*way) for way in ways]
    answered(province)
    merged = sent(province)
    merge(merged, into=main, by=province.director, at=now())
    sent(province, receiver="CP")
    assert [queries(*way) for way in ways] == one
