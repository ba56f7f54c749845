"""An investment from its proposal to its measured effect through the pages; lists, files, who sees what."""

import csv
import io
import json
from io import StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.reviews.models import Investment
from motcua.reviews.services.investment_acts import plan_milestone
from motcua.reviews.services.investment_measuring import look
from tests.directives.making import due_in, make_directive, make_province
from tests.factories.identity import sign_in
from tests.files.making import pdf
from tests.reviews.investments.making import (
    CONTRACTED,
    WHY,
    about,
    approved,
    contracted,
    in_month,
    in_use,
    proposed,
    tell_history,
)
from tests.reviews.recommendations.making import sent

pytestmark = pytest.mark.django_db
VIEWS = ("investment", "investment_form", "investments")


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def travel(monkeypatch):
    """All doors open on that day, in the morning."""

    def to(at):
        for view in VIEWS:
            monkeypatch.setattr(f"motcua.reviews.views.{view}.now", lambda: at)
        return at

    return to


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
        "title": "Nâng cấp một cửa điện tử", "purpose": "Số hóa ngay khi tiếp nhận.", "task": "hire",
        "funds": "regular", "basis": "nd45-2026", "planned": "2.000.000.000", **change,
    }  # fmt: skip


def day(at):
    return f"{at.astimezone(ZONE):%d/%m/%Y}"


def do(client, way, slug, **said):
    answer = client.post(f"{way}{slug}/", said)
    assert answer.status_code == 303, answer.content.decode()


def test_an_investment_goes_through_the_pages_and_its_effect_is_measured(province, travel):
    tell_history(province, better_from=6)
    head, director = client_of(province.head), client_of(province.director)
    asked = sent(province, at=in_month(8))
    at = travel(in_month(8))
    found = about(province)["about"]
    told = typed(
        criterion="4.2", measured=found.body, period=found.period, target="80", recommendations=asked.code
    )
    way = head.post("/dau-tu-cntt/moi/", told)["Location"]
    assert "phe-duyet" not in read(head, way)
    do(head, way, "them-moc", title="Chạy thử tại Trung tâm", due_on=day(in_month(7, 28)))
    assert head.post(f"{way}phe-duyet/", {"number": "1/QĐ", "dated_on": day(at)}).status_code == 409
    do(director, way, "phe-duyet", number="45/QĐ-SNV", dated_on=day(at))
    do(head, way, "chon-nha-thau")
    do(head, way, "hop-dong", number="9/HĐ", dated_on=day(at), amount="1.800.000.000")
    travel(in_month(7))
    do(head, way, "dat-moc", number="1", dated_on=day(in_month(7)))
    do(head, way, "thanh-toan", number="3/UNC", dated_on=day(in_month(7)), amount="900.000.000")
    record = SimpleUploadedFile("ban-giao.pdf", pdf(), "application/pdf")
    do(head, way, "dua-vao-dung", number="7/BBBG", dated_on=day(in_month(7)), file=record)
    assert "ban-giao.pdf" in read(director, way)
    assert "do-ngay" not in read(head, way)
    travel(in_month(2))
    assert "do-ngay" in read(head, way)
    do(head, way, "do-ngay")
    one = Investment.objects.get()
    assert one.measured["verdict"] == "met"
    page = read(head, f"/en{way}")
    for figure in ("gain", "low", "high"):
        assert one.measured[figure].replace(".", ",").replace("-", "−") in page
    assert asked.code in page
    assert one.code in read(head, f"/kien-nghi/{asked.code}/")


def test_what_is_in_use_is_settled_by_who_decides(province):
    way = f"/dau-tu-cntt/{in_use(province).code}/"
    settled = {"number": "60/QĐ-SNV", "dated_on": day(now()), "text": WHY}
    assert client_of(province.head).post(f"{way}quyet-toan/", settled).status_code == 409
    do(client_of(province.director), way, "quyet-toan", **settled)
    assert Investment.objects.get().state == "closed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Name the investment"),
        ({"task": ""}, "Choose the kind of task"),
        ({"funds": ""}, "Choose the source of funds"),
        ({"funds": "gold"}, "Choose one from the list"),
        ({"basis": "nd73-2019"}, "45/2026/NĐ-CP. Choose that"),
        ({"planned": "hai tỷ"}, "Write the amount in đồng"),
        ({"planned": "0"}, "more than nothing"),
        ({"criterion": "4.2", "period": "2026-01"}, "Write the rate to be reached"),
        ({"criterion": "4.2", "period": "2026-01", "target": "10"}, "must be higher than what was found"),
        ({"criterion": "4.2", "target": "90"}, "Say in which period"),
    ],
)
def test_a_proposal_that_cannot_stand_is_refused_in_words_and_what_was_typed_is_kept(province, change, said):
    tell_history(province, better_from=-1)
    answer = client_of(province.head).post("/en/dau-tu-cntt/moi/", typed(**change))
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert "Số hóa ngay khi tiếp nhận." in page
    assert not Investment.objects.exists()


@pytest.mark.parametrize(
    ("slug", "told", "said"),
    [
        ("thanh-toan", {"amount": "1.800.000.001"}, "needs an annex to the contract"),
        ("thanh-toan", {"amount": ""}, "Write the amount in đồng"),
        ("thanh-toan", {"amount": "abc"}, "Write the amount in đồng"),
        ("phu-luc", {"amount": "2.000.000.001", "text": WHY}, "needs a changed decision first"),
        ("dua-vao-dung", {"dated_on": "01/01/2020"}, "lies before"),
        ("dua-vao-dung", {"dated_on": "01/01/2099"}, "has not come yet"),
        ("them-moc", {"title": "Xong", "due_on": "01/01/2020"}, "lies after today"),
        ("them-moc", {"title": "", "due_on": "01/01/2099"}, "Fill this in"),
    ],
)
def test_an_act_that_cannot_stand_is_refused_in_words_and_what_was_typed_is_kept(province, slug, told, said):
    one = contracted(province)
    sent_in = {"number": "3/UNC-KT", "dated_on": day(now()), **told}
    answer = client_of(province.head).post(f"/en/dau-tu-cntt/{one.code}/{slug}/", sent_in)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True), page
    assert one.cost == Investment.objects.get().cost


def test_who_proposes_and_who_sees_a_proposal(province):
    way = f"/dau-tu-cntt/{proposed(province).code}/"
    for officer, form, shown in (
        (province.head, 200, 200), (province.chairman, 200, 200), (province.specialist, 403, 200),
        (province.stranger, 200, 404),
    ):  # fmt: skip
        client = client_of(officer)
        assert (client.get("/dau-tu-cntt/moi/").status_code, client.get(way).status_code) == (form, shown)
    assert client_of(province.stranger).get(f"/dau-tu-cntt/{approved(province).code}/").status_code == 200
    assert Client().get(way).status_code == 302


def test_a_proposal_is_changed_until_it_is_decided(province):
    one = proposed(province)
    way = f"/dau-tu-cntt/{one.code}/"
    head = client_of(province.head)
    assert "2.000.000.000" in read(head, f"{way}sua/")
    head.post(f"{way}sua/", typed(planned="1.500.000.000"))
    one.refresh_from_db()
    assert (one.planned, one.task) == (1_500_000_000, "hire")
    do(client_of(province.director), way, "phe-duyet", number="1/QĐ", dated_on=day(now()))
    assert head.post(f"{way}sua/", typed()).status_code == 403


def test_names_are_shown_by_right_and_positions_to_others(province):
    way = f"/dau-tu-cntt/{contracted(province).code}/"
    assert province.head.name in read(client_of(province.director), way)
    other = read(client_of(province.stranger), way)
    assert province.head.name not in other
    assert province.director.name not in other


def test_a_directive_that_names_it_stands_on_its_page(province):
    one = approved(province)
    made = make_directive(province, task=f"Triển khai {one.code} đúng hạn.", due_on=due_in(10))
    assert made.code in read(client_of(province.head), f"/dau-tu-cntt/{one.code}/")


def test_cost_progress_and_effect_stand_side_by_side(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    look(one, at=now())
    other = approved(province, title="Chưa mua gì")
    plan_milestone(other, title="Ký hợp đồng", due_on=due_in(9), by=province.head, at=now())
    client = client_of(province.head)
    page = read(client, "/en/dau-tu-cntt/")
    one.refresh_from_db()
    for words in ("1.800.000.000", "paid 50,0%", "0 of 1 milestones", one.measured["gain"].replace(".", ",")):
        assert words in page
    assert "Chưa mua gì" not in read(client, "/dau-tu-cntt/?xem=dang-dung")
    assert one.title not in read(client, "/dau-tu-cntt/?tt=approved")
    assert one.title not in read(client, f"/dau-tu-cntt/?cq={province.peers[0].code}")


def test_the_list_comes_as_csv_and_as_a_workbook(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    look(one, at=now())
    one.refresh_from_db()
    client = client_of(province.head)
    (row,) = csv.DictReader(StringIO(client.get("/en/dau-tu-cntt/?xuat=csv").content.decode("utf-8-sig")))
    assert (row["Code"], row["Contracted"], row["Gain"]) == (
        one.code, str(CONTRACTED), str(float(one.measured["gain"])),
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(client.get("/en/dau-tu-cntt/?xuat=xlsx").content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("Contracted") + 1).value == CONTRACTED


def test_the_list_asks_the_database_as_often_for_three_as_for_one(province):
    tell_history(province, better_from=6)
    client = client_of(province.head)

    def queries():
        client.get("/dau-tu-cntt/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/dau-tu-cntt/").status_code == 200
        return len(asked)

    look(in_use(province, at=in_month(7), **about(province)), at=now())
    one = queries()
    look(in_use(province, at=in_month(7), **about(province)), at=now())
    approved(province)
    assert queries() == one
    assert json.dumps(Investment.objects.first().measured)
