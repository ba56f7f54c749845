"""The pages of the index: their number of queries, a field, files, the screen on the wall."""

import csv
import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.catalog.models import Competence, Procedure
from motcua.clock.queries import now
from motcua.criteria.models import Offer
from motcua.criteria.queries.services import offered, services
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.dossiers.events import DossierCompleted
from motcua.organizations.models import BodyKind
from tests.criteria.test_following import open_dossier, tell
from tests.factories.dossiers import make_office, make_version
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province():
    return make_body(kind=BodyKind.PROVINCE)


@pytest.fixture
def client(province):
    client = Client()
    sign_in(client, make_officer(make_unit(province)).account)
    return client


def fill(body, number):
    open_dossier(f"{body.code}-L{number}", now() - timedelta(seconds=1), body.code)
    open_dossier(f"{body.code}-D{number}", now() + timedelta(days=1), body.code)
    tell(f"{body.code}-D{number}", DossierCompleted(due_at=now(), document=True, electronic=True), body.code)


def address(province, page="", **words):
    told = {"cq": province.code, "ky": month_of(now()).code, **words}
    return f"/en/chi-so/{page}?" + "&".join(f"{name}={value}" for name, value in told.items())


PAGES = [
    ("", {}),
    ("", {"man-hinh": "1"}),
    ("", {"xuat": "xlsx"}),
    ("2.1/", {}),
    ("2.1/", {"theo": "thu-tuc"}),
    ("bien-dong/", {}),
    ("toan-trinh/", {}),
    ("ho-so/", {"dem": "received"}),
]


@pytest.mark.parametrize(("page", "words"), PAGES)
def test_a_page_takes_as_many_queries_for_one_body_as_for_three(province, client, page, words):
    def queries():
        client.get(address(province, page, **words))  # what a process keeps is read once
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(province, page, **words)).status_code == 200
        return len(asked)

    fill(make_body(parent=province), 1)
    follow()
    first = queries()
    for number in (2, 3):
        fill(make_body(parent=province), number)
    follow()
    assert queries() == first <= 20


def test_no_page_but_the_lists_reads_facts(province, client):
    fill(make_body(parent=province), 1)
    follow()
    for page, words in PAGES[:6]:
        if page == "2.1/":
            continue
        with CaptureQueriesContext(connection) as asked:
            client.get(address(province, page, **words))
        assert not [one for one in asked if 'FROM "criteria_dossier"' in one["sql"]]


def test_the_parts_in_the_file_sum_to_the_last_row(province, client):
    for number in range(3):
        fill(make_body(parent=province), number)
    follow()
    text = client.get(address(province, "2.1/", xuat="csv", bang="parts")).content.decode("utf-8-sig")
    _head, *rows, total = list(csv.reader(io.StringIO(text)))
    assert total[1] == "Together"
    assert sum(float(row[4]) for row in rows) == pytest.approx(float(total[4]))
    assert float(total[4]) == pytest.approx(10)


def test_the_workbook_holds_every_table_and_what_it_rests_on(province, client):
    fill(province, 1)
    follow()
    answer = client.get(address(province, xuat="xlsx"))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    with ZipFile(io.BytesIO(answer.content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert names[-1] == "About this file"
        assert {"Points by group", "Score over time", "Bodies by criteria", "Criteria"} <= set(names)
        assert "qd766-2022" in book.read("xl/sharedStrings.xml").decode()


def test_every_table_of_a_page_can_be_had_as_csv(province, client):
    fill(province, 1)
    follow()
    for page in ("", "2.1/", "bien-dong/", "toan-trinh/", "ho-so/"):
        words = {"dem": "received"} if page == "ho-so/" else {}
        html = client.get(address(province, page, **words)).content.decode().replace("&amp;", "&")
        links = set(re.findall(r'href="([^"]*xuat=[^"]*)"', html))
        assert links, page
        for link in links:
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert "attachment" in answer["Content-Disposition"]


def test_a_field_counts_its_own_procedures_only(province, client):
    mine = make_version(code="1.001").procedure
    fill(province, 1)
    follow()
    page = client.get(address(province, "ho-so/", dem="received", lv=mine.field.code)).content.decode()
    assert f"{province.code}-L1" in page
    Procedure.objects.update(code="other")
    page = client.get(address(province, "ho-so/", dem="received", lv=mine.field.code)).content.decode()
    assert f"{province.code}-L1" not in page
    assert client.get(address(province, lv="nowhere")).status_code == 409


def test_a_procedure_that_several_bodies_offer_counts_once():
    office = make_office()
    second = make_body()
    Competence.objects.create(procedure=office.version.procedure, body=second)
    partly = make_version()
    Competence.objects.create(procedure=partly.procedure, body=second)
    follow()
    Offer.objects.filter(procedure=partly.procedure.code).update(online_level="partial")
    bodies = [office.body.code, second.code]
    assert offered(bodies, now()) == (1, 2)
    assert [one.full for one in services(bodies, now())] == [0, 2]
    assert offered(bodies, now(), [partly.procedure.code]).ratio == 0
    assert offered([], now()).ratio is None


def test_the_screen_on_the_wall_asks_for_itself_and_without_scripts_too(province, client):
    fill(province, 1)
    follow()
    page = client.get(address(province, **{"man-hinh": "1"})).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert 'hx-trigger="every 5s"' in page


def test_why_a_score_moved_sums_to_the_change(province, client):
    fill(province, 1)
    follow()
    text = client.get(address(province, "bien-dong/", xuat="csv", bang="bodies")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    other = client.get(address(province, "bien-dong/", xuat="csv", bang="criteria")).content.decode(
        "utf-8-sig"
    )
    by_criterion = list(csv.reader(io.StringIO(other)))[1:]
    assert sum(float(row[-1]) for row in rows) == pytest.approx(sum(float(row[-1]) for row in by_criterion))


@pytest.mark.parametrize(
    "path", ["9.9/", "2.1/?tai=nowhere", "ho-so/?dem=nothing", "ho-so/?dem=received&sau=x", "?xuat=pdf"]
)
def test_what_is_not_there_is_not_found(client, path):
    follow()
    assert client.get("/chi-so/" + path).status_code == 404
