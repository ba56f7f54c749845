"""Every page of the officers in a real browser: accessible, no wider than the window, light."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.dossiers.pages_officer.stages import make_stages
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys(tmp_path_factory, settings):
    """Made once for all tests of this process: certificates take their time."""
    settings.KEYS_ROOT = tmp_path_factory.getbasetemp() / "keys-of-officers"


@pytest.fixture
def stages():
    return make_stages()


def pages_of(stages):
    """Who opens what."""
    office = stages.office
    at = {name: f"/viec/{getattr(stages, name).code}/" for name in (
        "filed", "received", "free", "mine", "waiting", "consulted", "drafting", "review", "signing", "finished",
    )}  # fmt: skip
    desk = f"/quay/{stages.draft.code}/"
    return {
        office.counter: {
            "to-receive": "/viec/",
            "filed": f"{at['filed']}?muc=cho-tiep-nhan",
            "counter": "/quay/?q=thu+nghiem",
            "counter-draft": desk,
            "counter-section": f"{desk}phan/cong-trinh/",
            "counter-papers": f"{desk}phan/papers/",
            "register": "/viec/so-theo-doi/",
        },
        office.specialist: {
            "now": "/viec/?muc=can-lam-ngay",
            "mine": at["mine"],
            "supplement": f"{at['mine']}yeu-cau-bo-sung/",
            "waiting": at["waiting"],
            "draft": f"{at['drafting']}du-thao/",
        },
        office.opinion_b: {"consulted": at["consulted"]},
        office.head: {
            "review": at["review"],
            "extend": f"{at['mine']}gia-han/",
        },
        office.leader: {"to-sign": "/viec/cho-ky/", "sign": f"{at['signing']}ky/"},
    }


@pytest.fixture
def enter(live_server):
    """The officer sits down at this browser, with his second factor shown just now."""

    def enter(page, officer):
        client = Client()
        sign_in(client, officer.account)
        name = settings.SESSION_COOKIE_NAME
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return enter


ALSO_NARROW = {"now", "mine", "sign", "supplement", "counter-papers", "register"}


def test_every_page_is_accessible_and_fits_a_narrow_phone(open_page, stages, enter):
    page, faults = open_page(), []
    for officer, pages in pages_of(stages).items():
        enter(page, officer)
        for name, address in pages.items():
            faults += faults_of(page, address, narrow=name in ALSO_NARROW)
    assert not faults, "\n".join(faults)


def faults_of(page, address, *, narrow):
    """What axe and the window say about one page: wide, then as narrow as phones get."""
    page.set_viewport_size({"width": 1366, "height": 900})
    answer = page.goto(address)
    if answer.status != 200 or not page.url.endswith(address):
        return [f"{address} {answer.status} {page.url}"]
    checks = [assert_fits, assert_accessible]
    faults = [fault for check in checks if (fault := said_by(check, page))]
    page.set_viewport_size({"width": 320, "height": 640})
    return faults + [fault for check in checks[: 1 + narrow] if (fault := said_by(check, page))]


def said_by(check, page):
    try:
        check(page)
    except AssertionError as fault:
        return str(fault)
    return ""


def test_queue_and_work_page_are_light(weigh, stages):
    account = stages.office.specialist.account
    weigh("/viec/?muc=chua-ai-nhan", account=account).assert_within(OFFICER_BYTES)
    weigh(f"/viec/{stages.mine.code}/", account=account).assert_within(OFFICER_BYTES)


def test_queue_is_worked_by_keyboard_alone(open_page, stages, enter):
    page = open_page()
    enter(page, stages.office.specialist)
    page.goto("/viec/?muc=chua-ai-nhan")
    link = page.get_by_role("link", name=f"Nhận việc {stages.free.code}")
    for _press in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Nhận việc").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bạn đã nhận bước việc này.")).to_be_visible()
