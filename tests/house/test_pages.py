"""Every page that needs no argument, in both languages, as a citizen, an officer or nobody in particular."""

import re
from collections import Counter
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, translate_url

from motcua.identity.models import Account, AccountKind
from motcua.organizations.models import Mandate, Role
from tests.browser.checks import CITIZEN_BYTES, OFFICER_BYTES, Load, assert_accessible, assert_fits
from tests.factories.identity import make_account
from tests.factories.organizations import LONG_AGO, make_officer

SHOWN = {200, 422}
REFUSALS = {302, 303, 400, 401, 403, 404, 405, 409, 412}
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_PAGES = ("/api/", "/healthz", "/readyz", "/version", "/robots.txt", "/.well-known/", "/favicon.ico")


@cache
def addresses() -> list[str]:
    """The Vietnamese addresses that take no argument, from the resolver itself."""
    found: list[str] = []

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and not re.search(r"[<(\\^$]", route):
                found.append("/" + route)

    walk(get_resolver().url_patterns, "")
    return sorted({address for address in found if not address.startswith(NOT_PAGES)})


ADDRESSES = pytest.mark.parametrize("address", addresses())


@pytest.fixture
def readers(db) -> list[Account | None]:
    """Nobody, a citizen, and an officer who holds every role."""
    officer = make_officer(role=None)
    for role in Role.values:
        Mandate.objects.create(officer=officer, unit=officer.unit, role=role, from_on=LONG_AGO)
    return [None, make_account(AccountKind.CITIZEN), officer.account]


def page_at(address, readers):
    """The first reader who is shown a page, and the page; no page where only forms are sent or files fetched."""
    statuses = []
    for reader in readers:
        client = Client()
        if reader:
            client.force_login(reader, BACKEND)
        answer = client.get(address)
        statuses.append(answer.status_code)
        if answer.status_code in SHOWN:
            is_page = answer.headers["Content-Type"].startswith("text/html")
            return reader, (answer.content.decode() if is_page else "")
    assert set(statuses) <= REFUSALS, f"{address} answers {statuses}"
    return None, ""


def faults_in(address, text, language):
    lang = re.search(r'<html lang="(\w+)"', text)
    return [
        told
        for told, wrong in {
            "not exactly one h1": text.count("<h1") != 1,
            "language not said or wrong": lang is None or lang[1] != language,
            "title missing": not re.search(r"<title>[^<–]+ – [^<]+</title>", text),
            "inline style": re.search(r"<[^>]*\sstyle=|<style", text) is not None,
            "inline script": re.search(r"<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", text) is not None,
            "no link to the other language": text.count('rel="alternate" hreflang=') < 2,
            "an address of another house": re.search(r'(?:src|href)="//', text) is not None,
            "an identifier used twice": bool(twice(text)),
        }.items()
        if wrong
    ]


def twice(text):
    return [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', text)).items() if times > 1]


@ADDRESSES
def test_page_is_well_made_in_both_languages(address, readers):
    for there, language in ((address, "vi"), (f"/en{address}", "en")):
        _reader, text = page_at(there, readers)
        if text:
            assert faults_in(there, text, language) == []


def test_titles_are_unique(readers):
    titles = Counter()
    for address in addresses():
        _reader, text = page_at(address, readers)
        if text:
            titles[re.search(r"<title>(.*?)</title>", text)[1]] += 1
    assert [title for title, times in titles.items() if times > 1] == []


@ADDRESSES
def test_page_is_accessible_light_and_fits_every_window(address, live_server, readers, open_page, sign_in):
    reader, text = page_at(address, readers)
    if not text:
        pytest.skip("no page by itself")
    for width, height in ((1366, 900), (320, 640)):
        page, load = open_page(width=width, height=height), Load()
        if reader:
            sign_in(page, reader)
        page.on("response", load.hear)
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
        load.assert_within(OFFICER_BYTES if 'data-density="compact"' in text else CITIZEN_BYTES)


@ADDRESSES
@pytest.mark.django_db
def test_addresses_of_the_two_languages_differ_only_by_their_beginning(address):
    assert translate_url(address, "en") in (f"/en{address}", address)
