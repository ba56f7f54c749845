"""A paper gets another name: one editor writes it, another publishes it, citizens read it. Without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from playwright.sync_api import expect

from motcua.clock.queries import now
from motcua.organizations.models import Role
from tests.browser.checks import OFFICER_BYTES, Load, assert_accessible, assert_fits
from tests.catalog.province import load_shipped
from tests.factories.identity import sign_in as come_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "1.009978"
HOME = f"/quan-tri/thu-tuc/{CODE}/"
NEW_NAME = "Đơn đề nghị gia hạn giấy phép xây dựng (mẫu mới)"


@pytest.fixture
def enter(live_server):
    """An editor at his desk, with his second factor shown: publication asks for it."""

    def enter(page, name):
        client = Client()
        come_in(client, make_officer(role=Role.CATALOGUE, name=name).account)
        cookies = [
            {"name": key, "value": said.value, "url": live_server.url} for key, said in client.cookies.items()
        ]
        page.context.add_cookies(cookies)
        return page

    return enter


def send(page, button):
    """Pressed, and answered: whatever is opened next finds it done."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=button).click()


def test_a_paper_is_renamed_by_one_and_published_by_another(open_page, enter):
    load_shipped()
    an = enter(open_page(javascript=False), "Nguyễn Thị An")
    an.goto("/quan-tri/thu-tuc/?q=1.009978")
    an.get_by_role("link", name="Gia hạn giấy phép xây dựng").click()
    an.get_by_role("button", name="Lập bản dự thảo").click()
    an.get_by_role("link", name="Thành phần hồ sơ", exact=True).click()
    an.locator("ol.rows a").first.click()
    an.get_by_label("Tên tiếng Việt").fill(NEW_NAME)
    send(an, "Lưu")
    an.get_by_role("link", name="Về bản dự thảo").click()
    an.get_by_role("link", name="Tên, thời hạn và hiệu lực", exact=True).click()
    an.get_by_label("Có hiệu lực từ").fill(f"{localdate(now()):%d/%m/%Y}")
    send(an, "Lưu")
    an.get_by_role("link", name="Như người dân sẽ thấy").click()
    expect(an.get_by_text(NEW_NAME).first).to_be_visible()
    an.goto(f"{HOME}cong-bo/")
    assert an.get_by_role("button", name="Công bố").count() == 0

    citizen = open_page(javascript=False)
    citizen.goto(f"/thu-tuc/{CODE}/")
    assert citizen.get_by_text(NEW_NAME).count() == 0
    binh = enter(open_page(javascript=False), "Trần Văn Bình")
    binh.goto(HOME)
    binh.get_by_role("link", name="Đến bước công bố").click()
    expect(binh.get_by_text(NEW_NAME).first).to_be_visible()
    binh.get_by_role("button", name="Công bố").click()
    expect(binh.get_by_text("Đã công bố phiên bản 2")).to_be_visible()
    citizen.reload()
    expect(citizen.get_by_text(NEW_NAME).first).to_be_visible()


PAGES = (
    HOME,
    f"{HOME}sua/head/",
    f"{HOME}sua/papers/",
    f"{HOME}sua/form/0/",
    f"{HOME}sua/process/1/",
    f"{HOME}thay-doi/",
    f"{HOME}toan-van/",
    f"{HOME}cong-bo/",
)


def test_every_page_is_accessible_light_and_fits_the_narrowest_window(open_page, enter):
    load_shipped()
    page = enter(open_page(width=320), "Lê Thị Chi")
    page.goto(HOME)
    send(page, "Lập bản dự thảo")
    page.goto(f"{HOME}sua/head/")
    page.get_by_label("Có hiệu lực từ").fill(f"{localdate(now()) + timedelta(9):%d/%m/%Y}")
    page.get_by_label("Thời hạn giải quyết theo quy định").fill("1")
    send(page, "Lưu")
    for address in PAGES:
        load = Load()
        page.on("response", load.hear)
        page.goto(address)
        page.remove_listener("response", load.hear)
        load.assert_within(OFFICER_BYTES)
        assert_fits(page)
        assert_accessible(page)
    page.goto(f"/en{HOME}")
    assert_fits(page)
    assert_accessible(page)
