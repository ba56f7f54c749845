"""The pages of the diagnosis: what they say, to whom, in which files, with how many queries."""

import csv
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from motcua.organizations.models import Role
from tests.bottlenecks.diagnosis.conftest import client_of
from tests.factories.organizations import make_officer, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(province):
    """An officer of the province without a leading role: he sees positions, not names."""
    return client_of(make_officer(make_unit(province), role=Role.SPECIALIST))


def address(body, month, *args, name="diagnosis", **words):
    told = {"ky": month, **words}
    with override("en"):
        page = reverse(f"bottlenecks:{name}", args=["2.1", body.code, *args])
    return f"{page}?" + "&".join(f"{word}={value}" for word, value in told.items())


def body_of(answer):
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_the_first_page_leads_to_the_diagnosis_of_what_loses_most(live, month, department, client):
    live(20, late=5)
    text = body_of(client.get(f"/en/chan-doan/?cq={department.code}&ky={month}"))
    assert address(department, month) in text
    assert "down to steps and positions" in text


def test_the_conclusion_comes_first_and_a_task_can_be_given(live, month, department, client):
    live(22, late=5)
    text = body_of(client.get(address(department, month)))
    assert text.index("5 of 5 late dossiers") < text.index("Where dossiers wait")
    assert f"/chi-dao/moi/?cq={department.code}&amp;tc=2.1&amp;ky={month}" in text
    assert "bottleneck" in text


def test_whoever_may_try_a_change_is_led_to_it_with_the_step_filled_in(live, month, department, unit, client):
    live(22, late=5)
    assert "thu-phuong-an" not in body_of(client.get(address(department, month)))
    head = client_of(make_officer(unit, role=Role.HEAD))
    (trial,) = re.findall(
        r'href="([^"]*thu-phuong-an/\?[^"]*)"', body_of(head.get(address(department, month)))
    )
    trial = html.unescape(trial)
    assert f"cq={department.code}&loai=limit&buoc=sign" in trial
    assert re.search('value="sign"[^>]* selected', body_of(head.get(trial)))


def test_few_dossiers_are_listed_without_a_conclusion(live, month, department, client):
    live(3, late=1)
    text = body_of(client.get(address(department, month)))
    assert "too few to conclude" in text
    assert f"{department.code}-H0" in text


def test_names_are_for_those_who_lead_the_work(live, month, department, unit, signer, client):
    live(22, late=5)
    assert signer.name not in body_of(client.get(address(department, month)))
    assert signer.name in body_of(
        client_of(make_officer(unit, role=Role.HEAD)).get(address(department, month))
    )


def test_names_stay_out_of_files_for_those_who_may_not_see_them(live, month, department, signer, client):
    live(22, late=5)
    told = client.get(address(department, month, xuat="csv", bang="contributions")).content.decode(
        "utf-8-sig"
    )
    assert signer.name not in told
    assert signer.code not in told


def test_every_table_is_a_file_and_the_contributions_sum_in_it(live, month, department, client):
    live(22, late=5)
    told = client.get(address(department, month, xuat="csv", bang="contributions")).content.decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(told)))
    points = [float(one[-1]) for one in rows[1:]]
    assert sum(points[:-1]) == pytest.approx(points[-1])
    for name in ("steps", "flows", "dossiers"):
        assert client.get(address(department, month, xuat="csv", bang=name)).status_code == 200
    assert client.get(address(department, month, xuat="csv", bang="none")).status_code == 404
    assert client.get(address(department, month, xuat="xlsx")).content[:2] == b"PK"


@pytest.mark.parametrize("place", ["2.1/NOPE/", "9.9/{body}/", "2.1/{body}/no.such/"])
def test_what_is_unknown_is_not_found(department, month, client, place):
    assert client.get(f"/chan-doan/{place.format(body=department.code)}?ky={month}").status_code == 404


def test_other_criteria_are_told_by_procedure(live, month, department, client):
    live(20)
    text = body_of(client.get(address(department, month).replace("2.1", "4.3")))
    assert "Where the points were lost" in text
    assert "Where dossiers wait" not in text


@pytest.mark.parametrize("name", ["diagnosis", "procedure"])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(live, month, department, client, name):
    args = ("1.001",) if name == "procedure" else ()
    live(20, late=1)
    page = address(department, month, *args, name=name)
    if args:
        assert client.get(page).status_code == 404  # nobody published it
        return
    client.get(page)
    counts = []
    for more in ("K", "L"):
        live(2, late=2, name=more)
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 45
