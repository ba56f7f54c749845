"""Every page of the officers in a real browser: accessible, no wider than the window, light."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.checks import assert_accessible, assert_fits
from tests.dossiers.pages_officer.stages import make_stages
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.KEYS_ROOT = tmp_path


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
            "refuse-intake": f"{at['filed']}tu-choi-tiep-nhan/",
            "received": at["received"],
            "finished": at["finished"],
            "counter": "/quay/?q=thu+nghiem",
            "counter-begin": f"/quay/?thu-tuc={office.version.procedure.code}",
            "counter-draft": desk,
            "counter-applicant": f"{desk}phan/applicant/",
            "counter-section": f"{desk}phan/cong-trinh/",
            "counter-papers": f"{desk}phan/papers/",
            "counter-delivery": f"{desk}phan/delivery/",
            "register": "/viec/so-theo-doi/",
        },
        office.specialist: {
            "now": "/viec/?muc=can-lam-ngay",
            "mine-list": "/viec/?muc=dang-xu-ly",
            "nobodys": "/viec/?muc=chua-ai-nhan",
            "empty": "/viec/?muc=cho-cong-dan&q=khong-co",
            "free": at["free"],
            "mine": at["mine"],
            "supplement": f"{at['mine']}yeu-cau-bo-sung/",
            "refuse": f"{at['mine']}buoc/tham-dinh/ra/refuse/",
            "waiting": at["waiting"],
            "drafting": at["drafting"],
            "draft": f"{at['drafting']}du-thao/",
        },
        office.opinion_b: {"consulted": at["consulted"]},
        office.head: {
            "review": at["review"],
            "return": f"{at['review']}buoc/soat-xet/ra/return/",
            "extend": f"{at['mine']}gia-han/",
            "stop": f"{at['waiting']}dung/",
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


def test_every_page_is_accessible_and_fits(open_page, stages, screenshot, enter):
    wide, narrow, phone = open_page(), open_page(width=320, height=640), open_page(width=390, height=844)
    faults = []
    for officer, pages in pages_of(stages).items():
        for page in (wide, narrow, phone):
            enter(page, officer)
        for name, address in pages.items():
            for width, page in ((1366, wide), (320, narrow), (390, phone)):
                answer = page.goto(address)
                if answer.status != 200 or not page.url.endswith(address):
                    faults.append(f"{address} {answer.status} {page.url}")
                    continue
                if width in (1366, 390):
                    screenshot(page, f"officer-{name}-{width}")
                try:
                    assert_fits(page)
                    if width != 390:
                        assert_accessible(page)
                except AssertionError as fault:
                    faults.append(str(fault))
            answer = wide.goto(f"/en{address}")
            screenshot(wide, f"officer-{name}-en")
    assert not faults, "\n".join(faults)
