"""Officers come in with name, password and a code that works once; guessing is slow."""

from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from motcua.identity.models import Account, AccountKind, OneTimeSecret, Session, Tally
from motcua.identity.queries import moment
from motcua.identity.services import begin_enrolment, check_code, give_known_secret, throttle
from motcua.kernel.refusals import Refusal
from tests.factories.identity import NOON, make_account, sign_in

pytestmark = pytest.mark.django_db
SECRET = pyotp.random_base32()
PASSWORD = "mat-khau-rat-dai-1"


@pytest.fixture
def officer() -> Account:
    made = make_account(AccountKind.OFFICER, sign_in_name="h49.31-mc-01")
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def enrolled(officer) -> Account:
    give_known_secret([officer], secret=SECRET, at=NOON)
    return officer


def code(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(moment() + timedelta(seconds=30 * steps))


def knock(client: Client, **change: str):
    typed = {"name": "h49.31-mc-01", "password": PASSWORD, "code": code(), "next": "/tai-khoan/", **change}
    return client.post("/dang-nhap/can-bo/", typed)


def test_the_right_name_password_and_code_open(client, enrolled) -> None:
    before = client.session.session_key
    assert knock(client, name=" H49.31-MC-01 ")["Location"] == "/tai-khoan/"
    assert client.session.session_key != before
    assert client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize(
    "change", [{"password": "x"}, {"code": "000000"}, {"code": ""}, {"name": "nobody"}, {"name": ""}], ids=str
)
def test_whatever_is_wrong_the_answer_is_the_same(client, enrolled, change) -> None:
    answer = knock(client, **change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert PASSWORD not in page
    assert page.count('class="errors"') == 1
    assert not Session.objects.exclude(account=None).exists()
    expected = knock(Client(), password="wrong").content.decode()
    assert page[page.index('class="errors"') :][:300] == expected[expected.index('class="errors"') :][:300]


def test_a_citizen_has_no_door_here(client) -> None:
    account = make_account(sign_in_name="h49.31-mc-01")
    account.set_password(PASSWORD)
    account.save()
    assert knock(client).status_code == 422


def test_a_closed_account_does_not_open(client, enrolled) -> None:
    Account.objects.update(is_active=False)
    assert knock(client).status_code == 422


def test_a_code_is_taken_once(client, enrolled) -> None:
    used = code()
    assert knock(client, code=used).status_code == 303
    assert knock(Client(), code=used).status_code == 422


def test_check_code_takes_neighbouring_steps_but_never_goes_back(enrolled) -> None:
    at = moment()
    ahead, now = pyotp.TOTP(SECRET).at(at + timedelta(seconds=30)), pyotp.TOTP(SECRET).at(at)
    check_code(enrolled, code=f"{ahead[:3]} {ahead[3:]}", at=at)
    for old in (ahead, now):
        with pytest.raises(Refusal):
            check_code(enrolled, code=old, at=at)


def test_check_code_refuses_a_step_far_away(enrolled) -> None:
    with pytest.raises(Refusal):
        check_code(enrolled, code=code(steps=5), at=moment())


def test_five_wrong_tries_make_the_sixth_wait_and_not_for_good(client, enrolled) -> None:
    for _ in range(5):
        assert knock(client, password="wrong").status_code == 422
    assert knock(client).status_code == 429
    Tally.objects.update(ends_at=moment() - timedelta(seconds=1))
    assert knock(client).status_code == 303


def test_a_good_try_forgets_the_bad_ones(client, enrolled) -> None:
    for _ in range(4):
        knock(client, password="wrong")
    assert knock(client).status_code == 303
    for _ in range(4):
        assert knock(Client(), password="wrong").status_code == 422


def test_guessing_from_elsewhere_does_not_lock_the_name_here(client, enrolled) -> None:
    for _ in range(6):
        Client(REMOTE_ADDR="203.0.113.9").post(
            "/dang-nhap/can-bo/", {"name": "h49.31-mc-01", "password": "x"}
        )
    assert knock(client).status_code == 303


def test_throttle_counts_until_its_time_is_over() -> None:
    for _ in range(3):
        throttle("k", limit=3, per_seconds=60, at=NOON)
    with pytest.raises(Refusal) as refused:
        throttle("k", limit=3, per_seconds=60, at=NOON + timedelta(seconds=59))
    assert refused.value.code == "too-many"
    throttle("k", limit=3, per_seconds=60, at=NOON + timedelta(seconds=60))
    throttle("other", limit=1, per_seconds=60, at=NOON)


def test_throttle_keeps_no_name() -> None:
    throttle("sign-in nguyen.van.a 10.0.0.1", limit=3, per_seconds=60, at=NOON)
    assert "nguyen" not in Tally.objects.get().key


def test_the_first_sign_in_sets_up_a_device(client, officer) -> None:
    assert knock(client, code="")["Location"] == "/dang-nhap/can-bo/thiet-bi/"
    assert client.get("/tai-khoan/").status_code == 302
    assert b"data:image/svg+xml" in client.get("/dang-nhap/can-bo/thiet-bi/").content
    secret = pyotp.parse_uri(begin_enrolment(officer)).secret
    assert client.post("/dang-nhap/can-bo/thiet-bi/", {"code": "000000"}).status_code == 422
    good = pyotp.TOTP(secret).at(moment())
    assert client.post("/dang-nhap/can-bo/thiet-bi/", {"code": good})["Location"] == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == 200
    with pytest.raises(Refusal):
        begin_enrolment(officer)


def test_the_device_page_is_closed_without_the_password(client, officer) -> None:
    assert client.get("/dang-nhap/can-bo/thiet-bi/")["Location"] == "/dang-nhap/can-bo/"


def test_the_secret_is_sealed_in_the_database(enrolled) -> None:
    assert SECRET not in OneTimeSecret.objects.get().sealed


def test_code_again_makes_the_factor_fresh(client, enrolled) -> None:
    sign_in(client, enrolled, factor=False)
    assert client.post("/dang-nhap/ma/", {"code": "000000", "next": "/uy-quyen/"}).status_code == 422
    assert client.post("/dang-nhap/ma/", {"code": code(), "next": "/uy-quyen/"})["Location"] == "/uy-quyen/"
    assert client.post("/tai-khoan/khoa/", {}).status_code == 422


def test_code_again_is_throttled(client, enrolled) -> None:
    sign_in(client, enrolled, factor=False)
    answers = [client.post("/dang-nhap/ma/", {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_demo_shows_its_codes_and_production_does_not(client, settings) -> None:
    assert settings.DEMO_PASSWORD in client.get("/dang-nhap/can-bo/").content.decode()
    settings.DEMO = False
    assert settings.DEMO_PASSWORD not in client.get("/dang-nhap/can-bo/").content.decode()
    with pytest.raises(RuntimeError):
        give_known_secret([], secret=SECRET, at=NOON)
