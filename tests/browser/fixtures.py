"""Browser fixtures for every room's tests. Chromium is found, never downloaded; without it they are skipped.
Its headless shell, where there is one, does the same with a third of the work: no windows, no profiles.

    page (1366 px), phone (390), narrow (320), no_js (1366, JavaScript off): page.goto("/thu-tuc/")
    sign_in(page, account)      the account's session, without the sign-in page
    weigh("/address/") → Load   what a first visit fetches: weigh("/").assert_within(CITIZEN_BYTES)
    screenshot(page, "name")    kept below MOTCUA_VAR/screenshots
    open_page(width=…, javascript=…)   more browsers, each with cookies of its own
    from tests.browser.checks import assert_accessible, assert_fits

A page that logs an error or breaks the content security policy fails its test. The policy refuses
`wait_for_function`, which evaluates text: wait for a locator instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from motcua.identity.models import Account
from tests.browser.checks import Load

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
UNHINTED = "--font-render-hinting=none"
"""Letters as wide as in a window; without one Chromium would round each to whole pixels."""
FIXTURES = {"chromium", "page", "phone", "narrow", "no_js", "weigh", "open_page"}
EXPECTED = ("Failed to load resource: the server responded with a status of 4",)
PATIENCE_MS = 30_000  # only what fails waits so long; a busy machine may be slow
OpenPage = Callable[..., Page]


def executable() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.skip("no Chromium here: install it (Debian: apt install chromium) or set CHROMIUM to its path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright's loop lives in this thread; nothing here is async
    )
    expect.set_options(timeout=PATIENCE_MS)
    resolve("/")  # imports every view: no first page waits for that
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[UNHINTED])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[OpenPage]:
    """Opens fresh browsers, each with cookies of its own: `open_page(width=390, javascript=False)`."""
    with _pages(chromium, live_server.url) as opened:
        yield opened


@contextmanager
def _pages(browser: Browser, address: str) -> Iterator[OpenPage]:
    contexts, faults = [], []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            faults.append(message.text)

    def opened(*, width: int = 1366, height: int = 900, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-US",  # the address decides the language, never the browser
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(width=390, height=844)


@pytest.fixture
def narrow(open_page: OpenPage) -> Page:
    return open_page(width=320, height=640)


@pytest.fixture
def no_js(open_page: OpenPage) -> Page:
    return open_page(javascript=False)


@pytest.fixture
def sign_in(live_server) -> Callable[[Page, Account], None]:
    def sign_in(page: Page, account: Account) -> None:
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def weigh(open_page: OpenPage, sign_in) -> Callable[..., Load]:
    def weigh(address: str, *, account: Account | None = None) -> Load:
        page, load = open_page(), Load()
        if account:
            sign_in(page, account)
        page.on("response", load.hear)
        page.goto(address, wait_until="networkidle")
        return load

    return weigh


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    def screenshot(page: Page, name: str) -> Path:
        kept = settings.VAR / "screenshots" / f"{name}.png"
        kept.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=kept, full_page=True)
        return kept

    return screenshot
