"""The index for everybody: the office's figures, no person, no dossier, no small count, and no way back to one."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.models import MonthTally, ProcedureTally
from motcua.criteria.queries.open_figures import opened
from motcua.criteria.queries.scores import view
from motcua.criteria.rules.periods import month_of
from motcua.criteria.rules.reading_counters import shipped
from motcua.criteria.services import follow
from tests.browser.checks import CITIZEN_BYTES, assert_accessible, assert_fits
from tests.criteria.test_following import open_dossier
from tests.factories.dossiers import make_office
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)


def slot(code):
    return f"c{shipped().flows[code].slot:02}"


def month():
    return month_of(now())


def counted(body, procedure, **counts):
    """What the counters say of a body and procedure this month."""
    values = {slot(code): value for code, value in counts.items()}
    values[slot("became_late")] = counts.get("finished_late", 0)
    ProcedureTally.objects.create(body=body.code, procedure=procedure, month=month().first, **values)
    add_to_month(body, values)


def add_to_month(body, values):
    add(MonthTally.objects.get_or_create(body=body.code, month=month().first)[0], values)


def add(row, values):
    for name, value in values.items():
        setattr(row, name, getattr(row, name) + value)
    row.save()


@pytest.fixture
def province():
    """A province of two wards: the first has few of one procedure, and all but a few on time."""
    top = make_body(kind="province", code="P")
    first, second = (make_body(kind="commune", code=code, parent=top) for code in ("W1", "W2"))
    counted(first, "1.001", received=40, finished=40, finished_late=2)
    counted(first, "1.002", received=2, finished=1)
    counted(second, "1.001", received=30, finished=30, finished_late=10)
    counted(second, "1.002", received=25, finished=20)
    return top, first, second


def page(address, language=""):
    answer = Client().get(f"{language}/chi-so/cong-khai/{address}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def data(body):
    return json.loads(page(f"{body.code}/{month().code}.json"))


def test_everybody_sees_counts_and_none_from_one_to_four(province):
    top, first, second = province
    told = data(first)
    by_code = {one["code"]: one for one in told["procedures"]}
    assert by_code["1.001"]["received"]["value"] is None or by_code["1.001"]["received"]["value"] == 40
    assert by_code["1.002"]["received"] == {"value": None, "least": 1, "most": 4, "mark": "few"}
    assert "&lt; 5" in page(first.code + "/")


def test_a_hidden_count_does_not_follow_from_the_other_bodies_or_the_total(province):
    """1.002 has 2 at the first ward: then its total, or the other ward's, cannot both be printed."""
    top, first, second = province
    rows = {body.code: {one["code"]: one for one in data(body)["procedures"]} for body in province}
    printed = [rows[code]["1.002"]["received"]["value"] for code in ("P", "W2")]
    assert None in printed
    in_the_ward = [rows["W1"]["1.001"]["received"]["value"], data(first)["total"]["received"]["value"]]
    assert None in in_the_ward


def test_a_share_whose_count_is_hidden_is_a_range(province):
    of = opened("W1", month().code, at=now())
    late, ends = of.shown("late"), of.on_time()
    assert late.value is None
    assert ends.least < 1 - (2 / 40) < ends.most


def test_nothing_on_the_page_depends_on_a_hidden_count_beyond_its_bounds(province):
    """One late dossier more, and still fewer than five: not one letter of any page changes."""
    top, first, second = province
    before = [page(f"{body.code}/{month().code}.{kind}") for body in province for kind in ("json", "csv")]
    pages = [page(f"{body.code}/") for body in province]
    for body, more in ((first, 1), (second, -1)):
        change = {slot(code): more for code in ("finished_late", "became_late")}
        add(ProcedureTally.objects.get(body=body.code, procedure="1.001"), change)
        add_to_month(body, change)
    shown = opened("W2", month().code, at=now()).shown("late")
    assert shown.value is None, "the other ward's is hidden too, or this would show"
    assert before == [
        page(f"{body.code}/{month().code}.{kind}") for body in province for kind in ("json", "csv")
    ]
    assert pages == [page(f"{body.code}/") for body in province]


def test_the_score_lies_within_its_range_and_is_exact_where_nothing_is_hidden(province):
    for body in province:
        of = opened(body.code, month().code, at=now())
        truth = view(body.code, month().code).score.rated
        worst, best = (one.rated for one in of.scores)
        assert worst <= truth <= best
        hidden = any(of.shown(one.code).value is None for one in of.rules.figures)
        assert (worst == best) is not hidden


def test_a_body_with_too_few_dossiers_has_no_score(province):
    ward = make_body(kind="commune", code="W3", parent=province[0])
    counted(ward, "1.001", received=3, finished=2)
    assert data(ward)["score"] is None
    assert "Too few dossiers" in page("W3/", "/en")


def test_a_month_without_anything_says_so(province):
    assert "Nothing was received" in page("W1/?ky=2020-01", "/en")


@pytest.mark.parametrize("said", ["?ky=2026-Q3", "?ky=2999-01", "?ky=abc"])
def test_only_months_that_have_begun_are_told(province, said):
    answer = Client().get("/en/chi-so/cong-khai/P/" + said)
    assert answer.status_code == 409
    assert said.split("=")[1] in answer.content.decode()


def test_a_table_comes_as_a_file_and_bodies_stand_in_the_order_of_the_alphabet(province):
    rows = list(csv.reader(io.StringIO(page("P/?csv=co-quan").lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert len(rows) == 3
    assert Client().get("/chi-so/cong-khai/P/?csv=nothing").status_code == 404


def test_every_count_has_its_bounds_beside_it_in_the_sheet(province):
    rows = list(csv.DictReader(io.StringIO(page(f"W1/{month().code}.csv").lstrip("\ufeff"))))
    for row in rows:
        least, most = int(row["received_least"]), int(row["received_most"] or 10**9)
        assert least <= int(row["received"] or least) <= most


def test_the_columns_are_described_and_the_licence_is_named(province):
    told = data(province[0])
    assert {one["code"] for one in told["columns"]} == set(told["total"])
    assert told["licence"]["code"]
    assert told["suppression"]["few"] == 5


def test_an_act_in_the_office_moves_the_public_figure():
    office = make_office()
    for number in range(6):
        open_dossier(f"HS{number}", now() + timedelta(days=1), office.body.code)
    follow()
    assert data(office.body)["total"]["received"]["value"] == 6
    open_dossier("HS6", now() + timedelta(days=1), office.body.code)
    follow()
    assert data(office.body)["total"]["received"]["value"] == 7


def test_the_page_names_no_person_and_no_dossier():
    office = make_office()
    for number in range(6):
        open_dossier(f"HS{number}", now() + timedelta(days=1), office.body.code)
    follow()
    for text in (page(office.body.code + "/"), page(f"{office.body.code}/{month().code}.json")):
        assert not re.search(r"HS\d", text)
        assert office.specialist.name not in text


def test_the_form_leads_to_the_body_that_was_chosen(province):
    answer = Client().get(f"/chi-so/cong-khai/?cq=W2&ky={month().code}")
    assert answer["Location"] == f"/chi-so/cong-khai/W2/?ky={month().code}"


def test_home_and_navigation_lead_here(province):
    assert Client().get("/").content.decode().count("/chi-so/cong-khai/") >= 2


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_public_page_is_accessible_and_fits(open_page, live_server, province, width, language):
    reader = open_page()
    reader.set_viewport_size({"width": width, "height": 900})
    for path in ("/chi-so/cong-khai/", "/chi-so/cong-khai/W1/"):
        assert reader.goto(language + path).status == 200
        assert_fits(reader)
        assert_accessible(reader)


def test_the_public_page_is_light(weigh, province):
    weigh("/chi-so/cong-khai/").assert_within(CITIZEN_BYTES)
