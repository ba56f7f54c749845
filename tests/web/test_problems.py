import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, override_settings
from django.urls import path

from motcua import urls as house
from motcua.kernel.refusals import Refusal


def raises(exception):
    def view(request):
        raise exception

    return view


handler400 = "motcua.web.views.errors.bad_request"
handler403 = "motcua.web.views.errors.forbidden"
handler404 = "motcua.web.views.errors.not_found"
handler500 = "motcua.web.views.errors.broken"
urlpatterns = [
    *house.urlpatterns,
    path("thu/500/", raises(OperationalError("the database is away"))),
    path("thu/403/", raises(PermissionDenied("Only the head of division may. Ask her."))),
    path("thu/409/", raises(Refusal("It is signed already."))),
    path("thu/413/", raises(RequestDataTooBig("too big"))),
    path("thu/429/", lambda request: HttpResponse(status=429, headers={"Retry-After": "30"})),
    path("thu/405/", lambda request: HttpResponseNotAllowed(["POST"])),
    path("api/429/", lambda request: HttpResponse(status=429)),
    path("en/thu/429/", lambda request: HttpResponse(status=429)),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def quiet_client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", [403, 405, 409, 413, 429])
@pytest.mark.django_db
def test_every_refusal_has_a_page_of_its_own(quiet_client, status):
    answer = quiet_client.get(f"/thu/{status}/")
    assert answer.status_code == status
    assert answer.content.decode().count("<h1>") == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_page_of_a_failure_asks_no_database_and_shows_a_code_that_the_log_keeps(quiet_client, caplog):
    answer = quiet_client.get("/thu/500/")
    assert answer.status_code == 500
    code = re.search(r"<code>([0-9A-F]{8})</code>", answer.content.decode())
    assert code
    assert f"incident {code[1]}" in caplog.text


@pytest.mark.django_db
def test_refusal_says_what_the_rule_says(quiet_client):
    assert "It is signed already." in quiet_client.get("/thu/409/").content.decode()
    assert "Ask her." in quiet_client.get("/thu/403/").content.decode()


@pytest.mark.django_db
def test_headers_of_the_refusal_stay(quiet_client):
    assert quiet_client.get("/thu/429/").headers["Retry-After"] == "30"
    assert quiet_client.get("/thu/405/").headers["Allow"] == "POST"


@pytest.mark.django_db
def test_answers_for_machines_are_left_alone(quiet_client):
    assert quiet_client.get("/api/429/").content == b""


@pytest.mark.django_db
def test_page_speaks_the_language_of_its_address(quiet_client):
    assert "Too many tries" in quiet_client.get("/en/thu/429/").content.decode()
    assert '<html lang="vi"' in quiet_client.get("/thu/429/").content.decode()


@pytest.mark.django_db
def test_unknown_address_offers_the_first_page(client):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


@pytest.mark.django_db
def test_form_without_its_token_is_told_to_load_the_page_again():
    answer = Client(enforce_csrf_checks=True).post("/en/tro-giup/hien-thi/", {"size": "125"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_machines_find_their_texts(client):
    assert b"Disallow: /viec/" in client.get("/robots.txt").content
    assert b"Expires: " in client.get("/.well-known/security.txt").content
    assert client.get("/favicon.ico").url.endswith("favicon.svg")
