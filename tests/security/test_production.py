"""A house in earnest: no warning, no default key, nothing of the demonstration left open."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from motcua.identity.models import AccountKind
from motcua.identity.services import code_now, give_known_secret, recognise
from motcua.kernel.refusals import Refusal
from tests.factories.identity import NOON, make_account

ROOT = Path(__file__).parents[2]
IN_EARNEST = {
    "MOTCUA_DEMO": "0",
    "MOTCUA_HTTPS": "1",
    "MOTCUA_SECRET_KEY": "k" * 25 + "Zq7-x" * 8,
    "MOTCUA_HOSTS": "dichvucong.example",
    "MOTCUA_PUBLIC_ADDRESS": "https://dichvucong.example",
    "MOTCUA_OIDC_ISSUER": "https://vneid.example",
    "MOTCUA_OIDC_CLIENT_SECRET": "a-secret-of-the-province",
    "MOTCUA_SECURITY_CONTACT": "mailto:an-toan@dichvucong.example",
    "DATABASE_URL": "postgresql://motcua:secret@database.example/motcua",
    "DJANGO_SETTINGS_MODULE": "motcua.settings",
}
REPORT = """
import io, json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from tests.security.world import names
warned, told = io.StringIO(), ""
try:
    call_command("check", deploy=True, fail_level="DEBUG", stdout=warned)
except SystemCheckError as error:
    told = str(error)
print(json.dumps({
    "warnings": told or warned.getvalue(),
    "names": [name for name, route in names()],
    "cookie": settings.SESSION_COOKIE_NAME,
    "secure": settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE,
    "hsts": settings.SECURE_HSTS_SECONDS,
    "debug": settings.DEBUG,
    "hosts": settings.ALLOWED_HOSTS,
    "hashers": settings.PASSWORD_HASHERS,
}))
"""


def run(*command, **changed):
    """In a process of its own, with the settings of production; a value of None leaves the name unset."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    told = {**inherited, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **IN_EARNEST, **changed}
    told = {name: value for name, value in told.items() if value is not None}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def house():
    told = run("-c", REPORT)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_djangos_own_check_for_deployment_has_no_warning(house):
    assert "no issues" in house["warnings"], house["warnings"]


def test_the_demo_provider_is_not_there(house):
    assert [name for name in house["names"] if "demo" in name] == []


def test_cookies_and_addresses_are_those_of_a_house_with_a_certificate(house):
    assert house["cookie"].startswith("__Host-")
    assert house["secure"]
    assert house["hsts"] >= 31_536_000
    assert house["debug"] is False
    assert house["hosts"] == ["dichvucong.example"]


def test_passwords_are_kept_by_a_slow_hash(house):
    assert house["hashers"] == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


@pytest.mark.parametrize("missing", ["MOTCUA_SECRET_KEY", "MOTCUA_OIDC_CLIENT_SECRET"])
def test_the_house_does_not_start_with_a_known_secret(missing):
    told = run("-m", "django", "check", **{missing: None})
    assert told.returncode != 0
    assert missing in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("address", ["/dang-nhap/vao-vai/", "/dang-nhap/vao-vai/chon/"])
@pytest.mark.django_db
def test_nobody_takes_a_role_without_a_password(settings, address):
    settings.DEMO = False
    client = Client()
    assert client.get(address).status_code in (404, 405)
    assert client.post(address, {"officer": "CB-000001"}).status_code in (404, 405)


@pytest.mark.parametrize("address", ["/dang-nhap/", "/dang-nhap/can-bo/"])
@pytest.mark.django_db
def test_the_sign_in_pages_tell_no_password(settings, address):
    settings.DEMO = False
    page = Client().get(address).content.decode()
    assert settings.DEMO_PASSWORD not in page
    assert settings.DEMO_ONE_TIME_SECRET not in page
    assert code_now(settings.DEMO_ONE_TIME_SECRET, NOON) not in page
    assert "vao-vai" not in page


@pytest.mark.django_db
def test_the_password_of_the_demonstration_opens_no_account_in_earnest(settings):
    """Even where a demonstration's data were left in the database."""
    officer = make_account(AccountKind.OFFICER)
    officer.set_password(settings.DEMO_PASSWORD)
    officer.save()
    give_known_secret([officer], secret=settings.DEMO_ONE_TIME_SECRET, at=NOON)
    shown = {
        "name": officer.sign_in_name,
        "password": settings.DEMO_PASSWORD,
        "code": code_now(settings.DEMO_ONE_TIME_SECRET, NOON),
        "address": "127.0.0.1",
        "at": NOON,
    }
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        recognise(**shown)
    assert refused.value.code == "wrong-credentials"
    settings.DEMO = True
    assert recognise(**shown) == officer
