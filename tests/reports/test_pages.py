"""The pages of reports: who may open them, the builder without a script, versions, links, how often they ask."""

import json
import re

import pytest
from django.core.signing import dumps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.reports import services
from motcua.reports.models import ReportRun, SavedReport, State
from motcua.reports.queries.sharing import SALT
from motcua.reports.services import Asked, issue
from tests.reports.making import AT, HORIZON, client_of, counted_up_to, fact, keep, make_province, on

pytestmark = pytest.mark.django_db
VIEWS = ("home", "building", "one", "sharing")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    for view in VIEWS:
        monkeypatch.setattr(f"motcua.reports.views.{view}.now", lambda: AT)


@pytest.fixture
def province():
    province = make_province()
    here, there = province.authority.code, province.commune.code
    keep(
        fact(
            here,
            received_at=on(9, 20),
            due_at=on(10, 1),
            late_at=on(10, 1),
            ended_at=on(10, 3),
            ending="completed",
        ),
        fact(there, "1.xay", received_at=on(10, 2), due_at=on(11, 1)),
    )
    counted_up_to()
    return province


@pytest.fixture
def run(province):
    return issue(Asked("ii07a", province.authority.code, "2026-10"), by="CB-1", at=AT)


def builder(province, **change):
    return {
        "mau": "mot-cua-thang",
        "ky": "2026-10",
        "luoi": "cut-off",
        "cq": province.authority.code,
        "thu-tu": ["text-results", "ii06a", "text-proposals"],
        "khoi": ["ii06a", "text-results"],
        **change,
    }


def test_only_those_who_answer_for_a_body_open_its_reports(province, run):
    expected = {"reform": 200, "leader": 200, "chairman": 200, "head": 200, "foreign": 403, "specialist": 403}
    for name, status in expected.items():
        client = client_of(province.officers[name])
        assert client.get(f"/bao-cao/{run.pk}/").status_code == status, name
        assert client.get(f"/bao-cao/{run.pk}/tep/pdf/").status_code == status, name
        assert client.post(f"/bao-cao/{run.pk}/lap-lai/").status_code in (status, 303), name
    assert client_of(province.officers["specialist"]).get("/bao-cao/").status_code == 403
    assert "bộ phận cải cách" in client_of(province.officers["specialist"]).get("/bao-cao/").content.decode()
    foreign = client_of(province.officers["foreign"])
    assert foreign.get("/bao-cao/").status_code == 200
    assert f"/bao-cao/{run.pk}/" not in foreign.get("/bao-cao/").content.decode()
    assert foreign.post("/bao-cao/tao/", builder(province)).status_code == 403


def test_names_of_persons_stand_on_no_page_and_in_no_file(province, run):
    client = client_of(province.officers["leader"])
    others = [officer.name for name, officer in province.officers.items() if name != "leader"]
    for way in ("/bao-cao/", f"/bao-cao/{run.pk}/", f"/bao-cao/{run.pk}/tep/json/"):
        page = client.get(way).content.decode()
        assert not [name for name in others if name in page]


def test_going_on_without_a_template_is_refused_in_words(province):
    client = client_of(province.officers["leader"])
    assert "Choose which report." not in client.get("/en/bao-cao/tao/").text
    refused = client.get("/en/bao-cao/tao/?chon=1")
    assert (refused.status_code, "Choose which report." in refused.text) == (422, True)


def test_the_builder_shows_the_sheet_moves_blocks_and_keeps_what_was_typed(province):
    client = client_of(province.officers["leader"])
    page = client.get("/bao-cao/tao/?mau=mot-cua-thang").content.decode()
    assert page.count('name="thu-tu"') == 15
    moved = client.post("/bao-cao/tao/", builder(province, xuong="text-results")).content.decode()
    assert re.findall(r'name="thu-tu" value="([^"]+)"', moved) == ["ii06a", "text-results", "text-proposals"]
    seen = client.post("/bao-cao/tao/", builder(province, lam="xem"))
    page = seen.content.decode()
    assert seen.status_code == 200
    assert 'class="sheet"' in page
    assert "Trong kỳ tiếp nhận mới 1 hồ sơ" in page
    assert not ReportRun.objects.exists()
    drafted = re.search(r'name="nhap-text-results" value="([^"]+)"', page)[1]
    typed = {"loi-text-results": drafted, "nhap-text-results": drafted, "lam": "lap"}
    client.post("/bao-cao/tao/", builder(province, **typed))
    client.post("/bao-cao/tao/", builder(province, **typed | {"loi-text-results": "Tự viết."}))
    first, second = ReportRun.objects.order_by("pk")
    assert [one.content["blocks"][0]["edited"] for one in (first, second)] == [False, True]
    assert [one["code"] for one in first.content["blocks"]] == ["text-results", "ii06a"]
    assert "đã sửa" in client.get(f"/bao-cao/{second.pk}/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"khoi": []}, "Choose at least one block"),
        ({"ky": "soon"}, "is no period"),
        ({"ky": "2027-06"}, "has not begun"),
        ({"luoi": "lunar"}, "There are no periods"),
        ({"lam": "luu", "ten": " "}, "Give the report a title"),
        ({"lam": "luu", "ten": "x", "sau": "99"}, "from 0 to 28"),
        ({"lam": "luu", "ten": "x", "sau": "bald"}, "from 0 to 28"),
        ({"mau": "ii99"}, "There is no report"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(province, change, said):
    answer = client_of(province.officers["leader"]).post("/en/bao-cao/tao/", builder(province, **change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SavedReport.objects.exists()


def test_columns_that_do_not_add_up_are_shown_in_the_look_and_refused_when_made(province):
    keep(fact(province.authority.code, received_at=on(10, 3), ended_at=on(9, 1), ending="completed"))
    client = client_of(province.officers["leader"])
    look = client.post("/en/bao-cao/tao/", builder(province, lam="xem"))
    assert (look.status_code, "(3) = (4) + (5) + (6) does not hold" in look.content.decode()) == (200, True)
    made = client.post("/en/bao-cao/tao/", builder(province, lam="lap"))
    assert (made.status_code, "The report is not issued" in made.content.decode()) == (422, True)


def test_a_report_is_saved_made_for_the_last_period_and_taken_off_the_list(province):
    client = client_of(province.officers["leader"])
    client.post("/bao-cao/tao/", builder(province, lam="luu", ten="Một cửa của Ban", sau="3"))
    report = SavedReport.objects.get()
    assert (report.days_after, report.span, report.blocks) == (3, "month", ["text-results", "ii06a"])
    assert "Một cửa của Ban" in client.get("/bao-cao/").content.decode()
    way = client.post(f"/bao-cao/mau/{report.pk}/", {"lam": "lap"})["Location"]
    assert ReportRun.objects.get().period == "2026-11"  # over since 14 November
    assert "Một cửa của Ban" in client.get(way).content.decode()
    foreign = client_of(province.officers["foreign"])
    assert foreign.post(f"/bao-cao/mau/{report.pk}/", {"lam": "bo"}).status_code == 403
    client.post(f"/bao-cao/mau/{report.pk}/", {"lam": "bo"})
    assert (
        "Một cửa của Ban"
        not in client_of(province.officers["head"]).get("/bao-cao/").content.decode().split("</table>")[0]
    )
    assert client.post(f"/bao-cao/mau/{report.pk}/", {"lam": "lap"}).status_code == 404


def test_counting_again_makes_the_next_version_and_shows_what_changed(province, run):
    client = client_of(province.officers["leader"])
    same = client.post(f"/en/bao-cao/{run.pk}/lap-lai/", follow=True)
    assert "Nothing has changed since this version." in same.content.decode()
    keep(fact(province.authority.code, "1.xay", received_at=on(9, 20), due_at=on(10, 1), late_at=on(10, 1)))
    page = client.post(f"/en/bao-cao/{run.pk}/lap-lai/", follow=True).content.decode()
    assert "What changed since version 1" in page
    assert ReportRun.objects.filter(version=2).count() == 1


def test_a_big_report_is_made_by_the_worker_and_the_list_shows_how_far_it_is(province, monkeypatch):
    monkeypatch.setattr("motcua.reports.services.ordering.MOST_AT_ONCE", 1)
    client = client_of(province.officers["chairman"])
    whole = builder(province, cq=province.top.code, lam="lap")
    page = client.post("/en/bao-cao/tao/", whole, follow=True).content.decode()
    waiting = ReportRun.objects.get()
    assert waiting.state == State.WAITING
    assert "The report is being made" in page
    assert "Being made" in client.get("/en/bao-cao/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'reports.make'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"number": waiting.pk}]
    services.attempt(waiting, at=AT)
    assert "Ready" in client.get("/en/bao-cao/").content.decode()


def test_a_shared_link_opens_without_signing_in_and_leaves_out_the_list_of_dossiers(province, run):
    client = client_of(province.officers["leader"])
    page = client.post(f"/bao-cao/{run.pk}/chia-se/", {"ngay": "7"}).content.decode()
    way = re.search(r"/bao-cao/xem/[^/<\"]+/", page)[0]
    dossier = run.content["blocks"][1]["rows"][0]["key"]
    assert dossier in client.get(f"/bao-cao/{run.pk}/").content.decode()
    stranger = Client()
    answer = stranger.get(way)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert dossier not in answer.content.decode()
    assert dossier not in stranger.get(f"{way}json/").content.decode()
    assert stranger.get(f"{way}pdf/")["Content-Type"] == "application/pdf"
    assert stranger.get(f"{way}exe/").status_code == 404
    over = dumps([run.pk, "2026-11-19"], salt=SALT)
    assert stranger.get(f"/bao-cao/xem/{over}/").status_code == 404
    assert stranger.get(f"/bao-cao/xem/{dumps([run.pk, '2026-12-19'])}/").status_code == 404
    assert client.post(f"/bao-cao/{run.pk}/chia-se/", {"ngay": "0"}).status_code == 422


def test_the_list_asks_as_often_for_one_report_as_for_three(province):
    client = client_of(province.officers["leader"])

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/bao-cao/").status_code == 200
        return len(asked)

    def one_more(number):
        kept = services.Kept("Báo cáo", "ii06a", province.authority.code, "cut-off", "month", ("ii06a",))
        services.keep(kept, by="CB-1", at=HORIZON)
        issue(Asked("ii06a", province.authority.code, f"2026-0{number}"), by="CB-1", at=AT)

    client.get("/bao-cao/")
    one_more(1)
    first = queries()
    one_more(2)
    one_more(3)
    assert queries() == first <= 20
