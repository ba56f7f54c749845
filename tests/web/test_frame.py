import gzip
import hashlib
from pathlib import Path

import pytest
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.utils import translation

from motcua.identity.models import AccountKind
from motcua.organizations.models import Role
from motcua.web.shell import Shell
from tests.factories.identity import make_account
from tests.factories.organizations import make_officer

BACKEND = "django.contrib.auth.backends.ModelBackend"
STATIC = Path(__file__).parents[2] / "src/motcua/web/static/web"
HTMX = (
    "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"  # of htmx.org 4.0.1, dist/htmx.min.js
)
CSS_BYTES, JS_BYTES, FONT_BYTES = 12 * 1024, 5 * 1024, 15 * 1024


@pytest.mark.parametrize(("address", "language"), [("/", "vi"), ("/en/", "en"), ("/en/giao-dien/", "en")])
@pytest.mark.parametrize("preferred", ["en", "vi", "fr, en;q=0.5", ""])
@pytest.mark.django_db
def test_address_decides_the_language_whatever_the_browser_prefers(client, address, language, preferred):
    page = client.get(address, headers={"accept-language": preferred}).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.django_db
def test_language_link_leads_to_the_same_page_with_the_same_questions(client):
    page = client.get("/giao-dien/?mat-do=gon").content.decode()
    assert 'href="/en/giao-dien/?mat-do=gon" lang="en"' in page


@pytest.mark.django_db
def test_every_answer_carries_the_strict_headers(client):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_frame_names_who_is_signed_in(client):
    client.force_login(make_account(AccountKind.CITIZEN, full_name="Đỗ Đức <Đạt>"), BACKEND)
    assert "Đỗ Đức &lt;Đạt&gt;" in client.get("/").content.decode()


def test_vendored_script_is_the_one_that_was_reviewed():
    assert hashlib.sha256((STATIC / "htmx-4.0.1.min.js").read_bytes()).hexdigest() == HTMX


def test_own_files_stay_small():
    assert len(gzip.compress((STATIC / "motcua.css").read_bytes())) <= CSS_BYTES
    assert len((STATIC / "motcua.js").read_bytes()) <= JS_BYTES
    for weight in (400, 700):
        assert len((STATIC / f"noto-sans-{weight}.woff2").read_bytes()) <= FONT_BYTES


@pytest.mark.django_db
def test_navigation_shows_an_officer_what_his_roles_open(client):
    shown = {}
    for role in (Role.LEADER, Role.SPECIALIST):
        client.force_login(make_officer(role=role).account, BACKEND)
        shown[role] = "/uy-quyen/" in client.get("/").content.decode()
    assert shown == {Role.LEADER: True, Role.SPECIALIST: False}


@pytest.mark.django_db
def test_navigation_marks_where_the_reader_is(client):
    assert 'href="/thu-tuc/" aria-current="page"' in client.get("/thu-tuc/?q=khai").content.decode()
    assert 'aria-current="page"' not in client.get("/tro-giup/").content.decode()


@pytest.mark.django_db
def test_frame_asks_the_database_nothing_for_a_stranger(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/tro-giup/")


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Lỗi: Việc – Quảng Ninh"), ("en", "Error: Việc – Quảng Ninh")]
)
def test_page_with_errors_says_so_first(rf, language, title):
    child = '{% extends "web/base.jinja" %}{% block title %}Việc{% endblock %}{% block main %}<h1>1</h1>{% endblock %}'
    request = rf.get("/")
    with translation.override(language):
        context = {"shell": Shell(request), "errors": [("ten", "Hãy ghi tên")], "csrf_input": ""}
        page = engines["jinja2"].env.from_string(child).render(context)
    assert f"<title>{title}</title>" in page
    assert page.index('<a href="#ten">Hãy ghi tên</a>') < page.index("<h1>")


@pytest.mark.django_db
def test_message_of_the_last_act_becomes_a_banner(rf):
    child = '{% extends "web/base.jinja" %}{% block main %}{% endblock %}'
    message = Message(SUCCESS, "Đã gửi <b>")
    page = (
        engines["jinja2"].env.from_string(child).render({"shell": Shell(rf.get("/")), "messages": [message]})
    )
    assert '<div class="banner green" role="status"><p>Đã gửi &lt;b&gt;</p></div>' in page
