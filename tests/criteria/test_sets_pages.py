"""Criteria sets and published scores in the browser: readable for everybody, changed by the reform office alone."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.models import SetVersion
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.criteria.services.publishing import publish
from motcua.criteria.services.setting import propose
from motcua.criteria.standalone import recompute
from motcua.ledger.services import seal
from motcua.organizations.models import BodyKind, Role
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.criteria.test_following import open_dossier
from tests.criteria.test_sets_versions import CODE, EASIER, changed
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer

SETS = "/chi-so/bo-tieu-chi/"
EDITOR = f"{SETS}de-xuat/"


@pytest.fixture
def two(db):
    return make_officer(role=Role.REFORM), make_officer(role=Role.REFORM)


def signed_in(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


@pytest.fixture
def author(two):
    return signed_in(two[0])


@pytest.fixture
def reader(two):
    return signed_in(two[1])


@pytest.mark.parametrize("language", ["", "/en"])
def test_everybody_reads_the_version_in_force_with_every_formula(db, language):
    client = Client()
    assert CODE in client.get(language + SETS).content.decode()
    page = client.get(f"{language}{SETS}{CODE}/1/").content.decode()
    for said in ("2.1", "bản mô tả công thức 766", "766"):
        assert said in page
    assert client.get(f"{SETS}{CODE}/1/toan-van.yaml").content.decode().startswith("# QĐ 766")


def test_a_proposal_is_for_the_reform_office_only_until_it_is_approved(two, author, reader):
    made = propose(changed(EASIER), base=1, by=two[0], at=now())
    address = f"{SETS}{CODE}/{made.number}/"
    for path in (address, f"{address}toan-van.yaml"):
        assert Client().get(path).status_code == 404
        assert author.get(path).status_code == 200
    assert f"/{made.number}/" not in Client().get(SETS).content.decode()
    assert reader.post(f"{address}quyet-dinh/", {"action": "approve"}).status_code == 303
    assert Client().get(address).status_code == 200


def test_the_author_may_not_approve_and_is_told_so(two, author):
    made = propose(changed(EASIER), base=1, by=two[0], at=now())
    answer = author.post(f"{SETS}{CODE}/{made.number}/quyet-dinh/", {"action": "approve"}, follow=True)
    assert "cán bộ khác" in answer.content.decode()
    assert not SetVersion.objects.get(pk=made.pk).is_approved


def test_others_may_neither_write_nor_try_nor_decide(two):
    made = propose(changed(EASIER), base=1, by=two[0], at=now())
    other = signed_in(make_officer(role=Role.LEADER))
    assert other.get(EDITOR).status_code == 403
    assert other.get(f"{SETS}{CODE}/{made.number}/chay-thu/").status_code == 403
    assert other.post(f"{SETS}{CODE}/{made.number}/quyet-dinh/").status_code == 403


def test_faults_are_told_with_their_lines_and_nothing_is_lost(author):
    text = changed(
        EASIER, ("numerator: synchronised", "numerator: synchronized"), ("total: 100", "total: 99")
    )
    answer = author.post("/en" + EDITOR, {"text": text, "base": "1", "action": "propose"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 17:" in page
    assert "numerator: synchronized" in page
    assert not SetVersion.objects.filter(number=2).exists()


def test_a_file_takes_the_place_of_the_text_and_one_in_another_encoding_is_refused(author):
    good = SimpleUploadedFile("bo.yaml", changed(EASIER).encode())
    assert (
        author.post(EDITOR, {"text": "", "file": good, "base": "1", "action": "propose"}).status_code == 303
    )
    bad = SimpleUploadedFile("bo.yaml", changed(EASIER).encode("utf-16"))
    answer = author.post(EDITOR, {"text": "mine: kept", "file": bad, "base": "2", "action": "propose"})
    assert answer.status_code == 422
    assert "mine: kept" in answer.content.decode()


def test_a_stale_base_is_refused_and_the_text_stays(two, author):
    answer = author.post(EDITOR, {"text": changed(EASIER), "base": "7", "action": "propose"})
    assert answer.status_code == 409
    assert "threshold: 0.8, confidence: found" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_proposal_is_tried_on_last_month_before_it_is_made(two, author):
    body = make_body(code="B1", kind=BodyKind.DEPARTMENT, parent=make_body(code="P", kind=BodyKind.PROVINCE))
    open_dossier("HS1", now() + timedelta(days=1), body.code)
    follow()
    answer = author.post("/en" + EDITOR, {"text": changed(EASIER), "base": "1", "action": "try"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Added: 0, removed: 0, changed: 2." in page
    assert month_of(now()).previous.code in page
    assert not SetVersion.objects.filter(number=2).exists()
    made = propose(changed(EASIER), base=1, by=two[0], at=now())
    tried = author.get(f"/en{SETS}{CODE}/{made.number}/chay-thu/?ky={month_of(now()).code}").content.decode()
    assert str(body.name_en) in tried


@pytest.fixture
def run(transactional_db, settings, tmp_path):
    settings.WITNESS_ROOT = tmp_path / "witnesses"
    for name in ("own", "inspectorate"):
        (tmp_path / "witnesses" / name).mkdir(parents=True)
    body = make_body(code="B1", kind=BodyKind.DEPARTMENT, parent=make_body(code="P", kind=BodyKind.PROVINCE))
    open_dossier("HS1", now() + timedelta(days=1), body.code)
    open_dossier("HS2", now() - timedelta(seconds=1), body.code)
    follow()
    seal()
    return publish(["B1", "P"], month_of(now()), CODE, by="officer", at=now())[0]


def test_everybody_finds_a_published_score_its_data_and_the_program(run, tmp_path):
    client = Client()
    assert (
        f"/chi-so/ban-chot/{run.number}/" in client.get("/chi-so/ban-chot/?ky=" + run.period).content.decode()
    )
    page = client.get(f"/en/chi-so/ban-chot/{run.number}/").content.decode()
    for said in (run.root, run.facts, run.answer["shown"].replace(".", ",")):
        assert said in page
    data = client.get(f"/chi-so/ban-chot/{run.number}.json").content
    program = client.get("/chi-so/ban-chot/tinh-lai-diem.py").content
    assert recompute.check(json.loads(data))["differences"] == []
    assert program.startswith(b"#!/usr/bin/env python3")
    assert client.get("/chi-so/ban-chot/999.json").status_code == 404
    assert client.get("/chi-so/ban-chot/999/").status_code == 404


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_are_accessible_and_fit(open_page, live_server, run, width, language):
    author = make_officer(role=Role.REFORM)
    made = propose(changed(EASIER), base=1, by=author, at=now())
    page, client = open_page(), signed_in(author)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        SETS,
        f"{SETS}{CODE}/{made.number}/",
        f"{SETS}{CODE}/{made.number}/chay-thu/?ky={run.period}",
        EDITOR,
        "/chi-so/ban-chot/",
        f"/chi-so/ban-chot/{run.number}/",
    ):
        assert page.goto(language + path).status == 200
        assert_fits(page)
        assert_accessible(page)


def test_the_pages_are_light(weigh, run):
    weigh(f"{SETS}{CODE}/1/").assert_within(OFFICER_BYTES)
    weigh(f"/chi-so/ban-chot/{run.number}/").assert_within(OFFICER_BYTES)
