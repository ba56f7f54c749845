"""Every page of the room opens, keeps what was typed, and tells strangers nothing."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client

from motcua.identity.access.entrance import BEGAN, FACTOR, SEEN
from motcua.identity.models import ApiToken, Session
from motcua.identity.queries import moment
from motcua.identity.rules.ways import safe_next
from motcua.identity.services import authenticate_token, close_account
from tests.factories.identity import make_account, make_enterprise, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "way", ["/dang-nhap/", "/dang-nhap/can-bo/", "/en/dang-nhap/", "/en/dang-nhap/can-bo/"]
)
def test_sign_in_pages_open_for_strangers_and_are_not_kept(client, way) -> None:
    answer = client.get(way)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_account_page_sends_strangers_to_sign_in_and_back(client) -> None:
    answer = client.get("/tai-khoan/")
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/?next=/tai-khoan/")


def test_account_page_shows_what_vneid_told(client) -> None:
    account = make_account()
    sign_in(client, account)
    page = client.get("/tai-khoan/").content.decode()
    assert account.id_number in page
    assert account.address in page


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x",
        "",
        "evil",
    ],
)
def test_safe_next_takes_only_pages_of_this_house(wanted) -> None:
    assert safe_next(wanted) == ""


def test_safe_next_keeps_a_path_with_its_question() -> None:
    assert safe_next("/en/ho-so/?a=1&b=//x") == "/en/ho-so/?a=1&b=//x"


def test_sign_in_page_does_not_follow_a_strange_next(client) -> None:
    sign_in(client, make_account())
    assert client.get("/dang-nhap/?next=//evil.example")["Location"] == "/tai-khoan/"
    assert client.get("/dang-nhap/?next=/tro-giup/")["Location"] == "/tro-giup/"


def test_sign_out_is_by_post_only_and_needs_our_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, make_account())
    assert strict.get("/dang-xuat/").status_code == 405
    assert strict.post("/dang-xuat/").status_code == 403
    assert Session.objects.exclude(account=None).exists()
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get("/tai-khoan/").content.decode()
    )
    assert strict.post("/dang-xuat/", {"csrfmiddlewaretoken": token[1]}).status_code == 303
    assert not Session.objects.exclude(account=None).exists()


def test_a_session_knows_its_account_and_others_can_be_ended(client) -> None:
    account = make_account()
    elsewhere = Client()
    sign_in(client, account)
    sign_in(elsewhere, account)
    assert Session.objects.filter(account=account).count() == 2
    assert client.post("/tai-khoan/phien/").status_code == 303
    assert client.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/").status_code == 302


def test_a_closed_account_is_out_at_once(client) -> None:
    account = make_account()
    sign_in(client, account)
    close_account(account, reason="left", by=None, at=moment())
    assert client.get("/tai-khoan/").status_code == 302
    assert not Session.objects.filter(account=account).exists()


def aged(client: Client, **seconds: float) -> None:
    session = client.session
    session.update({name: time.time() - age for name, age in seconds.items()})
    session.save()


@pytest.mark.parametrize(
    ("kind", "ages", "status"),
    [
        ("officer", {SEEN: 14 * 60}, 200),
        ("officer", {SEEN: 16 * 60}, 302),
        ("officer", {BEGAN: 8 * 3600 + 1}, 302),
        ("citizen", {SEEN: 16 * 60}, 200),
        ("citizen", {SEEN: 61 * 60}, 302),
    ],
)
def test_a_session_ends_when_idle_or_old(client, kind, ages, status) -> None:
    sign_in(client, make_account(kind))
    aged(client, **ages)
    assert client.get("/tai-khoan/").status_code == status


def test_what_was_typed_waits_for_its_owner_and_nobody_else(client) -> None:
    account = make_account()
    sign_in(client, account)
    aged(client, **{SEEN: 2 * 3600})
    answer = client.post("/tai-khoan/khoa/", {"name": "Máy của tôi", "password": "secret"})
    assert answer["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2Fkhoa%2F"
    stranger = client.session
    kept = stranger["kept"]
    assert kept["fields"] == [["name", "Máy của tôi"]]
    sign_in(client, account)
    session = client.session
    session["kept"] = kept
    session.save()
    assert "Máy của tôi" in client.get("/dang-nhap/gui-lai/").content.decode()
    sign_in(client, make_account())
    session = client.session
    session["kept"] = kept
    session.save()
    assert client.get("/dang-nhap/gui-lai/")["Location"] == "/tai-khoan/"


def test_a_token_is_shown_once_and_works_until_revoked(client) -> None:
    account = make_enterprise()
    sign_in(client, account)
    until = f"{moment() + timedelta(days=30):%d/%m/%Y}"
    typed = {"name": "Phần mềm", "scopes": ["dossiers:read"], "expires_on": until}
    page = client.post("/tai-khoan/khoa/", typed).content.decode()
    secret = re.search(r"mct_[\w-]+", page)[0]
    token, _at = authenticate_token(secret)
    assert (token.account, token.scopes) == (account, ["dossiers:read"])
    assert secret not in client.get("/tai-khoan/").content.decode()
    assert client.post(f"/tai-khoan/khoa/{token.code}/thu-hoi/").status_code == 303
    assert authenticate_token(secret) is None


def test_token_form_keeps_what_was_typed_when_it_is_wrong(client) -> None:
    sign_in(client, make_account())
    answer = client.post(
        "/tai-khoan/khoa/", {"name": "Của tôi", "scopes": ["tasks:write"], "expires_on": "x"}
    )
    assert answer.status_code == 422
    assert "Của tôi" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_end_token_says_the_same_for_strangers_token_and_none(client) -> None:
    sign_in(client, make_account())
    theirs = ApiToken.objects.create(
        code="T-x", account=make_account(), digest="x", made_at=moment(), expires_at=moment() + timedelta(1)
    )
    answers = [client.post(f"/tai-khoan/khoa/{code}/thu-hoi/") for code in (theirs.code, "T-y")]
    assert [a.status_code for a in answers] == [404, 404]
    assert len({len(a.content) for a in answers}) == 1


def test_an_officer_shows_his_factor_again_before_he_makes_a_token(client) -> None:
    sign_in(client, make_account("officer"))
    aged(client, **{FACTOR: 16 * 60})
    assert client.post("/tai-khoan/khoa/", {})["Location"].startswith("/dang-nhap/ma/")


def test_whoever_is_inside_begins_where_his_work_is(client, settings) -> None:
    settings.HOMES = {"citizen": "web:help", "officer": "nowhere:at-all"}
    sign_in(client, make_account())
    assert client.get("/dang-nhap/")["Location"] == "/tro-giup/"
    sign_in(client, make_account("officer"))
    assert client.get("/dang-nhap/")["Location"] == "/tai-khoan/"
